import { describe, expect, it } from 'vitest';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  queueInput,
  scripted,
  type TestMachine,
  testMachine,
  WHO,
} from '../test-machine';
import { definition, fargate, queueOn } from './sample-calls';

const ARN = 'arn:aws:batch:us-east-1:123456789012';

/** The one document that a Describe gives of a list. */
function only(machine: TestMachine, operation: string, list: string, input: object = {}): Record<string, unknown> {
  const documents: unknown = Reflect.get(machine.call(operation, input), list);
  const [document] = Array.isArray(documents) ? documents : [];
  return { ...Object(document) };
}
const environment = (machine: TestMachine, name = 'fleet') =>
  only(machine, 'DescribeComputeEnvironments', 'computeEnvironments', { computeEnvironments: [name] });
const queue = (machine: TestMachine, name = 'main') =>
  only(machine, 'DescribeJobQueues', 'jobQueues', { jobQueues: [name] });
const definitions = (machine: TestMachine, input: object): unknown =>
  Reflect.get(machine.call('DescribeJobDefinitions', input), 'jobDefinitions');

function refusal(machine: TestMachine, operation: string, input: object): string {
  const answer = machine.sim.call(operation, input, WHO);
  return answer.ok ? 'accepted' : answer.error.message;
}

describe('a compute environment', () => {
  it('is CREATING, then VALID, UPDATING and DELETING, each for its time [CE-30, CE-40]', () => {
    const machine = testMachine('aws');
    machine.runTo(10);
    machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    const at = (seconds: number) => {
      machine.runTo(seconds);
      return environment(machine).status;
    };
    expect([at(17.9), at(18.1)]).toEqual(['CREATING', 'VALID']);
    expect(environment(machine).statusReason).toBe('ComputeEnvironment Healthy');
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    expect([at(33), at(33.2)]).toEqual(['UPDATING', 'VALID']);
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'fleet' });
    expect([at(63.1), at(63.3)]).toEqual(['DELETING', undefined]);
  });

  it('gets a uuid, a cluster of its name, and AWS’s defaults [CE-31, CE-35, CE-36]', () => {
    const machine = fixedFleet(2);
    const { uuid, ...shown } = environment(machine);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(shown).toMatchObject({
      ecsClusterArn: `arn:aws:ecs:us-east-1:123456789012:cluster/AWSBatch-fleet-${String(uuid)}`,
      updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 30 },
      ecsSettings: { containerInsights: 'DISABLED' },
    });
  });

  it('may be updated for at most 7,200 minutes of a job [CEU-7]', () => {
    const machine = fixedFleet(2);
    const input = { computeEnvironment: 'fleet', updatePolicy: { jobExecutionTimeoutMinutes: 7201 } };
    expect(refusal(machine, 'UpdateComputeEnvironment', input)).toContain('between 1 and 7200');
  });

  it('that is none is deleted without an error, and so is a queue [CED-13, JQD-5]', () => {
    const machine = fixedFleet(2);
    expect(machine.call('DeleteComputeEnvironment', { computeEnvironment: 'none' })).toEqual({});
    expect(machine.call('DeleteJobQueue', { jobQueue: 'none' })).toEqual({});
  });
});

