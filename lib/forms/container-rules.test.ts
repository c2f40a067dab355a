import { beforeAll, describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { fargateMemoryWords } from './container-rules';
import { ec2, fargate, group, nodes, requirements, toldOf } from './definitions-in-tests';
import type { JsonObject } from './json-text';
import { nodeRange } from './node-rules';
import type { OperationShapes } from './operation-types';
import { loadOperationShapes } from './shapes';

let shapes: OperationShapes;
const told = (document: JsonObject) => toldOf(shapes, document);

beforeAll(async () => {
  shapes = await loadOperationShapes();
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
