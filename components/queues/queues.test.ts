import { describe, expect, it } from 'vitest';
import type { QueueRow } from '@/lib/history';
import { blockOf, mainReason, queuesSentence, queueVerdict, rankQueues } from './queue-words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function queue(given: Partial<QueueRow>): QueueRow {
  return {
    name: 'main',
    arn: 'arn',
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
    ...given,
  };
}

const reason = (cause: 'behind-blocked' | 'at-maximum' | 'no-capacity' | 'fits-no-type', since = 5) => ({
  queue: 'main',
  cause,
  count: 3,
  since,
  evidence: {},
});

describe('a queue at a glance', () => {
  it('names what needs a person first', () => {
    expect(queueVerdict(queue({}))).toEqual({ tone: 'ok', word: 'enabled', since: null });
    expect(queueVerdict(queue({ status: 'INVALID', state: 'DISABLED' })).word).toBe('INVALID');
    expect(queueVerdict(queue({ state: 'DISABLED', stateSince: 9 }))).toEqual({
      tone: 'warn',
      word: 'disabled',
      since: 9,
    });
    expect(queueVerdict(queue({ reasons: [reason('no-capacity'), reason('behind-blocked', 7)] }))).toEqual({
      tone: 'bad',
      word: 'blocked',
      since: 7,
    });
    expect(blockOf(queue({ reasons: [reason('fits-no-type')] }))?.cause).toBe('fits-no-type');
    expect(blockOf(queue({ reasons: [reason('at-maximum')] }))).toBeNull();
  });
  it('ranks what is blocked above what merely waits', () => {
    const ranked = rankQueues([
      queue({ name: 'busy', waiting: 900 }),
      queue({ name: 'stuck', waiting: 2, reasons: [reason('behind-blocked')] }),
      queue({ name: 'calm' }),
    ]);
    expect(ranked.map(({ name }) => name)).toEqual(['stuck', 'busy', 'calm']);
  });
  it('answers how many wait, and who is in trouble', () => {
    const some = [queue({ name: 'a', waiting: 5 }), queue({ name: 'b', state: 'DISABLED' })];
    const { first, trouble } = queuesSentence(some);
    expect(plain(first)).toBe('5 jobs wait in 1 of 2 queues');
    expect(trouble?.name).toBe('b');
    expect(plain(queuesSentence([queue({})]).first)).toBe('No job waits in 1 queue');
    expect(mainReason(queue({ waiting: 3, reasons: [reason('at-maximum')] }))).toBe('environment is at its maximum');
    expect(mainReason(queue({ waiting: 0, reasons: [reason('at-maximum')] }))).toBeNull();
  });
});
