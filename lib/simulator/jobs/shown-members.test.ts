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
import { jobIn, type State } from './test-states';

const STATES = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const;
const PLACED: readonly State[] = ['STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'];
const RAN: readonly State[] = ['RUNNING', 'SUCCEEDED', 'FAILED'];
const ENDED: readonly State[] = ['SUCCEEDED', 'FAILED'];

/** Which member DescribeJobs shows in which states, of a job in its first attempt; a dot leads into a member. */
const MEMBERS: readonly { member: string; states: readonly State[]; fact: string }[] = [
  ...['jobArn', 'jobName', 'jobId', 'jobQueue', 'jobDefinition', 'status', 'createdAt', 'retryStrategy'].map(
    (member) => ({
      member,
      states: STATES,
      fact: '[SHOW-1]',
    }),
  ),
  ...['dependsOn', 'parameters', 'timeout', 'tags', 'propagateTags', 'platformCapabilities'].map((member) => ({
    member,
    states: STATES,
    fact: '[SHOW-1]',
  })),
  { member: 'startedAt', states: RAN, fact: '[SHOW-2]' },
  { member: 'stoppedAt', states: ENDED, fact: '[SHOW-3]' },
  { member: 'container.image', states: STATES, fact: '[SHOW-11]' },
  { member: 'container.taskArn', states: PLACED, fact: '[SHOW-4]' },
  { member: 'container.containerInstanceArn', states: PLACED, fact: '[SHOW-4]' },
  { member: 'container.logStreamName', states: RAN, fact: '[SHOW-5]' },
  { member: 'container.exitCode', states: ENDED, fact: '[SHOW-6]' },
  { member: 'container.reason', states: [], fact: '[SHOW-6]' },
  { member: 'attempts.0', states: ENDED, fact: '[SHOW-7]' },
  { member: 'statusReason', states: ENDED, fact: '[SHOW-9]' },
  { member: 'isCancelled', states: [], fact: '[SHOW-12]' },
  { member: 'isTerminated', states: ['FAILED'], fact: '[SHOW-12]' },
];

/** The same of ListJobs. */
const SUMMARY: readonly { member: string; states: readonly State[] }[] = [
  ...['jobArn', 'jobId', 'jobName', 'jobDefinition', 'status', 'createdAt', 'capacityUsage'].map((member) => ({
    member,
    states: STATES,
  })),
  { member: 'startedAt', states: RAN },
  { member: 'stoppedAt', states: ENDED },
  { member: 'container.exitCode', states: ENDED },
  { member: 'statusReason', states: ENDED },
  { member: 'isCancelled', states: [] },
  { member: 'isTerminated', states: ['FAILED'] },
];

/** What stands there; a 0 of a time stamp stands for none. */
function shown(document: unknown, member: string): boolean {
  const value = member.split('.').reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);
  return value !== undefined && !(member === 'startedAt' && value === 0);
}

const more = { timeout: { attemptDurationSeconds: 600 } };
const documents = new Map<State, { detail: unknown; summary: unknown }>();

function documentsIn(state: State): { detail: unknown; summary: unknown } {
  const known = documents.get(state);
  if (known !== undefined) return known;
  const { machine, job } = jobIn(state, more);
  const { jobSummaryList } = {
    jobSummaryList: [],
    ...machine.call('ListJobs', { jobQueue: 'main', jobStatus: state }),
  };
  const summary = jobSummaryList.find((one) => Reflect.get(Object(one), 'jobId') === job);
  const made = { detail: machine.job(job), summary };
  documents.set(state, made);
  return made;
}

describe('DescribeJobs shows', () => {
  it.each(MEMBERS)('$member in $states alone $fact', ({ member, states }) => {
    expect(STATES.filter((state) => shown(documentsIn(state).detail, member))).toEqual(states);
  });

  it('no end and no attempt of a job that never had a task, but its times [SHOW-8]', () => {
    const { machine, job } = jobIn('RUNNABLE');
    machine.call('CancelJob', { jobId: job, reason: 'r' });
    const { container, ...rest } = machine.job(job);
    expect(rest).toMatchObject({
      status: 'FAILED',
      attempts: [],
      createdAt: expect.any(Number),
      stoppedAt: expect.any(Number),
    });
    expect(container).not.toHaveProperty('exitCode');
    expect(container).not.toHaveProperty('taskArn');
  });
});

describe('ListJobs shows', () => {
  it.each(SUMMARY)('$member in $states alone [LIST-9]', ({ member, states }) => {
    expect(STATES.filter((state) => shown(documentsIn(state).summary, member))).toEqual(states);
  });
});

