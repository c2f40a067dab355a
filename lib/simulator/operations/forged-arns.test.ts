import { describe, expect, it } from 'vitest';
import { fixedFleet, queueInput, type TestMachine, WHO } from '../test-machine';

const HERE = 'arn:aws:batch:us-east-1:123456789012';
/** What names nothing here, though its end is the name of something that is here. */
const ELSEWHERE = [
  'arn:aws:batch:us-east-1:999999999999',
  'arn:aws:batch:eu-west-1:123456789012',
  'arn:aws-cn:batch:us-east-1:123456789012',
  'arn:aws:ecs:us-east-1:123456789012',
  'ARN:AWS:BATCH:us-east-1:123456789012',
];

function world(): TestMachine {
  const machine = fixedFleet(2);
  machine.call('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: {} });
  machine.call('CreateJobQueue', {
    ...queueInput('shared', 1, ['fleet']),
    schedulingPolicyArn: `${HERE}:scheduling-policy/fair`,
  });
  machine.runTo(1);
  return machine;
}

const standing = (machine: TestMachine) =>
  ['DescribeComputeEnvironments', 'DescribeJobQueues', 'DescribeJobDefinitions', 'ListSchedulingPolicies'].map(
    (operation) => machine.call(operation, {}),
  );

describe.each(ELSEWHERE)('an ARN of %s', (place) => {
  it.each<[string, object, string]>([
    [
      'UpdateComputeEnvironment',
      { computeEnvironment: `${place}:compute-environment/fleet`, state: 'DISABLED' },
      'not found',
    ],
    ['UpdateJobQueue', { jobQueue: `${place}:job-queue/main`, state: 'DISABLED' }, 'not found'],
    ['UpdateJobQueue', { jobQueue: 'shared', schedulingPolicyArn: `${place}:scheduling-policy/fair` }, 'not found'],
    ['UpdateSchedulingPolicy', { arn: `${place}:scheduling-policy/fair` }, 'not found'],
    [
      'CreateJobQueue',
      queueInput('new', 1, [`${place}:compute-environment/fleet`]),
      'must be created and valid before',
    ],
    [
      'DeregisterJobDefinition',
      { jobDefinition: `${place}:job-definition/one:1` },
      'JobDefinition|not supported pattern',
    ],
    ['SubmitJob', { jobName: 'j', jobQueue: `${place}:job-queue/main`, jobDefinition: 'one' }, 'not found'],
    [
      'SubmitJob',
      { jobName: 'j', jobQueue: 'main', jobDefinition: `${place}:job-definition/one` },
      'JobDefinition|not supported pattern',
    ],
    ['ListJobs', { jobQueue: `${place}:job-queue/main` }, 'not found'],
    ['GetJobQueueSnapshot', { jobQueue: `${place}:job-queue/main` }, 'not found'],
    ['TagResource', { resourceArn: `${place}:job-queue/main`, tags: { a: 'b' } }, 'not found'],
    ['UntagResource', { resourceArn: `${place}:job-queue/main`, tagKeys: ['a'] }, 'not found'],
    ['ListTagsForResource', { resourceArn: `${place}:scheduling-policy/fair` }, 'not found'],
  ])('is refused by %s %j', (operation, input, message) => {
    const { sim } = world();
    const before = sim.stateHash();
    expect(sim.call(operation, input, WHO)).toMatchObject({
      ok: false,
      error: { name: 'ClientException', message: expect.stringMatching(message) },
    });
    expect(sim.stateHash()).toBe(before);
  });

  it.each<[string, object, object]>([
    [
      'DescribeComputeEnvironments',
      { computeEnvironments: [`${place}:compute-environment/fleet`] },
      { computeEnvironments: [] },
    ],
    ['DescribeJobQueues', { jobQueues: [`${place}:job-queue/main`] }, { jobQueues: [] }],
    ['DescribeJobDefinitions', { jobDefinitions: [`${place}:job-definition/one:1`] }, { jobDefinitions: [] }],
    ['DescribeSchedulingPolicies', { arns: [`${place}:scheduling-policy/fair`] }, { schedulingPolicies: [] }],
    ['DeleteComputeEnvironment', { computeEnvironment: `${place}:compute-environment/fleet` }, {}],
    ['DeleteJobQueue', { jobQueue: `${place}:job-queue/main` }, {}],
    ['DeleteSchedulingPolicy', { arn: `${place}:scheduling-policy/fair` }, {}],
  ])('names nothing for %s', (operation, input, output) => {
    const machine = world();
    const before = standing(machine);
    expect(machine.call(operation, input)).toMatchObject(output);
    machine.runTo(1000);
    expect(standing(machine)).toEqual(before);
  });
});

it.each([
  ['job-queue', 'compute-environment/fleet'],
  ['job-queue', 'job-queue/main/../shared'],
  ['job-queue', 'job-queue/MAIN'],
])('a queue is not found by %s', (_, rest) => {
  const { sim } = world();
  const input = { jobQueue: `${HERE}:${rest}`, state: 'DISABLED' };
  expect(sim.call('UpdateJobQueue', input, WHO)).toMatchObject({
    error: { message: expect.stringContaining('not found') },
  });
});
