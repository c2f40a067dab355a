import { beforeAll, describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { fargateMemoryWords } from './container-rules';
import { definitionCall, FRESH_DEFINITION } from './definition-call';
import type { JsonObject, JsonValue } from './json-text';
import { nodeRange } from './node-rules';
import type { OperationShapes } from './operation-types';
import { registerJobDefinitionProblems } from './register-job-definition';
import { loadOperationShapes } from './shapes';

let shapes: OperationShapes;

beforeAll(async () => {
  shapes = await loadOperationShapes();
});

const requirements = (vcpus: string, memory: string, ...more: JsonObject[]): JsonValue => [
  { type: 'VCPU', value: vcpus },
  { type: 'MEMORY', value: memory },
  ...more,
];

const container = (more: JsonObject = {}): JsonObject => ({
  image: 'busybox:1',
  command: ['true'],
  resourceRequirements: requirements('1', '2048'),
  ...more,
});

const ec2 = (more: JsonObject = {}, inside: JsonObject = {}): JsonObject => ({
  jobDefinitionName: 'work',
  type: 'container',
  containerProperties: container(inside),
  ...more,
});

const fargate = (inside: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  ec2(
    { platformCapabilities: ['FARGATE'], ...more },
    { executionRoleArn: 'arn:aws:iam::123456789012:role/run', ...inside },
  );

const group = (targetNodes: string, inside: JsonObject = {}): JsonObject => ({
  targetNodes,
  container: container(inside),
});

const nodes = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  jobDefinitionName: 'mpi',
  type: 'multinode',
  nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties: [group('0:')], ...properties },
  ...more,
});

