import { describe, expect, it } from 'vitest';
import { limit, quotaQueue, type ServiceMachine, share, shareArn, TYPE } from '../test-services';

const IN_SHARE = { preemptionConfiguration: { inSharePreemption: 'ENABLED' } };
const borrows = (borrowLimit: number) => ({
  resourceSharingConfiguration: { strategy: 'LEND_AND_BORROW', borrowLimit },
});

function statusOf(machine: ServiceMachine, ids: readonly string[]): unknown[] {
  return ids.map((id) => machine.service(id).status);
}

const train = (machine: ServiceMachine, quotaShareName: string, count: number, more: object = {}): string =>
  machine.train(count, 3600, { quotaShareName, ...more });

describe('what quota shares own and lend', () => {
  it.each([
    ['RESERVE', 'RUNNABLE'],
    ['LEND', 'RUNNING'],
    ['LEND_AND_BORROW', 'RUNNING'],
  ])('idle capacity of a share with %s leaves a borrower %s [QS-20]', (strategy, status) => {
    const machine = quotaQueue(4, [share('owner', 2, strategy), share('other', 2, 'LEND_AND_BORROW')]);
    const ids = [train(machine, 'other', 2), train(machine, 'other', 2)];
    machine.runTo(5);
    expect(statusOf(machine, ids)).toEqual(['RUNNING', status]);
  });

  it.each(['RESERVE', 'LEND'])('a share with %s does not borrow [QS-21]', (strategy) => {
    const machine = quotaQueue(4, [share('owner', 2, 'LEND'), share('other', 2, strategy)]);
    const ids = [train(machine, 'other', 2), train(machine, 'other', 1)];
    machine.runTo(5);
    expect(statusOf(machine, ids)).toEqual(['RUNNING', 'RUNNABLE']);
    expect(machine.changes.findLast((change) => change.kind === 'wait')).toMatchObject({
      cause: 'quota-share',
      share: 'other',
      evidence: { share: 'other', capacityUnit: TYPE, capacityUsed: 2, capacityMaximum: 2, capacityAsked: 1 },
    });
  });

  it.each(['__proto__', 'toString', '17'])('a share called %s is a share like any other', (name) => {
    const machine = quotaQueue(4, [share(name, 2, 'LEND'), share('other', 2, 'LEND')]);
    const ids = [train(machine, name, 2), train(machine, name, 2)];
    machine.runTo(5);
    expect(statusOf(machine, ids)).toEqual(['RUNNING', 'RUNNABLE']);
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'train' })).toMatchObject({
      frontOfQuotaShares: {
        quotaShares: Object.fromEntries([[name, [{ jobArn: expect.stringContaining(ids[1] ?? '') }]]]),
      },
    });
    const restored = machine.sim.fork();
    restored.advance(machine.sim.now() + 5_000_000);
    machine.runTo(5005);
    expect(restored.stateHash()).toBe(machine.sim.stateHash());
    expect(statusOf(machine, ids)).toEqual(['SUCCEEDED', 'RUNNING']);
  });

  it('borrowLimit is in percent of its own limits [QS-21]', () => {
    const machine = quotaQueue(8, [share('owner', 6, 'LEND'), share('other', 2, '', borrows(100))]);
    const ids = [1, 1, 1, 1, 1].map((count) => train(machine, 'other', count));
    machine.runTo(5);
    expect(statusOf(machine, ids)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNABLE']);
  });

  it('idle capacity goes to borrowers in order of submission [QS-22]', () => {
    const shares = [share('z', 1, 'LEND_AND_BORROW'), share('a', 1, 'LEND_AND_BORROW'), share('owner', 1, 'LEND')];
    const machine = quotaQueue(3, shares);
    const own = [train(machine, 'z', 1), train(machine, 'a', 1)];
    machine.runTo(5);
    const borrowers = [train(machine, 'z', 1), train(machine, 'a', 1)];
    machine.runTo(10);
    expect(statusOf(machine, [...own, ...borrowers])).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNABLE']);
  });

  it('a head that asks for more than its share may ever have is said to be so', () => {
    const machine = quotaQueue(8, [share('owner', 6, 'LEND'), share('other', 2, 'RESERVE')], 'aws');
    const id = train(machine, 'other', 3);
    machine.runTo(300);
    expect(machine.service(id)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: 'MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED',
    });
  });
});

