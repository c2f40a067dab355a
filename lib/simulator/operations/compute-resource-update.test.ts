import type { ComputeEnvironmentDetail, ComputeResource, ComputeResourceUpdate } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { shownComputeResources } from './compute-resource-rules';
import { changedResources, checkMayReplace } from './compute-resource-update';

const ec2 = shownComputeResources({
  type: 'EC2',
  allocationStrategy: 'BEST_FIT_PROGRESSIVE',
  minvCpus: 0,
  maxvCpus: 16,
  desiredvCpus: 8,
  instanceTypes: ['c5'],
  subnets: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  instanceRole: 'ecsInstanceRole',
  ec2KeyPair: 'night',
  imageId: 'ami-1',
  placementGroup: 'close',
  launchTemplate: { launchTemplateName: 'lt', version: '3' },
  tags: { team: 'a' },
});
const spot = shownComputeResources({ ...ec2, type: 'SPOT', allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED' });
const fargate: ComputeResource = { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };

describe('resources after a scaling update', () => {
  it.each<[ComputeResource, ComputeResourceUpdate, object]>([
    [ec2, { maxvCpus: 4 }, { minvCpus: 0, maxvCpus: 4, desiredvCpus: 8 }],
    [ec2, { minvCpus: 12 }, { minvCpus: 12, desiredvCpus: 12 }],
    [ec2, { desiredvCpus: 10 }, { desiredvCpus: 10 }],
    [ec2, { maxvCpus: 0 }, { maxvCpus: 0 }],
    [ec2, { scalingPolicy: { minScaleDownDelayMinutes: 30 } }, { scalingPolicy: { minScaleDownDelayMinutes: 30 } }],
    [fargate, { maxvCpus: 2, subnets: ['subnet-2'] }, { maxvCpus: 2, subnets: ['subnet-2'] }],
    [fargate, { subnets: [], securityGroupIds: [] }, { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }],
  ])('%#: %j with %j', (before, update, expected) => {
    const { resources, replacing } = changedResources(before, update);
    expect(resources).toEqual({ ...before, ...expected });
    expect(replacing).toEqual([]);
  });

  it('replaces nothing by limits, and on Fargate not by its network [CEU-20]', () => {
    const limits = { minvCpus: 2, maxvCpus: 20, desiredvCpus: 12 };
    expect(changedResources(ec2, limits).replacing).toEqual([]);
    const network = { subnets: ['subnet-2'], securityGroupIds: ['sg-2'] };
    expect(changedResources(fargate, network).replacing).toEqual([]);
  });

  it.each<[string, ComputeResourceUpdate]>([
    ['its own values', { instanceTypes: ['c5'], subnets: ['subnet-1'], type: 'EC2', tags: { team: 'a' } }],
    ['its template in another order', { launchTemplate: { version: '3', launchTemplateName: 'lt' } }],
    ['the latest image, where it names one itself', { updateToLatestImageVersion: true }],
    ['no latest image', { updateToLatestImageVersion: false }],
  ])('replaces nothing when given %s', (_, update) => {
    expect(changedResources(ec2, update)).toEqual({ resources: ec2, replacing: [] });
  });
});

/** A change of each member that an infrastructure update takes. */
const REPLACING: readonly ComputeResourceUpdate[] = [
  { allocationStrategy: 'BEST_FIT_PROGRESSIVE_ORDERED' },
  { ec2Configuration: [{ imageType: 'ECS_AL2023_NVIDIA' }] },
  { ec2KeyPair: 'day' },
  { imageId: 'ami-2' },
  { instanceRole: 'other' },
  { instanceTypes: ['m5'] },
  { launchTemplate: { launchTemplateName: 'other' } },
  { placementGroup: 'far' },
  { securityGroupIds: ['sg-2'] },
  { subnets: ['subnet-2'] },
  { tags: { team: 'b' } },
  { type: 'SPOT' },
];

describe('resources after an infrastructure update', () => {
  it.each(REPLACING.map((update) => ({ member: Object.keys(update)[0] ?? '', update })))(
    'replaces the instances by $member [CEU-21]',
    ({ member, update }) => {
      expect(changedResources(ec2, update).replacing).toContain(member);
    },
  );

  it('replaces them by another bid, and by the latest image where none is named [CEU-21]', () => {
    expect(changedResources(spot, { bidPercentage: 40 }).replacing).toEqual(['bidPercentage']);
    const { imageId: _, ...unnamed } = ec2;
    expect(changedResources(unnamed, { updateToLatestImageVersion: true }).replacing).toEqual([
      'updateToLatestImageVersion',
    ]);
  });

  it.each<[ComputeResource, ComputeResourceUpdate, object, string[]]>([
    [ec2, { instanceTypes: ['m5'], maxvCpus: 32 }, { instanceTypes: ['m5'], maxvCpus: 32 }, ['instanceTypes']],
    [ec2, { subnets: ['subnet-2'] }, { subnets: ['subnet-2'] }, ['subnets']],
    [ec2, { type: 'SPOT' }, { type: 'SPOT', bidPercentage: 100 }, ['bidPercentage', 'type']],
    [spot, { bidPercentage: 40 }, { bidPercentage: 40 }, ['bidPercentage']],
    [ec2, { tags: {} }, { tags: {} }, ['tags']],
    [ec2, { securityGroupIds: [] }, { securityGroupIds: [] }, ['securityGroupIds']],
  ])('%#: %j with %j', (before, update, expected, replacing) => {
    expect(changedResources(before, update)).toEqual({ resources: { ...before, ...expected }, replacing });
  });

  it('removes what is given empty', () => {
    const { resources, replacing } = changedResources(
      { ...ec2, ec2Configuration: [{ imageType: 'ECS_AL2' }] },
      {
        ec2KeyPair: '',
        imageId: '',
        placementGroup: '',
        launchTemplate: { launchTemplateName: '' },
        ec2Configuration: [],
      },
    );
    const gone = { ec2KeyPair: '', imageId: '', placementGroup: '', launchTemplate: '' };
    expect(Object.keys(resources)).not.toEqual(expect.arrayContaining(['ec2KeyPair']));
    expect(Object.keys(resources).filter((name) => name in gone)).toEqual([]);
    expect(resources.ec2Configuration).toEqual([{ imageType: 'ECS_AL2023' }]);
    expect(replacing).toEqual(['ec2Configuration', 'ec2KeyPair', 'imageId', 'launchTemplate', 'placementGroup']);
  });

  it('has no bid left when Spot becomes On-Demand, and takes the latest image where it names none', () => {
    const update = { type: 'EC2', allocationStrategy: 'BEST_FIT_PROGRESSIVE', imageId: '' } as const;
    const { resources, replacing } = changedResources(spot, { ...update, updateToLatestImageVersion: true });
    expect(resources.bidPercentage).toBeUndefined();
    expect(replacing).toEqual(['allocationStrategy', 'bidPercentage', 'imageId', 'type', 'updateToLatestImageVersion']);
  });
});

describe('what an update may not do', () => {
  it.each<[ComputeResource, ComputeResourceUpdate, string, string?]>([
    [ec2, { desiredvCpus: 7 }, 'Manually scaling down compute environment is not supported.', '[CEU-1]'],
    [ec2, { desiredvCpus: 17 }, 'desiredvCpus should be between minvCpus and maxvCpus.', '[CEU-2]'],
    [ec2, { minvCpus: 17 }, 'maxvCpus should be greater than or equal to minvCpus.'],
    [ec2, { instanceTypes: ['c5', 'm6g'] }, 'arm-based instance type cannot be used with other instance types.'],
    [ec2, { instanceTypes: [] }, 'Resource instanceTypes are required.'],
    [ec2, { subnets: [] }, 'Resource subnets are required.'],
    [ec2, { instanceRole: '' }, 'Instance role is required.'],
    [ec2, { type: 'FARGATE' }, 'Compute resource type EC2 can not be changed to FARGATE.', '[CEU-8]'],
    [ec2, { type: 'ECS_MANAGED_INSTANCES' }, 'can not be changed to ECS_MANAGED_INSTANCES.'],
    [ec2, { capacityTags: { a: 'b' } }, 'capacityTags is only applicable for ECS_MANAGED_INSTANCES.'],
    [ec2, { allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED' }, 'requires compute resource type SPOT.'],
    [spot, { type: 'EC2' }, 'Allocation strategy SPOT_PRICE_CAPACITY_OPTIMIZED requires compute resource type SPOT.'],
    [spot, { bidPercentage: 101 }, 'Bid percentage must be between 0 to 100.'],
    [fargate, { minvCpus: 1 }, 'minvCpus is not applicable for Fargate.'],
    [fargate, { instanceTypes: ['c5'] }, 'instanceTypes is not applicable for Fargate.'],
  ])('%#: refuses %j with %j', (before, update, message) => {
    expect(() => changedResources(before, update)).toThrowError(message);
  });

  const linked = 'arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch';
  const bestFit: ComputeResource = { ...ec2, allocationStrategy: 'BEST_FIT' };
  const onlyLinked = 'can be updated only for Non-fargate Compute Environment having a Batch Service Linked Role';
  it.each<[string, ComputeResource, ComputeResourceUpdate, string, string?]>([
    [
      'own',
      ec2,
      { instanceTypes: ['m5'], subnets: ['s'] },
      `Following fields [instanceTypes, subnets] ${onlyLinked}`,
      '[CEU-4]',
    ],
    [linked, fargate, { type: 'FARGATE_SPOT' }, `Following fields [type] ${onlyLinked}`],
    [
      linked,
      bestFit,
      { tags: {} },
      "BEST_FIT isn't supported when updating [tags] of a compute environment",
      '[CEU-5]',
    ],
    [linked, bestFit, { allocationStrategy: 'BEST_FIT_PROGRESSIVE' }, "BEST_FIT isn't supported when updating"],
  ])('with role %s %j is not replaced by %j', (serviceRole, computeResources, update, message) => {
    const names = { computeEnvironmentName: 'fleet', computeEnvironmentArn: 'arn' };
    const current: ComputeEnvironmentDetail = { ...names, serviceRole, computeResources };
    expect(() => checkMayReplace(current, changedResources(computeResources, update))).toThrowError(message);
  });
});
