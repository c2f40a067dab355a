import { describe, expect, it } from 'vitest';
import { environmentInput, queueInput, START, type TestMachine, testMachine } from '../test-machine';
import { newShare, STEPS, settleShare, weighedUse } from './share-use';

const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';

type Weights = Record<string, number>;

function fairFleet(vcpus: number, weights: Weights, more: object = {}): TestMachine {
  const machine = testMachine('ideal');
  const size = { minvCpus: vcpus, desiredvCpus: vcpus, maxvCpus: vcpus };
  const shareDistribution = Object.entries(weights).map(([shareIdentifier, weightFactor]) => ({
    shareIdentifier,
    weightFactor,
  }));
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', size));
  machine.resource('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: { shareDistribution, ...more } });
  machine.resource('CreateJobQueue', { ...queueInput('main', 1, ['fleet']), schedulingPolicyArn: POLICY });
  machine.resource('RegisterJobDefinition', {
    jobDefinitionName: 'one',
    type: 'container',
    schedulingPriority: 1,
    containerProperties: {
      image: 'busybox',
      command: ['true'],
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '128' },
      ],
    },
  });
  machine.runTo(0);
  return machine;
}

function submitTo(machine: TestMachine, shareIdentifier: string, seconds: number, more: object = {}): string {
  const environment = [{ name: 'SIM_SECONDS', value: String(seconds) }];
  return machine.submit({ shareIdentifier, containerOverrides: { environment }, ...more });
}

const many = (machine: TestMachine, share: string, seconds: number, size: number): string =>
  submitTo(machine, share, seconds, { arrayProperties: { size } });

function held(machine: TestMachine): Record<string, number> {
  const { queueUtilization } = machine.call('GetJobQueueSnapshot', { jobQueue: 'main' }) as {
    queueUtilization: {
      fairshareUtilization: {
        topCapacityUtilization: { shareIdentifier: string; capacityUsage: { quantity: number }[] }[];
      };
    };
  };
  const { topCapacityUtilization } = queueUtilization.fairshareUtilization;
  return Object.fromEntries(
    topCapacityUtilization.map((one) => [one.shareIdentifier, one.capacityUsage[0]?.quantity ?? 0]),
  );
}

const startOf = (machine: TestMachine, job: string): number =>
  Number(
    machine
      .story(job)
      .find((step) => step.startsWith('RUNNING'))
      ?.slice(8) ?? Number.NaN,
  );