describe('preemption', () => {
  const shares = [share('owner', 2, 'LEND'), share('other', 2, 'LEND_AND_BORROW')];

  it('takes lent capacity back when the owner’s jobs arrive; the job goes back to RUNNABLE and its attempts stay [QS-23, QS-26]', () => {
    const machine = quotaQueue(4, shares);
    const lent = [train(machine, 'other', 2), train(machine, 'other', 2)];
    machine.runTo(60);
    const owner = train(machine, 'owner', 2);
    machine.runTo(61);
    expect(machine.service(owner)).toMatchObject({ status: 'RUNNING' });
    expect(statusOf(machine, lent).sort()).toEqual(['RUNNABLE', 'RUNNING']);
    const taken = lent.find((id) => machine.service(id).status === 'RUNNABLE') ?? '';
    expect(machine.service(taken)).toMatchObject({
      attempts: [],
      preemptionSummary: { preemptedAttemptCount: 1, recentPreemptedAttempts: [{ startedAt: expect.any(Number) }] },
    });
    machine.runTo(8000);
    expect(machine.service(taken)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}] });
  });

  it('takes the lowest priority, then the shortest run [QS-24]', () => {
    const machine = quotaQueue(4, shares);
    const keen = train(machine, 'other', 1, { schedulingPriority: 5 });
    machine.runTo(10);
    const early = train(machine, 'other', 1);
    machine.runTo(20);
    const late = train(machine, 'other', 1);
    machine.runTo(30);
    train(machine, 'owner', 2);
    machine.runTo(31);
    expect(statusOf(machine, [keen, early, late])).toEqual(['RUNNING', 'RUNNING', 'RUNNABLE']);
  });

  it.each([
    [0, ['FAILED', 1]],
    [1, ['RUNNABLE', 1]],
  ])(
    'preemptionRetriesBeforeTermination %i: after one preemption %j',
    (preemptionRetriesBeforeTermination, [status, count]) => {
      const machine = quotaQueue(4, shares);
      train(machine, 'other', 2);
      machine.runTo(5);
      const id = train(machine, 'other', 2, { preemptionConfiguration: { preemptionRetriesBeforeTermination } });
      machine.runTo(10);
      train(machine, 'owner', 2);
      machine.runTo(11);
      expect(machine.service(id)).toMatchObject({ status, preemptionSummary: { preemptedAttemptCount: count } });
    },
  );

  it.each([
    ['ENABLED', ['RUNNABLE', 'RUNNING']],
    ['DISABLED', ['RUNNING', 'RUNNABLE']],
  ])('within a share, %s, a higher priority leaves %j [QS-25]', (inSharePreemption, expected) => {
    const machine = quotaQueue(2, [share('own', 2, 'RESERVE', { preemptionConfiguration: { inSharePreemption } })]);
    const low = train(machine, 'own', 2);
    machine.runTo(10);
    const high = train(machine, 'own', 2, { schedulingPriority: 1 });
    machine.runTo(11);
    expect(statusOf(machine, [low, high])).toEqual(expected);
  });

  it('UpdateServiceJob raises a waiting job over a running one [SJ-27]', () => {
    const machine = quotaQueue(1, [share('own', 1, 'RESERVE', IN_SHARE)]);
    const ids = [train(machine, 'own', 1), train(machine, 'own', 1)];
    machine.runTo(10);
    machine.call('UpdateServiceJob', { jobId: ids[1], schedulingPriority: 7 });
    machine.runTo(11);
    expect(statusOf(machine, ids)).toEqual(['RUNNABLE', 'RUNNING']);
    expect(machine.service(ids[1] ?? '')).toMatchObject({ schedulingPriority: 7 });
  });

  it('lowering a share’s limits takes what is held beyond them [QS-23]', () => {
    const machine = quotaQueue(2, [share('own', 2, 'RESERVE')]);
    const ids = [train(machine, 'own', 1), train(machine, 'own', 1)];
    machine.runTo(10);
    machine.call('UpdateQuotaShare', { quotaShareArn: shareArn('own'), capacityLimits: [limit(1, TYPE)] });
    machine.runTo(11);
    expect(statusOf(machine, ids).sort()).toEqual(['RUNNABLE', 'RUNNING']);
  });

  it('lets a running job have SIGTERM’s two minutes, in which nobody else gets its capacity', () => {
    const machine = quotaQueue(4, shares, 'aws');
    const lent = [train(machine, 'other', 2), train(machine, 'other', 2)];
    machine.runTo(400);
    expect(statusOf(machine, lent)).toEqual(['RUNNING', 'RUNNING']);
    const owner = train(machine, 'owner', 2);
    machine.runTo(420);
    expect(statusOf(machine, [...lent, owner])).toEqual(['RUNNING', 'RUNNING', 'RUNNABLE']);
    machine.runTo(560);
    expect(machine.service(owner).status).not.toBe('RUNNABLE');
  });
});

