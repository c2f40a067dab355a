import { describe, expect, it } from 'vitest';
import type { ActProgress } from '../consequence/consequence';
import { jobRow } from './jobs-in-tests';
import { type TerminateAction, terminateAll } from './terminate';
import { cutWords, planOf } from './terminate-plan';

describe('what terminating means', () => {
  it('counts what has not ended, an array by its children, and leaves out the rest', () => {
    const plan = planOf([
      jobRow({ id: 'a' }),
      jobRow({ id: 'b', status: 'SUCCEEDED' }),
      jobRow({
        id: 'c',
        status: 'PENDING',
        array: { size: 10, counts: { RUNNABLE: 3, RUNNING: 2, SUCCEEDED: 4, FAILED: 1 }, shown: 'RUNNING' },
      }),
    ]);
    expect(plan).toEqual({ ids: ['a', 'c'], counts: { RUNNING: 3, RUNNABLE: 3 }, jobs: 6, ended: 1, cut: null });
  });
  it('says how many of all that match it took', () => {
    expect(cutWords({ taken: 50_000, matching: 73_210, isLeast: false })).toBe('50,000 of 73,210');
    expect(cutWords({ taken: 50_000, matching: 61_000, isLeast: true })).toBe('50,000 of at least 61,000');
    expect(cutWords({ taken: 50_000, matching: 49_998, isLeast: false })).toBe('50,000 of at least 50,001');
  });
});

describe('terminating', () => {
  const ids = Array.from({ length: 450 }, (_, index) => `job-${index}`);
  const request = { connection: 'simulator', ids, reason: 'wrong input' };
  const accept: TerminateAction = async ({ ids: asked }) => ({
    ok: true,
    value: {
      terminated: asked.length - 1,
      results: asked.map((id, index) => ({ id, ok: index > 0, message: index > 0 ? null : 'gone' })),
    },
  });
  it('goes portion by portion and keeps what was refused', async () => {
    const seen: ActProgress[] = [];
    const end = await terminateAll(
      accept,
      request,
      (progress) => seen.push(progress),
      () => false,
    );
    expect(end).toMatchObject({ done: 447, left: 0, stopped: null });
    expect(end.failed).toHaveLength(3);
    expect(seen.map(({ left }) => left)).toEqual([250, 50, 0, 0]);
  });
  it('stops when asked, and at a refusal of the whole', async () => {
    let asked = 0;
    const stopped = await terminateAll(
      accept,
      request,
      () => {},
      () => asked++ > 0,
    );
    expect(stopped).toMatchObject({ left: 250, stopped: 'Stopped by you.' });
    const refused = await terminateAll(
      async () => ({ ok: false, error: { code: 'forbidden', message: 'This needs the role operator.' } }),
      request,
      () => {},
      () => false,
    );
    expect(refused).toMatchObject({ done: 0, left: 450, stopped: 'This needs the role operator.' });
  });
});
