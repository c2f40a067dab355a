import { describe, expect, it } from 'vitest';
import { extend, NOTHING, toggle, toggleAll } from '../list/selection';
import { filtersInWords, NO_FILTERS, queryOf, sortedQuery } from './job-filters';
import { orderToHad, orderWords, sortOf, sortRefusal } from './job-order';
import { failureWords, outcomeOf, ranMs, waitedMs } from './job-outcome';
import { jobRow } from './jobs-in-tests';
import { movedIn, newcomers, rowsOnce, withFresh } from './list-rows';

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
  it('counts in another order what stands before what it holds, whatever its age', () => {
    expect(movedIn([c, a, d, b], [a, d], false)).toBe(1);
    expect(movedIn([a, d, c, b], [a, d], false)).toBe(0);
    expect(movedIn([a, d, c, b], [a, d], true)).toBe(2);
    expect(movedIn([b, c], [a], false)).toBe(2);
    expect(movedIn([], [a], false)).toBe(0);
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

describe('an order', () => {
  const facets = { byStatus: { FAILED: 3 }, queues: [], definitions: [], total: 50_000, relays: 0, newest: null };
  it('is part of the query unless it is the one that holds by itself', () => {
    expect(sortedQuery({ name: 'x' }, '-submitted')).toEqual({ name: 'x' });
    expect(sortedQuery({ name: 'x' }, '-cost')).toEqual({ name: 'x', sort: '-cost' });
  });
  it('comes from a header, and is worded', () => {
    expect(sortOf({ column: 'cost', descending: true })).toBe('-cost');
    expect(sortOf({ column: 'size', descending: true })).toBeNull();
    expect(orderWords('-cost')).toBe('most expensive first');
    expect(orderWords('submitted')).toBe('oldest first');
  });
  it('is refused above so many jobs, or where nobody counted them all, but by when they were submitted', () => {
    expect(sortRefusal(undefined, [])).toBeNull();
    expect(sortRefusal(facets, [])).toBeNull();
    const many = sortRefusal({ ...facets, total: 50_001 }, []);
    expect(many?.replaceAll('\u00a0', ' ')).toBe('Sorts up to 50,000 jobs, and 50,001 match: filter first.');
    expect(sortRefusal({ ...facets, total: 50_001 }, ['FAILED'])).toBeNull();
    expect(sortRefusal({ ...facets, total: 5, newest: 200_000 }, [])).toContain('5 or more match');
    expect(orderToHad('-cost', many)).toBeNull();
    expect(orderToHad('submitted', many)).toBe('submitted');
    expect(orderToHad('-cost', null)).toBe('-cost');
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