describe('a quota share as a resource', () => {
  it('is deleted when DISABLED, and its jobs are ended [QS-2, QS-27]', () => {
    const machine = quotaQueue(2, [share('own', 2, 'RESERVE')]);
    const id = train(machine, 'own', 1);
    machine.runTo(10);
    const quotaShareArn = shareArn('own');
    expect(() => machine.call('DeleteQuotaShare', { quotaShareArn })).toThrow('must be in DISABLED state');
    machine.call('UpdateQuotaShare', { quotaShareArn, state: 'DISABLED' });
    expect(() => train(machine, 'own', 1)).toThrow('is not in ENABLED state');
    machine.runTo(11);
    expect(machine.service(id)).toMatchObject({ status: 'RUNNING' });
    machine.call('DeleteQuotaShare', { quotaShareArn });
    machine.runTo(100);
    expect(machine.service(id)).toMatchObject({ status: 'FAILED' });
    expect(machine.call('ListQuotaShares', { jobQueue: 'train' })).toEqual({ quotaShares: [] });
  });

  it('is shown with its defaults, its tags by DescribeQuotaShare alone', () => {
    const machine = quotaQueue(2, [share('own', 2, 'LEND_AND_BORROW', { tags: { team: 'a' } })]);
    const quotaShareArn = shareArn('own');
    const shown = {
      quotaShareName: 'own',
      quotaShareArn,
      jobQueueArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/train',
      capacityLimits: [limit(2, TYPE)],
      resourceSharingConfiguration: { strategy: 'LEND_AND_BORROW', borrowLimit: -1 },
      preemptionConfiguration: { inSharePreemption: 'DISABLED' },
      state: 'ENABLED',
      status: 'VALID',
    };
    expect(machine.call('DescribeQuotaShare', { quotaShareArn })).toEqual({ ...shown, tags: { team: 'a' } });
    expect(machine.call('ListQuotaShares', { jobQueue: 'train' })).toEqual({ quotaShares: [shown] });
    machine.call('TagResource', { resourceArn: quotaShareArn, tags: { team: 'b' } });
    expect(machine.call('ListTagsForResource', { resourceArn: quotaShareArn })).toEqual({ tags: { team: 'b' } });
  });

  it('has its first job and its use in the queue’s snapshot', () => {
    const machine = quotaQueue(2, [share('own', 1, 'RESERVE'), share('other', 1, 'RESERVE')]);
    const ids = ['own', 'own', 'own', 'other'].map((name) => train(machine, name, 1));
    machine.runTo(5);
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'train' })).toMatchObject({
      frontOfQuotaShares: { quotaShares: { own: [{ jobArn: expect.stringContaining(ids[1] ?? '') }] } },
      queueUtilization: {
        quotaShareUtilization: {
          topCapacityUtilization: [
            { quotaShareName: 'other', capacityUsage: [{ capacityUnit: TYPE, quantity: 1 }] },
            { quotaShareName: 'own', capacityUsage: [{ capacityUnit: TYPE, quantity: 1 }] },
          ],
        },
      },
    });
  });
});
