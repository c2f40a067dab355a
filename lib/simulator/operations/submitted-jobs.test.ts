import { describe, expect, it } from 'vitest';
import { fixedFleet, queueInput, START, scripted, type TestMachine, WHO } from '../test-machine';
import { definition, sized } from './sample-calls';

const JOB = { jobName: 'j', jobQueue: 'main', jobDefinition: 'one' };

function refusal(machine: TestMachine, operation: string, input: object): string {
  const answer = machine.sim.call(operation, input, WHO);
  return answer.ok ? 'accepted' : answer.error.message;
}
const inside = (document: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);
const variables = (count: number, text: string) => ({
  containerOverrides: { environment: Array.from({ length: count }, (_, at) => ({ name: `V${at}`, value: text })) },
});
const keys = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, 'v']));

describe('SubmitJob', () => {
  it('is refused for a queue that is not there, by the name as given [SUB-1]', () => {
    expect(refusal(fixedFleet(2), 'SubmitJob', { ...JOB, jobQueue: 'night' })).toBe('JobQueue night not found.');
  });

  it.each([
    ['one', 'one:2'],
    ['one:1', 'one:1'],
    ['arn:aws:batch:us-east-1:123456789012:job-definition/one', 'one:2'],
    ['arn:aws:batch:us-east-1:123456789012:job-definition/one:1', 'one:1'],
  ])('takes the definition %s for %s [SUB-30]', (jobDefinition, expected) => {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', definition('one'));
    machine.call('RegisterJobDefinition', definition('one'));
    machine.call('DeregisterJobDefinition', { jobDefinition: 'one:3' });
    const job = machine.submit({ jobDefinition });
    expect(machine.job(job).jobDefinition).toBe(`arn:aws:batch:us-east-1:123456789012:job-definition/${expected}`);
  });

  it('takes a job that no environment could ever hold; it waits in RUNNABLE [SUB-31]', () => {
    const machine = fixedFleet(2);
    const job = machine.submit(scripted({}, 1000));
    machine.runTo(100_000);
    expect(machine.job(job).status).toBe('RUNNABLE');
  });

  it('makes two jobs of the same call [SUB-32]', () => {
    const machine = fixedFleet(2);
    const ids = [0, 1].map(() => inside(machine.call('SubmitJob', JOB), 'jobId'));
    expect(new Set(ids).size).toBe(2);
  });

  it('puts parameters into the command, the request’s before the definition’s, also within an argument [SUB-33]', () => {
    const machine = fixedFleet(2);
    const command = ['Ref::tool', '--in=Ref::file', 'Ref::tools'];
    const parameters = { tool: 'x', file: 'a', tools: 'both' };
    machine.call('RegisterJobDefinition', definition('tool', { parameters }, { command }));
    const job = machine.submit({ jobDefinition: 'tool', parameters: { file: 'b' } });
    expect(inside(machine.job(job), 'container', 'command')).toEqual(['x', '--in=b', 'both']);
    expect(machine.job(job).parameters).toEqual({ ...parameters, file: 'b' });
  });

  it('adds to the environment or replaces by name, and resources by type [SUB-34, SUB-35]', () => {
    const machine = fixedFleet(2);
    const environment = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const container = { environment, vcpus: undefined, memory: undefined, resourceRequirements: sized('1', '64') };
    machine.call('RegisterJobDefinition', definition('tool', {}, container));
    const job = machine.submit({
      jobDefinition: 'tool',
      containerOverrides: {
        environment: [
          { name: 'B', value: '3' },
          { name: 'C', value: '4' },
        ],
        resourceRequirements: [{ type: 'MEMORY', value: '128' }],
      },
    });
    expect(machine.job(job).container).toMatchObject({
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '3' },
        { name: 'C', value: '4' },
      ],
      resourceRequirements: sized('1', '128'),
    });
  });

  it('replaces retry, timeout, propagateTags and priority whole [SUB-36]', () => {
    const machine = fixedFleet(2);
    machine.call('CreateSchedulingPolicy', { name: 'fair' });
    const schedulingPolicyArn = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';
    machine.call('CreateJobQueue', { ...queueInput('fair', 1, ['fleet']), schedulingPolicyArn });
    machine.runTo(1);
    const evaluateOnExit = [{ onReason: '*', action: 'EXIT' }];
    const own = {
      retryStrategy: { attempts: 5, evaluateOnExit },
      timeout: { attemptDurationSeconds: 60 },
      propagateTags: true,
      schedulingPriority: 7,
    };
    machine.call('RegisterJobDefinition', definition('tool', own));
    const base = { jobQueue: 'fair', jobDefinition: 'tool', shareIdentifier: 'a' };
    const kept = machine.submit(base);
    const changed = machine.submit({
      ...base,
      retryStrategy: { attempts: 2 },
      timeout: { attemptDurationSeconds: 90 },
      propagateTags: false,
      schedulingPriorityOverride: 3,
    });
    expect(machine.job(kept)).toMatchObject({
      retryStrategy: { attempts: 5 },
      timeout: { attemptDurationSeconds: 60 },
      propagateTags: true,
      schedulingPriority: 7,
    });
    expect(machine.job(changed)).toMatchObject({
      retryStrategy: { attempts: 2, evaluateOnExit: [] },
      timeout: { attemptDurationSeconds: 90 },
      propagateTags: false,
      schedulingPriority: 3,
    });
  });

  it('takes overrides that are too long for ECS; the job then fails without an attempt [SUB-37]', () => {
    const machine = fixedFleet(2);
    const [long, fine] = [variables(90, 'x'.repeat(100)), variables(10, 'x'.repeat(100))].map((more) =>
      machine.submit(more),
    );
    machine.runTo(1);
    expect(machine.job(long ?? '')).toMatchObject({
      status: 'FAILED',
      statusReason: 'Container Overrides length must be at most 8192',
      attempts: [],
      startedAt: 0,
    });
    expect(machine.story(long ?? '')).toEqual(['SUBMITTED@0.001', 'RUNNABLE@0.001', 'FAILED@0.001']);
    expect(machine.job(fine ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('takes more than 50 tags of job and definition together; where they are propagated the job fails [SUB-38]', () => {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', definition('tagged', { tags: keys('d', 30) }));
    const ends = [true, false].map((propagateTags) => {
      const job = machine.submit({ jobDefinition: 'tagged', tags: keys('j', 21), propagateTags });
      machine.runTo((machine.sim.now() - START) / 1000 + 1);
      return machine.job(job).status;
    });
    expect(ends).toEqual(['FAILED', 'SUCCEEDED']);
  });

  it('refuses a share identifier of more than 255 characters [NAME-3]', () => {
    const machine = fixedFleet(2);
    machine.call('CreateSchedulingPolicy', { name: 'fair' });
    const schedulingPolicyArn = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';
    machine.call('CreateJobQueue', { ...queueInput('fair', 1, ['fleet']), schedulingPolicyArn });
    machine.runTo(1);
    const share = (length: number) => ({ ...JOB, jobQueue: 'fair', shareIdentifier: 's'.repeat(length) });
    expect(refusal(machine, 'SubmitJob', share(256))).toBe('ShareIdentifier name should match a valid pattern.');
    expect(refusal(machine, 'SubmitJob', share(255))).toBe('accepted');
  });
});

describe('ListJobs', () => {
  const nothing = { jobSummaryList: [] };

  it.each([{}, { jobQueue: 'main', arrayJobId: 'x' }, { arrayJobId: 'x', multiNodeJobId: 'y' }])(
    'wants exactly one place, not %j [LIST-1]',
    (input) => {
      expect(refusal(fixedFleet(2), 'ListJobs', input)).toBe(
        'Exactly one of jobQueue, arrayJobId or multiNodeJobId must be specified.',
      );
    },
  );

  function names(machine: TestMachine, input: object): unknown[] {
    const { jobSummaryList } = { ...nothing, ...machine.call('ListJobs', { jobQueue: 'main', ...input }) };
    return jobSummaryList.map((summary) => inside(summary, 'jobName'));
  }
  const filtered = (name: string, ...values: string[]) => ({ filters: [{ name, values }] });

  function world(): TestMachine {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', definition('two'));
    machine.call('RegisterJobDefinition', definition('two'));
    machine.submit({ ...scripted({ SIM_SECONDS: 1000 }, 2), jobName: 'Render-1' });
    machine.submit({ jobName: 'render-2', jobDefinition: 'two:1' });
    machine.submit({ jobName: 'cut', jobDefinition: 'two:2' });
    machine.submit({ jobName: 'many', arrayProperties: { size: 2 } });
    machine.runTo(10);
    return machine;
  }

  it('gives RUNNING jobs where no status is asked; arrays stand under PENDING [LIST-2]', () => {
    const machine = world();
    expect(names(machine, {})).toEqual(['Render-1']);
    expect(names(machine, { jobStatus: 'PENDING' })).toEqual(['many']);
    expect(names(machine, { jobStatus: 'RUNNABLE' })).toEqual(['cut', 'render-2']);
  });

  it('takes one filter at a time, and leaves the status aside but for shares [LIST-4]', () => {
    const machine = world();
    const two = { filters: [...filtered('JOB_NAME', 'a').filters, ...filtered('JOB_NAME', 'b').filters] };
    expect(refusal(machine, 'ListJobs', { jobQueue: 'main', ...two })).toBe('Only one filter can be used at a time.');
    expect(names(machine, { jobStatus: 'FAILED', ...filtered('JOB_NAME', 'cut') })).toEqual(['cut']);
    expect(names(machine, { jobStatus: 'FAILED', ...filtered('SHARE_IDENTIFIER', 'a') })).toEqual([]);
  });

  it('matches names in any case and by prefix, children never [LIST-5, ARRAY-7]', () => {
    const machine = world();
    expect(names(machine, filtered('JOB_NAME', 'RENDER*'))).toEqual(['render-2', 'Render-1']);
    expect(names(machine, filtered('JOB_NAME', 'RENDER-1'))).toEqual(['Render-1']);
    expect(names(machine, filtered('JOB_NAME', 'many'))).toEqual(['many']);
  });

  it('matches definitions by case: a name all revisions, a prefix, an ARN exactly [LIST-6]', () => {
    const machine = world();
    const arn = 'arn:aws:batch:us-east-1:123456789012:job-definition/two:1';
    expect(names(machine, filtered('JOB_DEFINITION', 'two'))).toEqual(['cut', 'render-2']);
    expect(names(machine, filtered('JOB_DEFINITION', 'TWO'))).toEqual([]);
    expect(names(machine, filtered('JOB_DEFINITION', 't*'))).toEqual(['cut', 'render-2']);
    expect(names(machine, filtered('JOB_DEFINITION', arn))).toEqual(['render-2']);
  });

  it('gives the children of an array by its id, with their index [ARRAY-1, ARRAY-7]', () => {
    const machine = fixedFleet(2);
    const array = machine.submit({ ...scripted({ SIM_SECONDS: 100 }), arrayProperties: { size: 2 } });
    machine.runTo(1);
    expect(machine.call('ListJobs', { arrayJobId: array })).toMatchObject({
      jobSummaryList: [0, 1].map((index) => ({ jobId: `${array}:${index}`, arrayProperties: { index } })),
    });
    expect(machine.job(`${array}:1`)).toMatchObject({ arrayProperties: { index: 1 } });
    expect(machine.job(`${array}:2`)).toEqual({});
  });
});

describe('DescribeJobs', () => {
  it('takes at most 100 ids [DESC-1]', () => {
    const jobs = Array.from({ length: 101 }, (_, at) => `j${at}`);
    expect(refusal(fixedFleet(2), 'DescribeJobs', { jobs })).toBe('Maximum number of jobs supported is 100 .');
    expect(refusal(fixedFleet(2), 'DescribeJobs', { jobs: jobs.slice(1) })).toBe('accepted');
  });

  it('leaves unknown ids out, as the others do unknown names [DESC-2]', () => {
    const machine = fixedFleet(2);
    const job = machine.submit();
    expect(machine.call('DescribeJobs', { jobs: ['none', job] })).toMatchObject({ jobs: [{ jobId: job }] });
    expect(machine.call('DescribeJobQueues', { jobQueues: ['none'] })).toEqual({ jobQueues: [] });
    expect(machine.call('DescribeComputeEnvironments', { computeEnvironments: ['none'] })).toEqual({
      computeEnvironments: [],
    });
    expect(machine.call('DescribeJobDefinitions', { jobDefinitions: ['none:1'] })).toEqual({ jobDefinitions: [] });
  });

  it('gives times in epoch milliseconds [API-7]', () => {
    const machine = fixedFleet(2);
    const job = machine.submit(scripted({ SIM_SECONDS: 1.5 }));
    machine.runTo(10);
    expect(machine.job(job)).toMatchObject({ createdAt: START + 1, startedAt: START + 1, stoppedAt: START + 1501 });
  });
});
