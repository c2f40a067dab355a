import { describe, expect, it } from 'vitest';
import type { BulkView } from '@/lib/bulk';
import { bulkShort, bulkTitle, callsWords, endsAt, itemsCsv, leftOf, rateOf, stateWord } from './bulk-words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const bulk: BulkView = {
  id: 'b',
  kind: 'terminate',
  queue: null,
  state: 'running',
  reason: 'wrong reference genome',
  actor: 'ops@example.com',
  queues: ['main'],
  jobs: 2414,
  done: 1000,
  failed: 14,
  retryable: 14,
  calls: 21,
  throttled: 3,
  problem: null,
  startedAt: 100_000,
  endedAt: null,
  cap: 2,
};

describe('the words of an operation', () => {
  it('name what is done to how many', () => {
    expect(plain(bulkTitle(bulk))).toBe('Terminate 2,414 jobs');
    expect(plain(bulkTitle({ ...bulk, kind: 'move', jobs: 1, queue: 'ml-gpu' }))).toBe(
      'Cancel and submit 1 job again in ml-gpu',
    );
    expect(plain(bulkShort({ ...bulk, kind: 'submit-again' }))).toBe('Submit 2,414');
  });
  it('say how it is sent, how fast it goes and when it ends about', () => {
    expect(plain(callsWords(bulk))).toBe('50 ids a call, at our cap of 2/s, 21 calls, 3 × 429');
    expect(plain(callsWords({ ...bulk, cap: null, kind: 'submit-again', throttled: 0 }))).toBe(
      '1 job a call, no cap on a simulator, 21 calls',
    );
    expect(leftOf(bulk)).toBe(1400);
    expect(rateOf(bulk, 110_140)).toBe(100);
    expect(rateOf(bulk, 100_100)).toBeNull();
    expect(endsAt(bulk, 0)).toBe(14_000);
    expect(endsAt({ ...bulk, cap: null }, 0)).toBeNull();
  });
  it('say how it ended', () => {
    expect(stateWord({ state: 'done', failed: 0 })).toBe('done');
    expect(stateWord({ state: 'done', failed: 3 })).toBe('done, some refused');
    expect(stateWord({ state: 'aborted', failed: 3 })).toBe('stopped');
  });
  it('give each result as CSV, and no formula in it', () => {
    const item = { n: 0, jobId: 'j', name: '=1+1', queue: 'main', state: 'failed' as const, newJobId: null };
    expect(itemsCsv([{ ...item, message: 'definition is inactive, revise it' }])).toBe(
      'job,name,queue,result,message,submitted_again_as\r\n' +
        `j,'=1+1,main,refused,"definition is inactive, revise it",\r\n`,
    );
  });
});