describe('a job queue', () => {
  it('is CREATING, then VALID, UPDATING and DELETING, each for its time [JQ-30, JQ-31, JQ-35]', () => {
    const machine = testMachine('aws');
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.runTo(10);
    const { state: _, ...input } = { state: '', ...queueInput('main', 1, ['fleet']) };
    machine.call('CreateJobQueue', input);
    const at = (seconds: number) => {
      machine.runTo(seconds);
      return queue(machine).status;
    };
    expect([at(14.9), at(15.1)]).toEqual(['CREATING', 'VALID']);
    expect(queue(machine)).toMatchObject({ statusReason: 'JobQueue Healthy', state: 'ENABLED' });
    machine.call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
    expect([at(25), at(25.2)]).toEqual(['UPDATING', 'VALID']);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    expect([at(55.1), at(55.3)]).toEqual(['DELETING', undefined]);
  });

  it('has the type of its environments [JQ-33]', () => {
    const machine = fixedFleet(2);
    machine.call('CreateComputeEnvironment', fargate('tasks'));
    machine.runTo(1);
    machine.call('CreateJobQueue', queueOn('serverless', 'tasks'));
    expect([queue(machine).jobQueueType, queue(machine, 'serverless').jobQueueType]).toEqual(['ECS', 'ECS_FARGATE']);
  });

  it('of SageMaker needs service environments [JQ-13]', () => {
    const machine = fixedFleet(2);
    const input = { ...queueInput('train', 1, ['fleet']), jobQueueType: 'SAGEMAKER_TRAINING' };
    expect(refusal(machine, 'CreateJobQueue', input)).toBe(
      'Job queues of type SAGEMAKER_TRAINING must have serviceEnvironmentOrder.',
    );
  });

  it('may have its policy replaced by another [JQ-34]', () => {
    const machine = fixedFleet(2);
    for (const name of ['first', 'second']) machine.call('CreateSchedulingPolicy', { name });
    const policy = (name: string) => `${ARN}:scheduling-policy/${name}`;
    machine.call('CreateJobQueue', { ...queueInput('fair', 1, ['fleet']), schedulingPolicyArn: policy('first') });
    machine.runTo(1);
    machine.call('UpdateJobQueue', { jobQueue: 'fair', schedulingPolicyArn: policy('second') });
    expect(queue(machine, 'fair').schedulingPolicyArn).toBe(policy('second'));
  });

  it('keeps its policy from being deleted [SP-20]', () => {
    const machine = fixedFleet(2);
    machine.call('CreateSchedulingPolicy', { name: 'fair' });
    const arn = `${ARN}:scheduling-policy/fair`;
    machine.call('CreateJobQueue', { ...queueInput('fair', 1, ['fleet']), schedulingPolicyArn: arn });
    expect(refusal(machine, 'DeleteSchedulingPolicy', { arn })).not.toBe('accepted');
    expect(machine.call('ListSchedulingPolicies', {})).toEqual({ schedulingPolicies: [{ arn }] });
  });
});

it('a weight is 1 where a policy says nothing; the list gives ARNs alone [SP-21, SP-22]', () => {
  const machine = fixedFleet(2);
  machine.call('CreateSchedulingPolicy', {
    name: 'fair',
    fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'a' }] },
  });
  const arns = [`${ARN}:scheduling-policy/fair`];
  expect(machine.call('DescribeSchedulingPolicies', { arns })).toMatchObject({
    schedulingPolicies: [{ fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'a', weightFactor: 1 }] } }],
  });
  expect(machine.call('ListSchedulingPolicies', {})).toEqual({ schedulingPolicies: [{ arn: arns[0] }] });
});