describe('fair share', () => {
  it('gives a share of weight 0.125 eight times the capacity of one of weight 1 [FAIR-1]', () => {
    const machine = fairFleet(18, { slow: 1, fast: 0.125 });
    many(machine, 'slow', 600, 40);
    many(machine, 'fast', 600, 40);
    machine.runTo(5);
    expect(held(machine)).toEqual({ fast: 16, slow: 2 });
  });

  it('keeps to the weights over time, whichever share came first', () => {
    const machine = fairFleet(10, { a: 1, b: 0.25 });
    const a = many(machine, 'a', 20, 500);
    const b = many(machine, 'b', 20, 500);
    machine.runTo(800);
    const done = (id: string): number =>
      Number(Reflect.get(Object(Reflect.get(Object(machine.job(id).arrayProperties), 'statusSummary')), 'SUCCEEDED'));
    expect(done(a) + done(b)).toBeGreaterThan(350);
    expect(done(b) / done(a)).toBeGreaterThan(3.5);
    expect(done(b) / done(a)).toBeLessThan(4.5);
  });

  it('gives a prefix one allotment: n active identifiers of it weigh n times as much each [FAIR-2]', () => {
    const machine = fairFleet(12, { 'team*': 1, solo: 1 });
    for (const share of ['teamA', 'teamB', 'solo']) many(machine, share, 600, 20);
    machine.runTo(5);
    expect(held(machine)).toEqual({ teamA: 3, teamB: 3, solo: 6 });
  });

  it.each([
    [1, 8],
    [2, 12],
    [3, 14],
  ])(
    'keeps half of the maximum to the power of the active shares: %i shares hold %i of 16 vCPUs [FAIR-3]',
    (shares, vcpus) => {
      const machine = fairFleet(16, {}, { computeReservation: 50 });
      for (let share = 0; share < shares; share++) many(machine, `s${share}`, 600, 20);
      machine.runTo(5);
      expect(Object.values(held(machine)).reduce((sum, one) => sum + one, 0)).toBe(vcpus);
      const wait = machine.changes.findLast((change) => change.kind === 'wait');
      expect(wait).toMatchObject({ cause: 'share', evidence: { sharesMaximumVcpus: vcpus, queueUsedVcpus: vcpus } });
      many(machine, 'late', 600, 4);
      machine.runTo(10);
      expect(held(machine).late).toBeGreaterThan(0);
    },
  );

  it('puts higher priorities first within a share, and leaves other shares alone [FAIR-4]', () => {
    const machine = fairFleet(2, {});
    const blocker = [submitTo(machine, 'x', 10), submitTo(machine, 'y', 10)];
    machine.runTo(1);
    const low = submitTo(machine, 'x', 10);
    const high = submitTo(machine, 'x', 10, { schedulingPriorityOverride: 9 });
    const other = submitTo(machine, 'y', 10);
    machine.runTo(100);
    expect(blocker.map((job) => startOf(machine, job))).toEqual([0.001, 0.001]);
    expect([high, other, low].map((job) => startOf(machine, job))).toEqual([10.001, 10.001, 20.001]);
    expect(machine.job(high)).toMatchObject({ shareIdentifier: 'x', schedulingPriority: 9 });
    expect(machine.job(low)).toMatchObject({ schedulingPriority: 1 });
  });

  it('lets a share that used nothing lately go before one that did', () => {
    const machine = fairFleet(2, {});
    const first = many(machine, 'old', 100, 4);
    machine.runTo(50);
    const late = submitTo(machine, 'new', 10);
    const snapshot = machine.call('GetJobQueueSnapshot', { jobQueue: 'main' });
    expect(snapshot).toMatchObject({
      frontOfQueue: {
        jobs: [late, `${first}:2`, `${first}:3`].map((id) => ({ jobArn: expect.stringMatching(`${id}$`) })),
      },
      queueUtilization: { fairshareUtilization: { activeShareCount: 2 } },
    });
    machine.runTo(300);
    expect(startOf(machine, late)).toBe(100.001);
    const waits = machine.changes.filter(
      (change) => change.kind === 'wait' && change.share === 'old' && change.cause === 'share',
    );
    expect(waits[0]).toMatchObject({ count: 2, evidence: { share: 'old', nextShare: 'new', nextShareUse: 0 } });
  });

  it('remembers a share for its window, and then no more [FAIR-5]', () => {
    const machine = fairFleet(2, {}, { shareDecaySeconds: 100 });
    submitTo(machine, 'a', 10);
    machine.runTo(20);
    const count = () => machine.call('GetJobQueueSnapshot', { jobQueue: 'main' });
    expect(count()).toMatchObject({ queueUtilization: { fairshareUtilization: { activeShareCount: 1 } } });
    machine.runTo(111);
    expect(count()).toMatchObject({ queueUtilization: { fairshareUtilization: { activeShareCount: 0 } } });
  });

  it('has a window of 600 s where the policy says 0 [FAIR-7]', () => {
    const machine = fairFleet(2, {}, { shareDecaySeconds: 0 });
    submitTo(machine, 'a', 10);
    const active = (seconds: number) => {
      machine.runTo(seconds);
      return machine.call('GetJobQueueSnapshot', { jobQueue: 'main' });
    };
    const count = (activeShareCount: number) => ({ queueUtilization: { fairshareUtilization: { activeShareCount } } });
    expect(active(609)).toMatchObject(count(1));
    expect(active(611)).toMatchObject(count(0));
  });

  it('refuses what AWS refuses [SUB-6, SUB-7, SUB-8]', () => {
    const machine = fairFleet(2, {});
    expect(() => machine.submit()).toThrow('Job must have shareIdentifier');
    machine.call('CreateJobQueue', queueInput('plain', 1, ['fleet']));
    expect(() => machine.submit({ jobQueue: 'plain', shareIdentifier: 'a' })).toThrow(
      'Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling policy.',
    );
    for (let share = 0; share < 500; share++) submitTo(machine, `s${share}`, 1000);
    expect(() => submitTo(machine, 'one-too-many', 1)).toThrow('500 active share identifiers');
    expect(submitTo(machine, 's7', 1)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('weighed use', () => {
  const MS = 1000;

  it('is the same however often it is settled, falls by steps, and is gone after the window [FAIR-6]', () => {
    const step = 10 * MS;
    const once = newShare('a', START);
    const often = newShare('a', START);
    for (const share of [once, often]) {
      settleShare(share, START, step, START);
      share.level = 2000;
    }
    for (let at = 0; at <= 95 * MS; at += 777) settleShare(often, START + at, step, START);
    for (const share of [once, often]) {
      settleShare(share, START + 95 * MS, step, START);
      share.level = 0;
    }
    expect(often).toEqual(once);
    const uses: number[] = [];
    for (let at = 95; at <= 95 + STEPS * 10 + 10; at += 10) {
      settleShare(often, START + at * MS, step, START);
      uses.push(weighedUse(often, START));
    }
    expect([...uses].sort((a, b) => b - a)).toEqual(uses);
    expect(uses[0]).toBeGreaterThan(0);
    expect(uses.at(-1)).toBe(0);
    settleShare(once, START + 9e9, step, START);
    expect(weighedUse(once, START)).toBe(0);
  });

  it('falls in even steps from all to nothing at the end of the window [FAIR-8]', () => {
    const share = newShare('a', START);
    settleShare(share, START, MS, START);
    share.level = 1000;
    settleShare(share, START + MS, MS, START);
    share.level = 0;
    const uses = Array.from({ length: STEPS + 1 }, (_, step) => {
      settleShare(share, START + (1 + step) * MS, MS, START);
      return weighedUse(share, START);
    });
    const falls = uses.slice(1).map((use, step) => (uses[step] ?? 0) - use);
    expect(uses.at(-1)).toBe(0);
    expect(new Set(falls.filter((fall) => fall !== 0)).size).toBe(1);
  });

  it('survives another window', () => {
    const share = newShare('a', START);
    settleShare(share, START, 10 * MS, START);
    share.level = 1000;
    settleShare(share, START + 300 * MS, 10 * MS, START);
    share.level = 0;
    const sum = share.steps.reduce((total, one) => total + one, 0);
    settleShare(share, START + 300 * MS, 60 * MS, START);
    expect(share.steps.reduce((total, one) => total + one, 0)).toBe(sum);
  });
});
