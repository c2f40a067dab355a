import { describe, expect, it } from 'vitest';
import type { ChangeEffect, EffectNumbers, VersionRow } from '@/lib/history';
import { effectLines, effectVerdict, turnOf } from './effect-words';
import { authorWords, chosenVersions, versionTitle } from './version-words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function version(seq: string, document: object | null, more: Partial<VersionRow> = {}): VersionRow {
  return { seq, at: 0, by: null, document, moves: 0, ...more };
}

describe('versions', () => {
  const first = version('1', { state: 'ENABLED', maxvCpus: 16, status: 'CREATING' });
  const second = version('5', { state: 'ENABLED', maxvCpus: 32, status: 'UPDATING' });
  const gone = version('9', null);
  const again = version('12', { state: 'ENABLED', maxvCpus: 8 });

  it('says what an edit did, and not what AWS moved', () => {
    expect(versionTitle(first, undefined, true)).toBe('Created');
    expect(plain(versionTitle(second, first, true))).toBe('Maximum 16 → 32');
    const moved = version('5', { desiredvCpus: 8, maxvCpus: 32 }, { moved: { desiredvCpus: 8, maxvCpus: 16 } });
    expect(plain(versionTitle(moved, version('1', { desiredvCpus: 0, maxvCpus: 16 }), true))).toBe('Maximum 16 → 32');
    expect(versionTitle(gone, second, true)).toBe('Deleted');
    expect(versionTitle(again, gone, true)).toBe('Created again');
    expect(versionTitle(first, undefined, false)).toBe('Changed');
  });

  it('lays the newest over the one before, and any two in their order', () => {
    const all = [gone, second, first];
    const names = (asked: { a: string | null; b: string | null }) => {
      const { a, b } = chosenVersions(all, asked);
      return [a?.seq ?? null, b?.seq ?? null];
    };
    expect(names({ a: null, b: null })).toEqual(['5', '9']);
    expect(names({ a: null, b: '1' })).toEqual([null, '1']);
    expect(names({ a: '9', b: '1' })).toEqual(['1', '9']);
    expect(names({ a: '404', b: '5' })).toEqual(['1', '5']);
    expect(chosenVersions([], { a: null, b: null })).toEqual({ a: null, b: null });
  });

  it('names who and from where, and a dash where nobody knows', () => {
    expect(authorWords({ actor: 'ops@example.com', source: 'portal' })).toBe('ops@example.com, here');
    expect(authorWords({ actor: 'ci', source: 'endpoint' })).toBe('ci, by access key');
    expect(authorWords({ actor: 'scenario', source: 'scenario' })).toBe('scenario');
    expect(authorWords(null)).toBe('–');
  });
});

describe('effect', () => {
  const usual: EffectNumbers = {
    n: 1000,
    failed: 5,
    outOfMemory: 1,
    interrupted: 11,
    medianWait: 420_000,
    medianRun: 1_440_000,
    medianCostNanoUsd: '290000000',
    submitted: 1000,
  };
  const effect = (since: Partial<EffectNumbers>, more: Partial<ChangeEffect> = {}): ChangeEffect => ({
    since: { from: 0, to: 3_600_000, numbers: { ...usual, ...since } },
    before: { basis: 'same-hours', days: 5, numbers: usual },
    queues: ['ml-gpu'],
    others: [],
    ...more,
  });

  it('marks what moved by half or more, and nothing of a few jobs', () => {
    const turns = (one: ChangeEffect) =>
      effectLines(one).flatMap((line) => (line.turn === null ? [] : [[line.label, line.turn]]));
    expect(turns(effect({ medianWait: 5_460_000, medianCostNanoUsd: '100000000' }))).toEqual([
      ['Median wait', 'worse'],
      ['Median cost of a job', 'better'],
    ]);
    expect(turns(effect({ medianWait: 500_000 }))).toEqual([]);
    expect(turns(effect({ medianWait: 5_460_000, n: 3 }))).toEqual([]);
    expect(turnOf(0, 0.02, 0.01)).toBe('worse');
    expect(turnOf(null, 5, 1)).toBeNull();
  });

  it('says likely at the most, and why not where it may not', () => {
    const slow = { medianWait: 5_460_000 };
    expect(plain(effectVerdict(effect(slow)))).toBe(
      'Before: the same hours of 5 days before. n = 1,000 and 1,000 jobs. Other changes in these hours: none was recorded; the load was usual (+0 %). So the change is the likely cause, not a proven one.',
    );
    const others: ChangeEffect['others'] = [{ kind: 'job-queue', name: 'main', at: 1, by: null }];
    expect(effectVerdict(effect(slow, { others }))).toMatch(/hours: main;.*one possible cause\.$/);
    expect(effectVerdict(effect({ ...slow, submitted: 3000 }))).toMatch(/The load moved as well/);
    expect(effectVerdict(effect({}))).toMatch(/Nothing moved by much\.$/);
    expect(effectVerdict(effect({ ...slow, n: 4 }))).toMatch(/Too few jobs/);
    expect(effectVerdict(effect(slow, { before: null }))).toMatch(/Nothing was recorded before/);
    expect(effectVerdict(effect(slow, { queues: [] }))).toMatch(/No queue uses it/);
    for (const one of [effect(slow), effect(slow, { others })])
      expect(effectVerdict(one)).not.toMatch(/\bproven\b(?! one)|caused/);
  });
});
