import { beforeAll, describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { definitionCall, FRESH_DEFINITION } from './definition-call';
import { container, ec2, fargate, group, nodes, requirements, toldOf } from './definitions-in-tests';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import { loadOperationShapes } from './shapes';

let shapes: OperationShapes;
const told = (document: JsonObject) => toldOf(shapes, document);

beforeAll(async () => {
  shapes = await loadOperationShapes();
});

it('finds nothing wrong with what AWS takes', () => {
  const logs = { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'jobs' } } };
  const retry = {
    retryStrategy: {
      attempts: 3,
      evaluateOnExit: [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
        { onExitCode: '1*', action: 'RETRY' },
      ],
    },
    timeout: { attemptDurationSeconds: 60 },
    schedulingPriority: 0,
    propagateTags: true,
    tags: { team: 'media' },
    parameters: { chr: '1' },
  };
  expect(
    told(ec2(retry, { ...logs, resourceRequirements: requirements('2', '4', { type: 'GPU', value: '1' }) })),
  ).toEqual([]);
  expect(told(fargate(logs))).toEqual([]);
  expect(told(fargate({ resourceRequirements: requirements('0.25', '512') }))).toEqual([]);
  expect(told(nodes({}))).toEqual([]);
  expect(told(nodes({ nodeRangeProperties: [group('0:10'), group('0:1')], numNodes: 4 }))).toEqual([
    'nodeProperties.nodeRangeProperties[0].targetNodes: There are 4 nodes: the last is 3.',
  ]);
  expect(told(ec2({ containerProperties: { image: 'a', vcpus: 1, memory: 128 } }))).toEqual([]);
});

describe('a definition', () => {
  it.each<[string, JsonObject]>([
    ['jobDefinitionName: A name has letters, digits, hyphens and underscores only.', ec2({ jobDefinitionName: 'a b' })],
    [
      'jobDefinitionName: A name has at most 128 characters; this has 129.',
      ec2({ jobDefinitionName: 'a'.repeat(129) }),
    ],
    [
      'platformCapabilities: A definition runs on exactly one platform.',
      ec2({ platformCapabilities: ['EC2', 'FARGATE'] }),
    ],
    ['platformCapabilities: A definition runs on exactly one platform.', ec2({ platformCapabilities: [] })],
    [
      'eksProperties: A definition has one of containerProperties and eksProperties, not both.',
      ec2({ eksProperties: {} }),
    ],
    ['containerProperties: Say what runs: give a container.', { jobDefinitionName: 'work', type: 'container' }],
    ['type: type is required.', { jobDefinitionName: 'work', containerProperties: container() }],
    ['schedulingPriority: The scheduling priority is a number from 0 to 9,999.', ec2({ schedulingPriority: 10_000 })],
    [
      'timeout.attemptDurationSeconds: A timeout has at least 60 seconds.',
      ec2({ timeout: { attemptDurationSeconds: 59 } }),
    ],
    ['tags.aws:x: Names of tags that begin with aws: are kept for AWS.', ec2({ tags: { 'aws:x': '1' } })],
    [
      'parameters.token: This value was masked in the history and is not known here: type it again, or take it out.',
      ec2({ parameters: { token: MASK.name } }),
    ],
    ['wrong: AWS Batch knows no wrong here.', ec2({ wrong: 1 })],
    ['retryStrategy.attempts: A retry strategy says how many attempts.', ec2({ retryStrategy: {} })],
    [
      'retryStrategy.attempts: The number of attempts is a number from 1 to 10.',
      ec2({ retryStrategy: { attempts: 11 } }),
    ],
    [
      'retryStrategy.attempts: The number of attempts is a number from 1 to 10.',
      ec2({ retryStrategy: { attempts: 0 } }),
    ],
    [
      'retryStrategy.evaluateOnExit: At most 5 exit rules; these are 6.',
      ec2({
        retryStrategy: {
          attempts: 2,
          evaluateOnExit: Array.from({ length: 6 }, () => ({ onReason: '*', action: 'EXIT' })),
        },
      }),
    ],
    [
      'retryStrategy.evaluateOnExit[0]: An exit rule looks at the exit code, the reason or the status reason.',
      ec2({ retryStrategy: { attempts: 2, evaluateOnExit: [{ action: 'EXIT' }] } }),
    ],
    [
      'retryStrategy.evaluateOnExit[0].onExitCode: Digits, and a * at the end that stands for any more.',
      ec2({ retryStrategy: { attempts: 2, evaluateOnExit: [{ onExitCode: '1?', action: 'EXIT' }] } }),
    ],
    [
      'retryStrategy.evaluateOnExit[0].onReason: Letters, digits, dots, colons and blanks, and a * at the end.',
      ec2({ retryStrategy: { attempts: 2, evaluateOnExit: [{ onReason: 'a*b', action: 'EXIT' }] } }),
    ],
    [
      'retryStrategy.evaluateOnExit[0].onReason: A pattern has at most 512 characters.',
      ec2({ retryStrategy: { attempts: 2, evaluateOnExit: [{ onReason: 'a'.repeat(513), action: 'EXIT' }] } }),
    ],
    [
      'consumableResourceProperties.consumableResourceList[1].consumableResource: licence stands twice.',
      ec2({
        consumableResourceProperties: {
          consumableResourceList: [
            { consumableResource: 'licence', quantity: 1 },
            { consumableResource: 'arn:aws:batch:us-east-1:123456789012:consumable-resource/licence', quantity: 1 },
          ],
        },
      }),
    ],
    [
      'consumableResourceProperties.consumableResourceList: A job uses at most 5 consumable resources.',
      ec2({
        consumableResourceProperties: {
          consumableResourceList: [1, 2, 3, 4, 5, 6].map((n) => ({ consumableResource: `r${n}`, quantity: 1 })),
        },
      }),
    ],
    [
      'consumableResourceProperties.consumableResourceList[0].quantity: Say how many units: a whole number from 1.',
      ec2({
        consumableResourceProperties: { consumableResourceList: [{ consumableResource: 'licence', quantity: 0 }] },
      }),
    ],
    [
      'ecsProperties.taskProperties[0].containers[1].name: Two containers are called a.',
      {
        jobDefinitionName: 'work',
        type: 'container',
        ecsProperties: {
          taskProperties: [
            {
              containers: [
                { name: 'a', image: 'x' },
                { name: 'a', image: 'x' },
              ],
            },
          ],
        },
      },
    ],
    [
      'ecsProperties.taskProperties: A job has exactly one task.',
      { jobDefinitionName: 'work', type: 'container', ecsProperties: { taskProperties: [] } },
    ],
  ])('says %s', (expected, document) => {
    expect(told(document)).toContain(expected);
  });

  it('has at most 24 KiB', () => {
    expect(told(ec2({}, { command: ['x'.repeat(25_000)] })).join('\n')).toMatch(
      /: A definition has at most 24,576 bytes; this has 25,\d{3}\./,
    );
  });
});