const told = (document: JsonObject) =>
  registerJobDefinitionProblems(shapes, document).map(({ path, message }) => `${path}: ${message}`);

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
          consumableResourceList: [{ consumableResource: 'licence' }, { consumableResource: 'licence' }],
        },
      }),
    ],
    [
      'consumableResourceProperties.consumableResourceList: A job uses at most 5 consumable resources.',
      ec2({
        consumableResourceProperties: {
          consumableResourceList: [1, 2, 3, 4, 5, 6].map((n) => ({ consumableResource: `r${n}` })),
        },
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

describe('a container', () => {
  const at = 'containerProperties';
  it.each<[string, JsonObject]>([
    [`${at}.image: Give an image.`, { image: '' }],
    [`${at}.command: A command has no empty arguments.`, { command: ['sh', ''] }],
    [`${at}.environment[0].name: A variable has a name.`, { environment: [{ name: '', value: 'x' }] }],
    [
      `${at}.environment[0].name: Names that begin with AWS_BATCH are kept for Batch.`,
      { environment: [{ name: 'AWS_BATCH_X', value: 'x' }] },
    ],
    [
      `${at}.environment[0].value: This value was masked in the history and is not known here: type it again, or take it out.`,
      { environment: [{ name: 'DB_PASSWORD', value: MASK.name }] },
    ],
    [
      `${at}.resourceRequirements[2]: MEMORY stands twice.`,
      { resourceRequirements: requirements('1', '2048', { type: 'MEMORY', value: '1' }) },
    ],
    [`${at}.resourceRequirements: Give the vCPUs.`, { resourceRequirements: [{ type: 'MEMORY', value: '4' }] }],
    [`${at}.resourceRequirements: Give the memory.`, { resourceRequirements: [{ type: 'VCPU', value: '1' }] }],
    [
      `${at}.resourceRequirements[0].value: The vCPUs are a number.`,
      { resourceRequirements: requirements('many', '4') },
    ],
    [
      `${at}.resourceRequirements[0].value: On EC2 a job has at least 1 vCPU.`,
      { resourceRequirements: requirements('0.5', '4') },
    ],
    [
      `${at}.resourceRequirements[1].value: A job has at least 4 MiB of memory.`,
      { resourceRequirements: requirements('1', '3') },
    ],
    [
      `${at}.resourceRequirements[1].value: The memory is a whole number of MiB.`,
      { resourceRequirements: requirements('1', '2048.5') },
    ],
    [
      `${at}.resourceRequirements[2].value: GPUs are a whole number.`,
      { resourceRequirements: requirements('1', '2048', { type: 'GPU', value: '0.5' }) },
    ],
    [
      `${at}.networkConfiguration: networkConfiguration is for Fargate only.`,
      { networkConfiguration: { assignPublicIp: 'ENABLED' } },
    ],
    [
      `${at}.fargatePlatformConfiguration: fargatePlatformConfiguration is for Fargate only.`,
      { fargatePlatformConfiguration: { platformVersion: 'LATEST' } },
    ],
    [
      `${at}.executionRoleArn: Secrets need an execution role that may read them.`,
      { secrets: [{ name: 'X', valueFrom: 'arn' }] },
    ],
    [`${at}.jobRoleArn: The job role is the name or the ARN of a role.`, { jobRoleArn: 'not a role' }],
    [
      `${at}.runtimePlatform.cpuArchitecture: Windows runs on X86_64 only.`,
      { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' } },
    ],
  ])('on EC2 says %s', (expected, inside) => {
    expect(told(ec2({}, inside))).toContain(expected);
  });

  it.each<[string, JsonObject]>([
    [
      `${at}.executionRoleArn: Fargate needs an execution role: it pulls the image and writes the log.`,
      { executionRoleArn: '' },
    ],
    [
      `${at}.resourceRequirements[1].value: With 1 vCPU Fargate offers 2,048 to 8,192 MiB in steps of 1,024.`,
      { resourceRequirements: requirements('1', '3000') },
    ],
    [
      `${at}.resourceRequirements[1].value: With 0.25 vCPU Fargate offers 512, 1,024, 2,048 MiB.`,
      { resourceRequirements: requirements('0.25', '8192') },
    ],
    [
      `${at}.resourceRequirements[0].value: Fargate has sizes of 0.25, 0.5, 1, 2, 4, 8, 16, 32 vCPU.`,
      { resourceRequirements: requirements('3', '8192') },
    ],
    [
      `${at}.resourceRequirements[2].value: Fargate has no GPUs.`,
      { resourceRequirements: requirements('1', '2048', { type: 'GPU', value: '1' }) },
    ],
    [`${at}.privileged: Fargate runs no privileged container.`, { privileged: true }],
    [
      `${at}.ulimits: ulimits can not be set on Fargate.`,
      { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }] },
    ],
    [`${at}.linuxParameters.swappiness: swappiness can not be set on Fargate.`, { linuxParameters: { swappiness: 1 } }],
    [
      `${at}.logConfiguration.logDriver: Fargate logs by awslogs, splunk, awsfirelens only.`,
      { logConfiguration: { logDriver: 'syslog' } },
    ],
    [
      `${at}.ephemeralStorage.sizeInGiB: Ephemeral storage in GiB is a number from 21 to 200.`,
      { ephemeralStorage: { sizeInGiB: 20 } },
    ],
    [
      `${at}.volumes[0].host.sourcePath: On Fargate there is no host to mount from.`,
      { volumes: [{ host: { sourcePath: '/x' } }] },
    ],
    [
      `${at}.volumes[0].efsVolumeConfiguration: EFS needs platform version 1.4.0 or later; this is 1.3.0.`,
      {
        volumes: [{ efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
        fargatePlatformConfiguration: { platformVersion: '1.3.0' },
      },
    ],
  ])('on Fargate says %s', (expected, inside) => {
    expect(told(fargate(inside))).toContain(expected);
  });

  it('puts Fargate’s sizes in words', () => {
    expect(fargateMemoryWords(32)).toBe('61,440, 122,880, 249,856 MiB');
    expect(fargateMemoryWords(16)).toBe('32,768 to 122,880 MiB in steps of 8,192');
    expect(fargateMemoryWords(3)).toBeNull();
  });
});

describe('a multi-node job', () => {
  const list = 'nodeProperties.nodeRangeProperties';
  it.each<[string, JsonObject]>([
    ['type: Fargate runs no multi-node jobs.', nodes({}, { platformCapabilities: ['FARGATE'] })],
    ['nodeProperties: A multi-node job has nodeProperties.', { jobDefinitionName: 'mpi', type: 'multinode' }],
    ['nodeProperties: nodeProperties go with the type multinode.', nodes({}, { type: 'container' })],
    ['nodeProperties.numNodes: The number of nodes is a number from 1 to 1,000.', nodes({ numNodes: 1001 })],
    ['nodeProperties.mainNode: The main node is one of 0 to 3.', nodes({ mainNode: 4 })],
    [
      `${list}: At most 5 ranges; these are 6.`,
      nodes({ nodeRangeProperties: Array.from({ length: 6 }, () => group('0:3')) }),
    ],
    [`${list}: Give at least one range of nodes.`, nodes({ nodeRangeProperties: [] })],
    [
      `${list}: No range has node 2: together they name every node.`,
      nodes({ nodeRangeProperties: [group('0:1'), group('3')] }),
    ],
    [`${list}[0].targetNodes: A range is written 0:3, :3, 4: or 2.`, nodes({ nodeRangeProperties: [group('a')] })],
    [`${list}[0]: Nodes 0: have no container.`, nodes({ nodeRangeProperties: [{ targetNodes: '0:' }] })],
    [`${list}[0].container.image: Give an image.`, nodes({ nodeRangeProperties: [group('0:', { image: '' })] })],
    [
      `${list}[0].instanceTypes: instanceTypes go with ecsProperties: a container has instanceType.`,
      nodes({ nodeRangeProperties: [{ ...group('0:'), instanceTypes: ['m5.large'] }] }),
    ],
  ])('says %s', (expected, document) => {
    expect(told(document)).toContain(expected);
  });

  it('reads ranges as AWS writes them', () => {
    expect([':3', '4:', '2', '1:2', '3:1', '', 'x'].map((text) => nodeRange(text, 8))).toEqual([
      { from: 0, to: 3 },
      { from: 4, to: 7 },
      { from: 2, to: 2 },
      { from: 1, to: 2 },
      null,
      null,
      null,
    ]);
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
