import { describe, expect, it } from 'vitest';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  queueInput,
  START,
  scripted,
  type TestMachine,
  testMachine,
} from '../test-machine';
import { type AttemptOutcome, mayRetry } from './retry';
import { jobIn } from './test-states';

const inside = (document: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);
const secondsOf = (machine: TestMachine, job: string, status: string): number =>
  Number(
    machine
      .story(job)
      .find((step) => step.startsWith(status))
      ?.split('@')[1],
  );

describe('evaluateOnExit', () => {
  const lost = { exitCode: null, reason: '', statusReason: 'Host EC2 (instance i-1) terminated.' };
  const failed = { exitCode: 137, reason: 'OutOfMemoryError: x', statusReason: 'Essential container in task exited' };
  const EXIT = 'EXIT' as const;

  it.each<[string, object, AttemptOutcome, boolean, string]>([
    [
      'an entry counts only where all of it matches',
      { onExitCode: '137', onReason: 'CannotPull*' },
      failed,
      true,
      '[RETRY-12]',
    ],
    [
      'an entry counts where all of it matches',
      { onExitCode: '137', onReason: 'OutOfMemory*' },
      failed,
      false,
      '[RETRY-12]',
    ],
    ['a pattern is compared whole', { onStatusReason: 'Essential container' }, failed, true, '[RETRY-13]'],
    ['a pattern is compared by case', { onStatusReason: 'essential*' }, failed, true, '[RETRY-13]'],
    ['a final * means a prefix', { onStatusReason: 'Essential*' }, failed, false, '[RETRY-13]'],
    ['an exit code may be a prefix', { onExitCode: '1*' }, failed, false, '[RETRY-13]'],
    ['a missing exit code matches no number', { onExitCode: '1*' }, lost, true, '[RETRY-14]'],
    ['a missing exit code matches *', { onExitCode: '*' }, lost, false, '[RETRY-14]'],
    ['a missing reason matches *', { onReason: '*' }, lost, false, '[RETRY-14]'],
  ])('%s', (_, conditions, outcome, again) => {
    expect(mayRetry({ attempts: 3, evaluateOnExit: [{ action: EXIT, ...conditions }] }, 1, outcome)).toBe(again);
  });

  it('goes by the first match, and without a match tries again while attempts remain [RETRY-11]', () => {
    const first = {
      attempts: 3,
      evaluateOnExit: [
        { action: 'RETRY' as const, onReason: 'Out*' },
        { action: EXIT, onReason: '*' },
      ],
    };
    expect([mayRetry(first, 1, failed), mayRetry(first, 1, lost)]).toEqual([true, false]);
    expect([mayRetry({ attempts: 2 }, 1, failed), mayRetry({ attempts: 2 }, 2, failed)]).toEqual([true, false]);
  });
});

describe('an array', () => {
  it('has children with attempts and timeouts of their own; it is not tried again [RETRY-17, TIME-5, ARRAY-6]', () => {
    const machine = fixedFleet(2);
    const more = {
      retryStrategy: { attempts: 2 },
      timeout: { attemptDurationSeconds: 60 },
      arrayProperties: { size: 4 },
    };
    const array = machine.submit({ ...scripted({ SIM_SECONDS: 40, SIM_FAIL_ATTEMPTS: 1 }), ...more });
    machine.runTo(1000);
    expect(machine.job(array)).toMatchObject({ status: 'SUCCEEDED', attempts: [], startedAt: 0 });
    for (const index of [0, 1, 2, 3]) expect(machine.job(`${array}:${index}`).attempts).toHaveLength(2);
    const late = machine.submit({ ...scripted({ SIM_SECONDS: 1000 }), ...more, retryStrategy: { attempts: 1 } });
    machine.runTo(1031 + 60);
    const statuses = () => [0, 1, 2, 3].map((index) => machine.job(`${late}:${index}`).status);
    expect(statuses()).toEqual(['FAILED', 'FAILED', 'RUNNING', 'RUNNING']);
  });

  it('is only ever SUBMITTED, PENDING and at its end, and counts its children by all seven states [JOB-STATE-7, ARRAY-3]', () => {
    const machine = fixedFleet(2, 'aws');
    const other = machine.submit(scripted({ SIM_SECONDS: 5 }));
    const array = machine.submit({
      ...scripted({ SIM_SECONDS: 30 }),
      arrayProperties: { size: 3 },
      dependsOn: [{ jobId: other }],
    });
    expect(inside(machine.job(array), 'arrayProperties', 'statusSummary')).toEqual({
      SUBMITTED: 3,
      PENDING: 0,
      RUNNABLE: 0,
      STARTING: 0,
      RUNNING: 0,
      SUCCEEDED: 0,
      FAILED: 0,
    });
    machine.runTo(500);
    expect(new Set(machine.story(array).map((step) => step.split('@')[0]))).toEqual(
      new Set(['SUBMITTED', 'PENDING', 'SUCCEEDED']),
    );
  });

  it('waits with all its children for its plain dependencies [ARRAY-5]', () => {
    const machine = fixedFleet(4);
    const other = machine.submit(scripted({ SIM_SECONDS: 20 }));
    const array = machine.submit({ arrayProperties: { size: 2 }, dependsOn: [{ jobId: other }] });
    machine.runTo(10);
    expect([0, 1].map((index) => machine.job(`${array}:${index}`).status)).toEqual(['PENDING', 'PENDING']);
    machine.runTo(30);
    expect(machine.story(`${array}:1`).at(-1)).toBe('SUCCEEDED@20.001');
  });
});

