import type { ComputeResource } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { checkComputeResources, shownComputeResources } from './compute-resource-rules';

const ec2: ComputeResource = {
  type: 'EC2',
  minvCpus: 0,
  maxvCpus: 16,
  instanceTypes: ['optimal'],
  subnets: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  instanceRole: 'ecsInstanceRole',
};
const spot: ComputeResource = { ...ec2, type: 'SPOT', allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED' };
const fargate: ComputeResource = { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };

function without(resources: ComputeResource, member: keyof ComputeResource): ComputeResource {
  const { [member]: _, ...rest } = resources;
  return { type: resources.type, maxvCpus: resources.maxvCpus, ...rest };
}

/** A launch template with an override for each of these lists of types, in an environment of c5. */
function overriding(...targets: string[][]): ComputeResource {
  const overrides = targets.map((targetInstanceTypes) => ({ launchTemplateName: 'x', targetInstanceTypes }));
  return { ...ec2, instanceTypes: ['c5'], launchTemplate: { launchTemplateName: 'lt', overrides } };
}

/** A value of each member that Fargate has no use for. */
const NOT_ON_FARGATE: Record<string, unknown> = {
  allocationStrategy: 'BEST_FIT',
  bidPercentage: 50,
  desiredvCpus: 0,
  ec2Configuration: [{ imageType: 'ECS_AL2023' }],
  ec2KeyPair: 'k',
  imageId: 'ami-1',
  instanceRole: 'r',
  instanceTypes: ['optimal'],
  launchTemplate: { launchTemplateName: 'lt' },
  minvCpus: 0,
  placementGroup: 'p',
  spotIamFleetRole: 'r',
  tags: {},
};

describe('resources of a new environment', () => {
  it.each(Object.entries(NOT_ON_FARGATE))('refuse %s on Fargate [CE-20]', (member, value) => {
    expect(() => checkComputeResources({ ...fargate, [member]: value })).toThrowError(
      `${member} is not applicable for Fargate.`,
    );
  });

  it.each([
    ['EC2', ec2],
    [
      'EC2 by family, asking for more than the minimum',
      { ...ec2, instanceTypes: ['c5', 'm5.large'], desiredvCpus: 16 },
    ],
    ['EC2 on Graviton', { ...ec2, instanceTypes: ['default_arm64'] }],
    [
      'EC2 whose launch template has the security groups',
      {
        ...without(ec2, 'securityGroupIds'),
        launchTemplate: { launchTemplateName: 'lt' },
      },
    ],
    ['Spot', spot],
    [
      'Spot by BEST_FIT with its role',
      { ...without(spot, 'allocationStrategy'), spotIamFleetRole: 'r', bidPercentage: 60 },
    ],
    ['Fargate', fargate],
    ['Fargate Spot', { ...fargate, type: 'FARGATE_SPOT' as const }],
    ['a delayed scale-down', { ...ec2, scalingPolicy: { minScaleDownDelayMinutes: 20 } }],
  ])('accepts %s', (_, resources: ComputeResource) => {
    expect(() => checkComputeResources(resources)).not.toThrow();
  });

  it.each<[ComputeResource, string, string?]>([
    [without(ec2, 'minvCpus'), 'Resource minvCpus is required.', '[CE-5]'],
    [without(ec2, 'instanceTypes'), 'Resource instanceTypes are required.', '[CE-6]'],
    [without(ec2, 'instanceRole'), 'Instance role is required.', '[CE-7]'],
    [without(ec2, 'subnets'), 'Resource subnets are required.'],
    [without(ec2, 'securityGroupIds'), 'Security group ids are required.', '[CE-8]'],
    [{ ...ec2, minvCpus: 17 }, 'maxvCpus should be greater than or equal to minvCpus.', '[CE-9]'],
    [{ ...ec2, minvCpus: -1 }, 'must be between 0 and'],
    [{ ...ec2, desiredvCpus: 17 }, 'desiredvCpus should be between minvCpus and maxvCpus.', '[CE-10]'],
    [
      { ...ec2, instanceTypes: ['c5.large', 'm6g.large'] },
      'arm-based instance type cannot be used with other instance types.',
      '[CE-15]',
    ],
    [{ ...ec2, instanceTypes: ['c5.gigantic'] }, 'Instance type can only be one of [optimal, '],
    [
      { ...ec2, allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED' },
      'Allocation strategy SPOT_CAPACITY_OPTIMIZED requires compute resource type SPOT.',
      '[CE-14]',
    ],
    [
      { ...spot, allocationStrategy: 'BEST_FIT_PROGRESSIVE_ORDERED' },
      'Allocation strategy BEST_FIT_PROGRESSIVE_ORDERED requires compute resource type EC2.',
      '[CE-13]',
    ],
    [without(spot, 'allocationStrategy'), 'compute resource spotIamFleetRole is required.', '[CE-11]'],
    [{ ...spot, bidPercentage: 101 }, 'Bid percentage must be between 0 to 100.', '[CE-12]'],
    [
      { ...ec2, ec2Configuration: [{ imageType: 'WINDOWS_95' }] },
      'Invalid imageType in ComputeResources.ec2Configuration',
      '[CE-17]',
    ],
    [
      { ...ec2, launchTemplate: { overrides: [{ launchTemplateName: 'x' }] } },
      'LaunchTemplate.overrides.targetInstanceTypes[] is required',
      '[CE-18]',
    ],
    [
      { ...ec2, scalingPolicy: { minScaleDownDelayMinutes: 19 } },
      'minScaleDownDelayMinutes must be 0 or between 20 and 10080.',
      '[CE-22]',
    ],
    [{ ...fargate, minvCpus: 0 }, 'minvCpus is not applicable for Fargate.'],
    [{ ...fargate, instanceTypes: ['optimal'] }, 'instanceTypes is not applicable for Fargate.'],
    [{ ...fargate, tags: {} }, 'tags is not applicable for Fargate.'],
    [
      { ...fargate, subnets: Array.from({ length: 17 }, (_, i) => `s-${i}`) },
      'Fargate supports a maximum of 16 subnets.',
      '[CE-16]',
    ],
    [without(fargate, 'securityGroupIds'), 'Security group ids are required.', '[CE-8]'],
    [{ ...ec2, type: 'ECS_MANAGED_INSTANCES' }, 'does not carry it out yet'],
    [{ ...ec2, securityGroupIds: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'Number of security groups exceeds 5.', '[CE-23]'],
    [
      overriding(...Array.from({ length: 11 }, (_, n) => [`c5.${n + 1}xlarge`])),
      'can have at most 10 entries.',
      '[CE-19]',
    ],
    [overriding(['c5.large'], ['c5.large']), 'c5.large is in two overrides.', '[CE-19]'],
    [overriding(['m5.large']), 'm5.large is not in instanceTypes.', '[CE-19]'],
  ])('refuses %j', (resources, message) => {
    expect(() => checkComputeResources(resources)).toThrowError(message);
  });

  it('are shown with AWS’s defaults [CE-32, CE-33, CE-34]', () => {
    expect(shownComputeResources({ ...ec2, minvCpus: 4 })).toEqual({
      ...ec2,
      minvCpus: 4,
      desiredvCpus: 4,
      allocationStrategy: 'BEST_FIT',
      ec2Configuration: [{ imageType: 'ECS_AL2023' }],
    });
    expect(shownComputeResources(spot).bidPercentage).toBe(100);
    expect(shownComputeResources(fargate)).toEqual(fargate);
  });
});
