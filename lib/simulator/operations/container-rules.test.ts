import type { ContainerProperties, PlatformCapability, ResourceRequirement } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { checkContainer, shownContainer } from './container-rules';
import { type AskedResources, askedResources, type RequirementSource } from './resource-requirement-rules';

function sized(vcpu: string, memory: string): ResourceRequirement[] {
  return [
    { type: 'VCPU', value: vcpu },
    { type: 'MEMORY', value: memory },
  ];
}

const ec2: ContainerProperties = { image: 'busybox', resourceRequirements: sized('1', '4') };
const fargate: ContainerProperties = {
  image: 'busybox',
  executionRoleArn: 'r',
  resourceRequirements: sized('0.25', '512'),
};

describe('a definition’s container', () => {
  it.each<[PlatformCapability, ContainerProperties]>([
    ['EC2', ec2],
    ['EC2', { image: 'busybox', vcpus: 2, memory: 128, privileged: true, command: ['Ref::x'] }],
    ['EC2', { ...ec2, resourceRequirements: [...sized('100000', '99999999'), { type: 'GPU', value: '8' }] }],
    ['FARGATE', fargate],
    ['FARGATE', { ...fargate, resourceRequirements: sized('32', '249856'), ephemeralStorage: { sizeInGiB: 200 } }],
    [
      'FARGATE',
      { ...fargate, networkConfiguration: { assignPublicIp: 'ENABLED' }, logConfiguration: { logDriver: 'awslogs' } },
    ],
  ])('is accepted on %s: %j', (platform, container) => {
    expect(() => checkContainer(container, platform)).not.toThrow();
  });

  it.each<[PlatformCapability, ContainerProperties, string, string?]>([
    ['EC2', { ...ec2, resourceRequirements: sized('1', '3') }, 'Memory must be at least 4 Mib, got 3 Mib.', '[JD-1]'],
    ['EC2', { ...ec2, resourceRequirements: sized('0.5', '4') }, 'vCPU must be at least 1, got 0.5.', '[JD-2]'],
    ['EC2', { ...ec2, resourceRequirements: [{ type: 'MEMORY', value: '4' }] }, 'vCPU is required.', '[JD-3]'],
    [
      'EC2',
      { ...ec2, resourceRequirements: sized('two', '4') },
      'Value two for type VCPU in resourceRequirement is not valid. Please provide a numeric value.',
    ],
    ['EC2', { ...ec2, resourceRequirements: sized('1e3', '4') }, 'Please provide a numeric value.'],
    ['EC2', { ...ec2, resourceRequirements: sized('1', '9999999999') }, 'Please provide a numeric value.'],
    [
      'EC2',
      { ...ec2, resourceRequirements: [...sized('1', '4'), { type: 'GPU', value: '0.5' }] },
      'Value 0.5 for type GPU in resourceRequirement is not valid.',
      '[JD-4]',
    ],
    [
      'EC2',
      { ...ec2, resourceRequirements: [...sized('1', '4'), ...sized('1', '4')] },
      'Cannot provide duplicates in resourceRequirements.',
      '[JD-5]',
    ],
    ['EC2', { resourceRequirements: sized('1', '4') }, 'Container image is required.'],
    ['EC2', { ...ec2, command: ['echo', ''] }, 'Command can not contain an empty string.', '[JD-17]'],
    [
      'EC2',
      { ...ec2, environment: [{ name: 'AWS_BATCH_JOB_ID', value: 'x' }] },
      'names that start with AWS_BATCH are reserved.',
      '[JD-16]',
    ],
    [
      'EC2',
      { ...ec2, secrets: [{ name: 'a', valueFrom: 'b' }] },
      'executionRoleArn cannot be empty when using secrets or secretOptions',
      '[JD-11]',
    ],
    ['EC2', { ...ec2, networkConfiguration: {} }, 'networkConfiguration not applicable for EC2.', '[JD-13]'],
    [
      'EC2',
      { ...ec2, fargatePlatformConfiguration: {} },
      'fargatePlatformConfiguration not applicable for EC2.',
      '[JD-14]',
    ],
    [
      'EC2',
      { ...ec2, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' } },
      'Windows supported only by X86_64 cpuArchitecture',
      '[JD-12]',
    ],
    [
      'FARGATE',
      { image: 'busybox', resourceRequirements: sized('0.25', '512') },
      'executionRoleArn is required for Fargate jobs.',
      '[FG-1]',
    ],
    [
      'FARGATE',
      { ...fargate, resourceRequirements: sized('0.25', '8192') },
      'Fargate resource requirements (0.25 vCPU, 8192 MiB) not valid.',
      '[FG-2]',
    ],
    [
      'FARGATE',
      { ...fargate, resourceRequirements: [...sized('1', '2048'), { type: 'GPU', value: '1' }] },
      'GPU is not applicable for Fargate.',
      '[FG-3]',
    ],
    [
      'FARGATE',
      { ...fargate, privileged: true },
      'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
      '[FG-4]',
    ],
    [
      'FARGATE',
      { ...fargate, ulimits: [{ name: 'nofile', hardLimit: 1, softLimit: 1 }] },
      'ulimits is not applicable for Fargate.',
      '[FG-5]',
    ],
    [
      'FARGATE',
      { ...fargate, linuxParameters: { tmpfs: [] } },
      'linuxParameter.tmpfs is not allowed for Fargate.',
      '[FG-6]',
    ],
    [
      'FARGATE',
      { ...fargate, logConfiguration: { logDriver: 'gelf' } },
      'Log driver for Fargate is not valid: gelf',
      '[FG-7]',
    ],
    [
      'FARGATE',
      { ...fargate, volumes: [{ host: { sourcePath: '/x' } }] },
      'host.sourcePath should not be set for volumes in Fargate.',
      '[FG-8]',
    ],
    [
      'FARGATE',
      {
        ...fargate,
        volumes: [{ efsVolumeConfiguration: { fileSystemId: 'fs' } }],
        fargatePlatformConfiguration: { platformVersion: '1.3.0' },
      },
      'EFS is supported for Fargate platform versions 1.4.0 or later, provided 1.3.0',
      '[FG-9]',
    ],
    [
      'FARGATE',
      { ...fargate, ephemeralStorage: { sizeInGiB: 20 } },
      'Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB',
      '[FG-10]',
    ],
  ])('is refused on %s: %j', (platform, container, message) => {
    expect(() => checkContainer(container, platform)).toThrowError(message);
  });

  it('is shown with its collections, and with Fargate’s defaults [JD-34, JD-36]', () => {
    const empty = { command: [], volumes: [], environment: [], mountPoints: [], ulimits: [], secrets: [] };
    expect(shownContainer(ec2, 'EC2')).toEqual({ ...empty, ...ec2 });
    expect(shownContainer(fargate, 'FARGATE')).toEqual({
      ...empty,
      ...fargate,
      networkConfiguration: { assignPublicIp: 'DISABLED' },
      fargatePlatformConfiguration: { platformVersion: 'LATEST' },
    });
  });
});

describe('what a container asks for', () => {
  it.each<[RequirementSource, PlatformCapability, AskedResources]>([
    [{ vcpus: 2, memory: 100 }, 'EC2', { milliVcpus: 2000, memoryMib: 100, gpus: 0 }],
    [
      { vcpus: 2, memory: 100, resourceRequirements: sized('3', '200') },
      'EC2',
      { milliVcpus: 3000, memoryMib: 200, gpus: 0 },
    ],
    [{ resourceRequirements: sized('0.25', '512') }, 'FARGATE', { milliVcpus: 250, memoryMib: 512, gpus: 0 }],
    [{ resourceRequirements: sized('1.5', '512') }, 'EC2', { milliVcpus: 1500, memoryMib: 512, gpus: 0 }],
  ])('%j on %s', (source, platform, expected) => {
    expect(askedResources(source, platform)).toEqual(expected);
  });
});