describe('dependencies', () => {
  it('on an array wait for all its children [DEP-5]', () => {
    const machine = fixedFleet(1);
    const array = machine.submit({ ...scripted({ SIM_SECONDS: 10 }, 2), arrayProperties: { size: 3 } });
    const job = machine.submit({ dependsOn: [{ jobId: array }] });
    machine.runTo(100);
    expect(secondsOf(machine, job, 'RUNNABLE')).toBe(30.001);
  });

  it('on a job that has SUCCEEDED are met, also in another queue; on one with attempts left they wait [DEP-1, DEP-6, DEP-7]', () => {
    const machine = fixedFleet(4);
    machine.call('CreateJobQueue', queueInput('other', 1, ['fleet']));
    machine.runTo(1);
    const first = machine.submit({
      ...scripted({ SIM_SECONDS: 10, SIM_FAIL_ATTEMPTS: 1 }),
      retryStrategy: { attempts: 2 },
    });
    const across = machine.submit({ jobQueue: 'other', dependsOn: [{ jobId: first }] });
    machine.runTo(15);
    expect(machine.job(across).status).toBe('PENDING');
    machine.runTo(50);
    expect(secondsOf(machine, across, 'RUNNABLE')).toBe(21.001);
    const late = machine.submit({ dependsOn: [{ jobId: first }] });
    machine.runTo(51);
    expect(machine.job(late).status).toBe('SUCCEEDED');
  });
});

describe('a timeout', () => {
  it('counts from the start of each attempt, not from the submission or the image pull [TIME-2]', () => {
    const machine = fixedFleet(2, 'aws');
    machine.runTo(100);
    const job = machine.submit({
      ...scripted({ SIM_SECONDS: 80, SIM_FAIL_ATTEMPTS: 1 }),
      timeout: { attemptDurationSeconds: 90 },
      retryStrategy: { attempts: 2 },
    });
    machine.runTo(1000);
    expect(machine.job(job)).toMatchObject({
      status: 'SUCCEEDED',
      attempts: [{ container: { exitCode: 1 } }, { container: { exitCode: 0 } }],
    });
    expect(secondsOf(machine, job, 'SUCCEEDED') - secondsOf(machine, job, 'RUNNING')).toBeGreaterThan(90);
  });

  it('is up to 5 s late, and then come the 30 s to SIGKILL [TIME-4]', () => {
    const machine = fixedFleet(40, 'aws');
    const ids = Array.from({ length: 20 }, () =>
      machine.submit({ ...scripted({ SIM_SECONDS: 1000 }), timeout: { attemptDurationSeconds: 60 } }),
    );
    machine.runTo(1000);
    const late = ids.map((id) => secondsOf(machine, id, 'FAILED') - secondsOf(machine, id, 'RUNNING') - 90);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(5);
    expect(new Set(late).size).toBeGreaterThan(1);
  });
});