describe('a job definition', () => {
  it('has revisions 1, 2, 3, each whole in itself; numbers are not used again [JD-30, JD-31, JD-33]', () => {
    const machine = testMachine();
    machine.call(
      'RegisterJobDefinition',
      definition('tool', { parameters: { a: 'b' }, timeout: { attemptDurationSeconds: 60 } }),
    );
    machine.call('RegisterJobDefinition', definition('tool'));
    machine.call('DeregisterJobDefinition', { jobDefinition: 'tool:2' });
    expect(machine.call('RegisterJobDefinition', definition('tool'))).toMatchObject({ revision: 3 });
    const shown = definitions(machine, { jobDefinitions: ['tool:3'] });
    expect(shown).toMatchObject([{ parameters: {}, platformCapabilities: ['EC2'] }]);
    expect(Reflect.get(Object(Reflect.get(Object(shown), 0)), 'timeout')).toBeUndefined();
  });

  it('is listed newest revision first, ACTIVE and INACTIVE where no status is asked [JD-37, JD-38]', () => {
    const machine = testMachine();
    for (const name of ['b', 'a', 'a']) machine.call('RegisterJobDefinition', definition(name));
    machine.call('DeregisterJobDefinition', { jobDefinition: `${ARN}:job-definition/a:1` });
    const named = (input: object) => JSON.stringify(definitions(machine, input)).match(/job-definition\/\w+:\d/g);
    expect(named({})).toEqual(['job-definition/a:2', 'job-definition/a:1', 'job-definition/b:1']);
    expect(named({ status: 'ACTIVE' })).toEqual(['job-definition/a:2', 'job-definition/b:1']);
  });

  it('turns INACTIVE by name:revision or ARN; its jobs go on [JD-32]', () => {
    const machine = fixedFleet(2);
    const [running, waiting] = [0, 1].map(() => machine.submit(scripted({ SIM_SECONDS: 10 }, 2)));
    machine.runTo(1);
    machine.call('DeregisterJobDefinition', { jobDefinition: 'one:1' });
    expect(definitions(machine, {})).toMatchObject([{ status: 'INACTIVE' }]);
    machine.runTo(60);
    for (const job of [running, waiting]) expect(machine.job(job ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it.each([
    ['containerProperties', 'eksProperties', 'Cannot use both ECS containerProperties and eksProperties', '[JD-8]'],
    ['ecsProperties', 'eksProperties', 'Cannot use both ecsProperties and eksProperties', '[JD-9]'],
  ])('has not both %s and %s', (first, second, message) => {
    const input = { jobDefinitionName: 'd', type: 'container', [first]: {}, [second]: {} };
    expect(refusal(testMachine(), 'RegisterJobDefinition', input)).toBe(message);
  });
});

describe('what can’t be tagged', () => {
  const tags = { 'aws:x': 'y' };
  it.each([
    ['CreateComputeEnvironment', { ...environmentInput('new', { maxvCpus: 4 }), tags }],
    ['CreateJobQueue', { ...queueInput('new', 1, ['fleet']), tags }],
    ['RegisterJobDefinition', { ...definitionInput('new'), tags }],
    ['SubmitJob', { jobName: 'j', jobQueue: 'main', jobDefinition: 'one', tags }],
  ])('is not made: %s [TAG-4]', (operation, input) => {
    const machine = fixedFleet(2);
    const before = machine.sim.stateHash();
    expect(refusal(machine, operation, input)).toContain('reserved for AWS use');
    expect(machine.sim.stateHash()).toBe(before);
  });
});

describe('tags', () => {
  it('tell keys apart by case [TAG-7]', () => {
    const machine = fixedFleet(2);
    const resourceArn = `${ARN}:job-queue/main`;
    machine.call('TagResource', { resourceArn, tags: { team: 'a', Team: 'b' } });
    machine.call('UntagResource', { resourceArn, tagKeys: ['TEAM', 'team'] });
    expect(machine.call('ListTagsForResource', { resourceArn })).toEqual({ tags: { Team: 'b' } });
  });

  it('stand on environments, queues, definitions, jobs and policies, by their ARNs [TAG-8, API-8]', () => {
    const machine = fixedFleet(2);
    machine.call('CreateSchedulingPolicy', { name: 'fair' });
    const job = machine.submit();
    const resources = [
      'compute-environment/fleet',
      'job-queue/main',
      'job-definition/one:1',
      'scheduling-policy/fair',
      `job/${job}`,
    ];
    for (const resource of resources) {
      const resourceArn = `${ARN}:${resource}`;
      machine.call('TagResource', { resourceArn, tags: { team: 'a' } });
      expect(machine.call('ListTagsForResource', { resourceArn })).toEqual({ tags: { team: 'a' } });
    }
  });
});

it('ARNs of children and nodes are those of their job with an index [API-8]', () => {
  const machine = fixedFleet(4);
  const array = machine.submit({ arrayProperties: { size: 2 } });
  expect(machine.job(`${array}:1`).jobArn).toBe(`${ARN}:job/${array}:1`);
  expect(array).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(machine.job(array)).toMatchObject({
    jobQueue: `${ARN}:job-queue/main`,
    jobDefinition: `${ARN}:job-definition/one:1`,
  });
});