describe('attempts', () => {
  function twice(): { machine: TestMachine; job: string } {
    const machine = fixedFleet(2);
    const job = machine.submit({
      ...scripted({ SIM_SECONDS: 10, SIM_FAIL_ATTEMPTS: 1 }),
      retryStrategy: { attempts: 2 },
    });
    return { machine, job };
  }

  it('are listed when they have ended; the job has the latest one’s start, task and log [SHOW-2, SHOW-5, SHOW-7]', () => {
    const { machine, job } = twice();
    machine.runTo(15);
    const during = machine.job(job);
    expect(during).toMatchObject({
      status: 'RUNNING',
      startedAt: START + 10_001,
      attempts: [{ startedAt: START + 1, stoppedAt: START + 10_001, container: { exitCode: 1 } }],
    });
    machine.runTo(60);
    const { attempts } = machine.job(job);
    expect(attempts).toHaveLength(2);
    const streams = [0, 1].map((n) =>
      String(Reflect.get(Object(Reflect.get(Object(Reflect.get(Object(attempts), n)), 'container')), 'logStreamName')),
    );
    expect(new Set(streams).size).toBe(2);
    for (const stream of streams) expect(stream).toMatch(/^one\/default\/[0-9a-f]{32}$/);
    expect(machine.job(job)).toMatchObject({ container: { logStreamName: streams[1], exitCode: 0 } });
  });

  it('name their environment by the cluster in their ARNs, and their task by the log’s name [SHOW-10]', () => {
    const { machine, job } = jobIn('RUNNING');
    const { container } = machine.job(job);
    const [taskArn, host, stream] = ['taskArn', 'containerInstanceArn', 'logStreamName'].map((name) =>
      String(Reflect.get(Object(container), name)),
    );
    expect(taskArn).toMatch(/:task\/AWSBatch-fleet-[0-9a-f-]{36}\/[0-9a-f]{32}$/);
    expect(host).toMatch(/:container-instance\/AWSBatch-fleet-[0-9a-f-]{36}\/[0-9a-f]{32}$/);
    expect(taskArn?.split('/').at(-1)).toBe(stream?.split('/').at(-1));
  });

  it('leave a failed one’s statusReason while the job waits for the next [SHOW-9]', () => {
    const machine = fixedFleet(2);
    const fails = { ...scripted({ SIM_SECONDS: 5, SIM_EXIT_CODE: 1 }, 2), retryStrategy: { attempts: 2 } };
    const job = machine.submit(fails);
    machine.runTo(1);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    machine.runTo(10);
    expect(machine.job(job)).toMatchObject({ status: 'RUNNABLE', statusReason: 'Essential container in task exited' });
  });
});

describe('how attempts end', () => {
  it('says so in AWS’s words, also with exit code 0 [END-1]', () => {
    const machine = fixedFleet(4);
    const ids = [0, 3].map((SIM_EXIT_CODE) => machine.submit(scripted({ SIM_EXIT_CODE })));
    machine.runTo(1);
    for (const id of ids) expect(machine.job(id)).toMatchObject({ statusReason: 'Essential container in task exited' });
  });

  it('has a reason where memory was too little, with exit code 137 [END-10, SHOW-6]', () => {
    const machine = fixedFleet(4);
    const id = machine.submit(scripted({ SIM_MEMORY_MIB: 4096 }));
    machine.runTo(1);
    expect(machine.job(id)).toMatchObject({
      status: 'FAILED',
      container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    });
  });

  it('has a reason, but no exit code, where the image can’t be pulled [END-4, SHOW-6]', () => {
    const machine = fixedFleet(4);
    machine.fault({ kind: 'image-pull-failure', at: START });
    const id = machine.submit();
    machine.runTo(1);
    expect(machine.job(id)).toMatchObject({
      status: 'FAILED',
      statusReason: 'Task failed to start',
      container: { reason: expect.stringMatching(/^CannotPullContainerError: /) },
    });
    expect(machine.job(id).container).not.toHaveProperty('exitCode');
  });

  it('is a Spot task taken back on Fargate [END-3]', () => {
    const machine = testMachine('ideal', 2);
    machine.resource('CreateComputeEnvironment', {
      computeEnvironmentName: 'tasks',
      type: 'MANAGED',
      computeResources: { type: 'FARGATE_SPOT', maxvCpus: 400, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
    });
    machine.resource('CreateJobQueue', queueInput('main', 1, ['tasks']));
    const size = {
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
    };
    const container = { executionRoleArn: 'role', ...size };
    machine.resource('RegisterJobDefinition', {
      ...definitionInput('one', container),
      platformCapabilities: ['FARGATE'],
    });
    machine.runTo(0);
    const ids = Array.from({ length: 50 }, () => machine.submit(scripted({ SIM_SECONDS: 100 * 3600 })));
    machine.runTo(200 * 3600);
    const reclaimed = ids.map((id) => machine.job(id)).filter(({ status }) => status === 'FAILED');
    expect(reclaimed.length).toBeGreaterThan(0);
    for (const job of reclaimed)
      expect(job).toMatchObject({ statusReason: 'Your Spot Task was interrupted.', container: { exitCode: 137 } });
  });

  it('keeps no history of a verdict: the reason of TerminateJob replaces it [WHY-8]', () => {
    const { machine, job } = jobIn('RUNNABLE');
    machine.runTo(600);
    expect(machine.job(job).statusReason).toMatch(/^MISCONFIGURATION:/);
    machine.call('TerminateJob', { jobId: job, reason: 'enough' });
    expect(machine.job(job)).toMatchObject({ status: 'FAILED', statusReason: 'enough' });
  });

  it('leaves the environment’s own words out of it: a lost host has neither exit code nor reason [END-2]', () => {
    const machine = testMachine();
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 2 }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    const id = machine.submit(scripted({ SIM_SECONDS: 100 }));
    machine.runTo(1);
    machine.fault({ kind: 'instance-lost', at: START + 2000 });
    machine.runTo(300);
    const { container, statusReason } = machine.job(id);
    expect(statusReason).toMatch(/^Host EC2 \(instance i-0[0-9a-f]{16}\) terminated\.$/);
    expect(container).not.toHaveProperty('exitCode');
    expect(container).not.toHaveProperty('reason');
  });
});