describe('the scheduler', () => {
  it('first looks at a job 1-3 s after its submission, and places every 5 s [JOB-STATE-8, SCHED-8]', () => {
    const machine = fixedFleet(40, 'aws');
    machine.runTo(60.5);
    const ids = Array.from({ length: 20 }, () => machine.submit(scripted({ SIM_SECONDS: 10 })));
    machine.runTo(200);
    for (const id of ids) {
      const waited = secondsOf(machine, id, 'RUNNABLE') - secondsOf(machine, id, 'SUBMITTED');
      expect(waited).toBeGreaterThanOrEqual(1);
      expect(waited).toBeLessThanOrEqual(3);
      expect((secondsOf(machine, id, 'STARTING') * 1000) % 5000).toBe(0);
    }
  });

  function twoEnvironments(): TestMachine {
    const machine = testMachine();
    const size = { minvCpus: 2, desiredvCpus: 2, maxvCpus: 2 };
    for (const name of ['first', 'second'])
      machine.resource('CreateComputeEnvironment', environmentInput(name, { ...size, subnets: [`subnet-${name}`] }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['first', 'second']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    return machine;
  }
  const whereOf = (machine: TestMachine, job: string): string[] =>
    machine.changes.flatMap((change) =>
      change.kind === 'job' && change.jobId === job && change.status === 'STARTING'
        ? [change.attempt?.environmentArn.split('/')[1] ?? '']
        : [],
    );

  it('passes over an environment that is full, DISABLED or INVALID [SCHED-6]', () => {
    const machine = twoEnvironments();
    const [full, over] = [0, 1].map(() => machine.submit(scripted({ SIM_SECONDS: 10 }, 2)));
    machine.runTo(20);
    expect([whereOf(machine, full ?? ''), whereOf(machine, over ?? '')]).toEqual([['first'], ['second']]);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'first', state: 'DISABLED' });
    machine.runTo(30);
    const disabled = machine.submit();
    machine.runTo(40);
    expect(whereOf(machine, disabled)).toEqual(['second']);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'first', state: 'ENABLED' });
    machine.runTo(50);
    const back = machine.submit();
    machine.runTo(60);
    machine.fault({ kind: 'subnet-missing', subnet: 'subnet-first', at: START + 70_000 });
    machine.runTo(80);
    const invalid = machine.submit();
    machine.runTo(90);
    expect([whereOf(machine, back), whereOf(machine, invalid)]).toEqual([['first'], ['second']]);
  });

  it('never moves a job; its next attempt begins with the first environment [SCHED-7]', () => {
    const machine = twoEnvironments();
    machine.submit(scripted({ SIM_SECONDS: 10 }, 2));
    const job = machine.submit({
      ...scripted({ SIM_SECONDS: 20, SIM_FAIL_ATTEMPTS: 1 }, 2),
      retryStrategy: { attempts: 2 },
    });
    machine.runTo(100);
    expect(whereOf(machine, job)).toEqual(['second', 'first']);
  });

  it('takes no new jobs into a DISABLED environment; those that run go on [CE-50]', () => {
    const machine = fixedFleet(1);
    const running = machine.submit(scripted({ SIM_SECONDS: 100 }, 2));
    machine.runTo(10);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    const waiting = machine.submit(scripted({}, 2));
    machine.runTo(1000);
    expect([machine.job(running).status, machine.job(waiting).status]).toEqual(['SUCCEEDED', 'RUNNABLE']);
  });
});

describe('a blocked head', () => {
  it('is told why after 180 s, and no other job of the queue is [WHY-3, WHY-6, WHY-7]', () => {
    const { machine, job } = jobIn('RUNNABLE');
    const since = secondsOf(machine, job, 'RUNNABLE');
    const behind = machine.submit(scripted({}, 100));
    const cycle = Math.ceil(since / 5) * 5;
    machine.runTo(cycle + 179);
    expect(machine.job(job).statusReason).toBeUndefined();
    machine.runTo(cycle + 190);
    expect(machine.job(job).statusReason).toBe(
      'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.',
    );
    machine.runTo(3000);
    expect(machine.job(behind).statusReason).toBeUndefined();
  });

  it('is told that EC2 has no capacity [WHY-1]', () => {
    const machine = testMachine('aws');
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    machine.fault({ kind: 'capacity-out', at: START + 1 });
    const job = machine.submit();
    machine.runTo(1000);
    expect(machine.job(job).statusReason).toBe(
      'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type [c5.large]',
    );
  });
});
