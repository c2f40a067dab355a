import { describe, expect, it } from 'vitest';
import { fixedFleet, queueInput, START, scripted, type TestMachine, WHO } from '../test-machine';

const TOO_LARGE = 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT';
const NO_CAPACITY = 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY';
const limit = (reason: string, maxTimeSeconds: number) => ({
  reason,
  state: 'RUNNABLE',
  maxTimeSeconds,
  action: 'CANCEL',
});

function world(timing: 'ideal' | 'aws', ...limits: object[]): TestMachine {
  const machine = fixedFleet(2, timing);
  machine.call('UpdateJobQueue', { jobQueue: 'main', jobStateTimeLimitActions: limits });
  machine.runTo(100);
  return machine;
}

const tooLarge = scripted({ SIM_SECONDS: 1 }, 100);

describe('time limits of a queue', () => {
  it.each(['ideal', 'aws'] as const)(
    'cancel a head that is blocked for their reason, and the next goes (%s) [LIMIT-1, END-9]',
    (timing) => {
      const machine = world(timing, limit(TOO_LARGE, 600));
      const [blocker, next] = [machine.submit(tooLarge), machine.submit()];
      machine.runTo(690);
      expect(machine.job(blocker)).toMatchObject({ status: 'RUNNABLE' });
      expect(machine.sim.isQuiet()).toBe(false);
      machine.runTo(720);
      expect(machine.job(blocker)).toMatchObject({
        status: 'FAILED',
        isCancelled: true,
        statusReason: `Canceled by JobStateTimeLimit action due to reason: ${TOO_LARGE}`,
      });
      machine.runTo(800);
      expect(machine.job(next)).toMatchObject({ status: 'SUCCEEDED' });
      expect(machine.sim.isQuiet()).toBe(true);
    },
  );

  it('leave alone a head that is blocked for another reason, until that is the reason [LIMIT-2]', () => {
    const machine = world('aws', limit(NO_CAPACITY, 600));
    const blocker = machine.submit(tooLarge);
    machine.runTo(5000);
    expect(machine.job(blocker)).toMatchObject({ status: 'RUNNABLE' });
    machine.call('UpdateJobQueue', { jobQueue: 'main', jobStateTimeLimitActions: [limit(TOO_LARGE, 3600)] });
    machine.runTo(5010);
    expect(machine.job(blocker)).toMatchObject({ status: 'FAILED' });
  });

  it('are forgotten when the queue has none any more', () => {
    const machine = world('aws', limit(TOO_LARGE, 600));
    const blocker = machine.submit(tooLarge);
    machine.runTo(300);
    machine.call('UpdateJobQueue', { jobQueue: 'main', jobStateTimeLimitActions: [] });
    machine.runTo(5000);
    expect(machine.job(blocker)).toMatchObject({ status: 'RUNNABLE' });
    expect(machine.sim.isQuiet()).toBe(true);
  });

  it('look again at one pace, however often the queue was changed', () => {
    const machine = world(
      'ideal',
      limit(NO_CAPACITY, 600),
      limit('MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE', 700),
    );
    machine.submit(tooLarge);
    for (let second = 200; second < 300; second++) {
      machine.runTo(second);
      machine.call('UpdateJobQueue', { jobQueue: 'main', priority: second });
    }
    machine.runTo(10_000);
    const before = machine.sim.totals().events;
    machine.runTo(16_000);
    expect(machine.sim.totals().events - before).toBe(10);
    const restored = machine.sim.fork();
    restored.advance(START + 20_000_000);
    machine.runTo(20_000);
    expect(restored.stateHash()).toBe(machine.sim.stateHash());
  });

  it.each<[object[], string, string?]>([
    [[{ ...limit(TOO_LARGE, 600), action: 'TERMINATE' }], 'Invalid job action. Valid job actions: [CANCEL]', '[JQ-10]'],
    [[limit('UNDETERMINED', 600)], 'Invalid job reason.', '[JQ-12]'],
    [[limit(TOO_LARGE, 599)], 'between 600 and 86400', '[JQ-11]'],
    [[limit(TOO_LARGE, 86_401)], 'between 600 and 86400', '[JQ-11]'],
    [[limit(TOO_LARGE, 600), limit(TOO_LARGE, 700)], 'Duplicate job state limit actions are not allowed.', '[JQ-9]'],
  ])('%j is refused', (jobStateTimeLimitActions, message) => {
    const { sim } = fixedFleet(2);
    const refusal = { ok: false, error: { message: expect.stringContaining(message) } };
    expect(
      sim.call('CreateJobQueue', { ...queueInput('q', 1, ['fleet']), jobStateTimeLimitActions }, WHO),
    ).toMatchObject(refusal);
    expect(sim.call('UpdateJobQueue', { jobQueue: 'main', jobStateTimeLimitActions }, WHO)).toMatchObject(refusal);
  });
});
