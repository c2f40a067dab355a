import { describe, expect, it } from 'vitest';
import { callsOf, cutWords, planOf } from './job-act-plan';
import { jobRow } from './jobs-in-tests';

const array = jobRow({
  id: 'c',
  status: 'PENDING',
  array: { size: 10, counts: { RUNNABLE: 3, RUNNING: 2, SUCCEEDED: 4, FAILED: 1 }, shown: 'RUNNING' },
});
const rows = [
  jobRow({ id: 'a' }),
  jobRow({ id: 'b', status: 'SUCCEEDED' }),
  array,
  jobRow({ id: 'd', status: 'RUNNABLE', share: 'blue', queue: 'other' }),
  jobRow({ id: 'p:3', status: 'FAILED', index: 3 }),
];

describe('what an act means', () => {
  it('terminates what has not ended, an array by its children', () => {
    expect(planOf('terminate', rows)).toMatchObject({
      ids: ['a', 'c', 'd'],
      counts: { RUNNING: 3, RUNNABLE: 4 },
      jobs: 7,
      left: { ended: 2 },
      queues: ['main', 'other'],
      haveShares: false,
    });
  });
  it('cancels what waits, and says what has started', () => {
    expect(planOf('cancel', rows)).toMatchObject({
      ids: ['c', 'd'],
      counts: { RUNNABLE: 4 },
      jobs: 4,
      left: { started: 3, ended: 2 },
    });
  });
  it('submits again what has ended as a whole', () => {
    expect(planOf('submit-again', rows)).toMatchObject({ ids: ['b'], jobs: 1, left: { unfinished: 3, parts: 1 } });
  });
  it('moves only what waits as a whole', () => {
    expect(planOf('move', rows)).toMatchObject({ ids: ['d'], jobs: 1, haveShares: true, left: { started: 3 } });
  });
  it('says how many of all that match it took', () => {
    expect(cutWords({ taken: 50_000, matching: 73_210, isLeast: false })).toBe('50,000 of 73,210');
    expect(cutWords({ taken: 50_000, matching: 61_000, isLeast: true })).toBe('50,000 of at least 61,000');
    expect(cutWords({ taken: 50_000, matching: 49_998, isLeast: false })).toBe('50,000 of at least 50,001');
  });
  it('counts calls of 50 ids, and submits one by one', () => {
    const ids = Array.from({ length: 2414 }, (_, index) => `j${index}`);
    expect(callsOf({ act: 'terminate', ids })).toEqual([{ operation: 'TerminateJobs', count: 49 }]);
    expect(callsOf({ act: 'cancel', ids: ids.slice(0, 50) })).toEqual([{ operation: 'CancelJobs', count: 1 }]);
    expect(callsOf({ act: 'move', ids: ids.slice(0, 51) }).map(({ count }) => count)).toEqual([4, 2, 51]);
  });
});
