import { describe, expect, it } from 'vitest';
import { extend, NOTHING, toggle, toggleAll } from '../list/selection';
import { filtersInWords, NO_FILTERS, queryOf } from './job-filters';
import { failureWords, outcomeOf, ranMs, waitedMs } from './job-outcome';
import { jobRow } from './jobs-in-tests';
import { newcomers, rowsOnce, withFresh } from './list-rows';

const rows = ['a', 'b', 'c', 'd'].map((id, index) => jobRow({ id, createdAt: 1000 - index }));
const [a, b, c, d] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];

describe('the list', () => {
  it('has each job once, at its first place', () => {
    expect(rowsOnce([{ rows: [a, b] }, { rows: [b, c] }])).toEqual([a, b, c]);
  });
  it('changes rows in place', () => {
    const ended = { ...b, status: 'FAILED' as const };
    expect(withFresh([a, b], new Map([['b', ended]]))).toEqual([a, ended]);
  });
  it('counts what is new, but not what merely stands further down', () => {
    expect(newcomers([a, b, c, d], [b, c], false)).toBe(1);
    expect(newcomers([a, b, c, d], [b, c], true)).toBe(2);
    expect(newcomers([a], [], true)).toBe(1);
  });
});

describe('a selection', () => {
  it('toggles, and extends from where it began, either way', () => {
    const one = toggle(NOTHING, c);
    expect([...extend(one, a, rows).chosen.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect([...extend(one, d, rows).chosen.keys()].sort()).toEqual(['c', 'd']);
    expect(toggle(one, c).chosen.size).toBe(0);
    expect([...extend(NOTHING, b, rows).chosen.keys()]).toEqual(['b']);
  });
  it('takes all, then none', () => {
    const all = toggleAll(NOTHING, rows);
    expect(all.chosen.size).toBe(4);
    expect(toggleAll(all, rows)).toEqual(NOTHING);
  });
});

describe('filters', () => {
  it('leave out what filters nothing', () => {
    expect(queryOf({ ...NO_FILTERS, name: '  ' })).toEqual({});
    expect(queryOf({ status: ['FAILED'], queue: ['main'], definition: [], name: ' x ' })).toEqual({
      status: ['FAILED'],
      queue: ['main'],
      name: 'x',
    });
  });
  it('are worded, each with what is left without it', () => {
    const filters = { ...NO_FILTERS, status: ['FAILED' as const], queue: ['a', 'b'] };
    const words = filtersInWords(filters);
    expect(words.map(({ label, value }) => `${label} ${value}`)).toEqual(['state is Failed', 'queue is a or b']);
    expect(words[1]?.without).toEqual({ ...NO_FILTERS, status: ['FAILED'] });
  });
});

describe('how it went', () => {
  it.each([
    [{ status: 'FAILED', exitCode: 137, reason: 'OutOfMemoryError: Container killed' }, 'out of memory, exit 137'],
    [{ status: 'FAILED', exitCode: 3 }, 'exit code 3'],
    [{ status: 'FAILED', isTerminated: true, statusReason: 'wrong input' }, 'ended by a person'],
    [{ status: 'FAILED', statusReason: 'something AWS said' }, 'something AWS said'],
    [{ status: 'FAILED' }, 'reason not known'],
  ] as const)('%o', (given, text) => {
    expect(failureWords(jobRow(given))).toBe(text);
  });
  it('says why it waits, and how often it was begun', () => {
    expect(outcomeOf(jobRow({ status: 'RUNNABLE', waits: { cause: 'fits-no-type', since: 0 } }))).toEqual({
      text: 'fits no instance type',
      tone: 'waits',
    });
    expect(outcomeOf(jobRow({ status: 'PENDING', waits: { cause: 'dependency', since: 0 } }))?.tone).toBe('plain');
    expect(outcomeOf(jobRow({ attempts: 3, interruptions: 2 }))?.text.replace('\u00a0', ' ')).toBe(
      'attempt 3, 2 interruptions',
    );
    expect(outcomeOf(jobRow())).toBeNull();
  });
  it('measures only what the row can tell', () => {
    expect(waitedMs(jobRow(), null)).toBe(60_000);
    expect(waitedMs(jobRow({ attempts: 2 }), 2_000_000)).toBeNull();
    expect(waitedMs(jobRow({ startedAt: null, status: 'RUNNABLE' }), 1_500_000)).toBe(500_000);
    expect(ranMs(jobRow(), 1_100_000)).toBe(40_000);
    expect(ranMs(jobRow({ startedAt: null }), 5)).toBeNull();
  });
});