describe('the call of a definition that is there', () => {
  const described = {
    jobDefinitionName: 'work',
    jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/work:3',
    revision: 3,
    status: 'ACTIVE',
    type: 'container',
    parameters: {},
    tags: { team: 'media' },
    propagateTags: false,
    retryStrategy: { attempts: 2, evaluateOnExit: [{ onReason: '*', action: 'exit' }] },
    containerProperties: { ...container(), volumes: [], ulimits: [], environment: [{ name: 'EMPTY', value: '' }] },
    platformCapabilities: ['EC2'],
    containerOrchestrationType: 'ECS',
  };

  it('leaves out what Describe fills in, keeps an empty variable, and has no problems', () => {
    const call = definitionCall(described, 'work');
    expect(call).toEqual({
      jobDefinitionName: 'work',
      type: 'container',
      tags: { team: 'media' },
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onReason: '*', action: 'EXIT' }] },
      containerProperties: { ...container(), environment: [{ name: 'EMPTY', value: '' }] },
      platformCapabilities: ['EC2'],
    });
    expect(told(call)).toEqual([]);
  });

  it('asks for what was masked', () => {
    const secret = {
      ...described,
      containerProperties: { ...container(), environment: [{ name: 'DB_PASSWORD', value: MASK.name }] },
    };
    expect(told(definitionCall(secret, 'work')).join('\n')).toMatch(/environment\[0\]\.value: This value was masked/);
  });

  it('begins from nothing with a name and an image to give', () => {
    expect(told(FRESH_DEFINITION)).toEqual([
      'jobDefinitionName: Give a name.',
      'containerProperties.image: Give an image.',
    ]);
  });
});
