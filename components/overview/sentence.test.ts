import { describe, expect, it } from 'vitest';
import type { Overview, QueueRow, WaitingReason } from '@/lib/history';
import { overviewSentence } from './sentence';

const queue: QueueRow = {
  name: 'main',
  arn: 'arn:aws:batch:us-east-1:123456789012:job-queue/main',
  state: 'ENABLED',
  status: 'VALID',
  statusReason: null,
  priority: 1,
  environments: [],
  waiting: 0,
  running: 0,
  counts: {},
  oldestWaitingAt: null,
  reasons: [],
  policy: null,
  serviceEnvironment: null,
  hasQuotaShares: false,
  tags: {},
  lastChange: null,
  version: 1,
  stateSince: null,
};
const base: Overview = {
  now: 0,
  waiting: 0,
  running: 0,
  endedLastHour: 0,
  oldestWaitingAt: null,
  usedMilliVcpus: 0,
  provisionedVcpus: 0,
  reasons: [],
  queues: [queue],
  environments: [],
  nanoUsdPerHour: null,
  onDemandNanoUsdPerHour: null,
  spotToday: { savedNanoUsd: '0', lostNanoUsd: '0', netNanoUsd: '0', interruptions: 0, provisional: false },
  failures: [],
};
const reason = (
  queueName: string,
  cause: WaitingReason['cause'],
  count: number,
  environment?: string,
): WaitingReason => ({
  queue: queueName,
  cause,
  count,
  since: 0,
  evidence: environment === undefined ? {} : { environment },
});
const read = (overview: Partial<Overview>) => {
  const answer = overviewSentence({ ...base, ...overview });
  return [answer.first.map((part) => part.text).join(''), answer.second].map((text) => text.replaceAll('\u00a0', ' '));
};

describe('what the Overview says', () => {
  it('puts the number and the cause first', () => {
    const [first, second] = read({
      waiting: 14_212,
      running: 2318,
      endedLastHour: 9412,
      reasons: [
        reason('genomics', 'at-maximum', 8904, 'spot'),
        reason('risk', 'share', 3038),
        reason('ml-gpu', 'no-capacity', 1310, 'ml'),
        reason('render', 'behind-blocked', 235),
      ],
    });
    expect(first).toBe('14,212 jobs wait. For 63 % the reason is one environment at its maximum.');
    expect(second).toBe(
      'render is blocked, ml-gpu gets no capacity. Everything else moves: 2,318 run, 9,412 ended in the last hour.',
    );
  });
  it('counts the places of one cause together', () => {
    const reasons = [reason('a', 'at-maximum', 5, 'x'), reason('a', 'at-maximum', 4, 'y'), reason('b', 'is-next', 6)];
    expect(read({ waiting: 15, reasons })[0]).toBe(
      '15 jobs wait. For 60 % the reason is two environments at their maximum.',
    );
  });
  it('says all, and speaks of one job as one', () => {
    expect(read({ waiting: 3, reasons: [reason('a', 'is-next', 3)] })[0]).toBe(
      '3 jobs wait. For all of them the reason is only that they are next.',
    );
    expect(read({ waiting: 1, reasons: [reason('a', 'fits-no-type', 1)] })[0]).toBe(
      '1 job waits. The reason is that it fits no instance type.',
    );
  });
  it('claims no reason it does not have', () => {
    expect(read({ waiting: 9 })[0]).toBe('9 jobs wait.');
    expect(read({ waiting: 9, reasons: [reason('a', 'unknown', 9)] })[0]).toBe('9 jobs wait.');
  });
  it('is calm when nothing waits', () => {
    expect(read({ running: 2 })).toEqual(['2 jobs run and none wait.', '0 ended in the last hour.']);
    expect(read({ endedLastHour: 7 })).toEqual(['No job waits or runs.', '7 ended in the last hour.']);
    expect(read({ queues: [] })[0]).toBe('No job queue is here yet.');
  });
  it('sums up when many queues are stuck', () => {
    const reasons = ['a', 'b', 'c'].map((name) => reason(name, 'behind-blocked', 1));
    expect(read({ waiting: 3, reasons })[1]).toBe(
      'Three queues are blocked. Everything else moves: 0 run, 0 ended in the last hour.',
    );
  });
});
