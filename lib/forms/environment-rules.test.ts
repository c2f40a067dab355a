import { describe, expect, it } from 'vitest';
import {
  createComputeEnvironmentProblems,
  environmentCreateCall,
  environmentUpdateBase,
  type JsonObject,
  type JsonValue,
  joined,
  type Problem,
  updateComputeEnvironmentProblems,
} from '.';
import { OPERATION_SHAPES as SHAPES } from './operation-shapes';
import { changed, list, type Row, saidAt } from './rules-in-tests';

function told(problems: readonly Problem[], path: string, message: RegExp): void {
  expect(saidAt(problems, path)).toEqual([expect.stringMatching(message)]);
}

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));

const EC2: JsonObject = {
  computeEnvironmentName: 'fleet',
  type: 'MANAGED',
  state: 'ENABLED',
  computeResources: {
    type: 'EC2',
    allocationStrategy: 'BEST_FIT_PROGRESSIVE',
    minvCpus: 0,
    maxvCpus: 64,
    instanceTypes: ['c5', 'm5.large'],
    subnets: ['subnet-1'],
    securityGroupIds: ['sg-1'],
    instanceRole: 'ecsInstanceRole',
  },
};
const FARGATE: JsonObject = {
  computeEnvironmentName: 'serverless',
  type: 'MANAGED',
  computeResources: { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
};
const UNMANAGED: JsonObject = {
  computeEnvironmentName: 'own',
  type: 'UNMANAGED',
  serviceRole: 'arn:aws:iam::123456789012:role/batch',
};
const R = 'computeResources';

describe('a new environment', () => {
  it.each([
    ['EC2', EC2],
    [
      'Spot',
      changed(EC2, [
        [`${R}.type`, 'SPOT'],
        [`${R}.allocationStrategy`, 'SPOT_PRICE_CAPACITY_OPTIMIZED'],
      ]),
    ],
    ['Fargate', FARGATE],
    ['Fargate Spot', changed(FARGATE, [[`${R}.type`, 'FARGATE_SPOT']])],
    ['unmanaged', UNMANAGED],
    ['optimal', changed(EC2, [[`${R}.instanceTypes`, ['optimal']]])],
  ])('of kind %s has no problem', (_, document) => {
    expect(createComputeEnvironmentProblems(SHAPES, document)).toEqual([]);
  });
  const rows: Row[] = [
    [[['computeEnvironmentName', undefined]], 'computeEnvironmentName', /is required/],
    [[['computeEnvironmentName', '']], 'computeEnvironmentName', /Give a name/],
    [[['computeEnvironmentName', 'x'.repeat(129)]], 'computeEnvironmentName', /at most 128/],
    [[['computeEnvironmentName', 'two words']], 'computeEnvironmentName', /letters, digits/],
    [[['computeEnvironmentName', '\u202egnp']], 'computeEnvironmentName', /letters, digits/],
    [[['computeEnvironmentName', '<b>x</b>']], 'computeEnvironmentName', /letters, digits/],
    [[['computeEnvironmentName', 3]], 'computeEnvironmentName', /A text in double quotes belongs/],
    [[['type', 'managed']], 'type', /none of MANAGED, UNMANAGED/],
    [[['state', 'DISABLED']], 'state', /made enabled/],
    [[['colour', 'red']], 'colour', /knows no colour/],
    [[['Tags', {}]], 'Tags', /it is tags/],
    [[['tags', tags(51)]], 'tags', /At most 50/],
    [[['tags', { 'aws:x': '' }]], 'tags.aws:x', /kept for AWS/],
    [[['tags', { ['k'.repeat(129)]: '' }]], `tags.${'k'.repeat(129)}`, /at most 128/],
    [[['tags', { k: 'v'.repeat(257) }]], 'tags.k', /at most 256/],
    [[['serviceRole', 'no role!']], 'serviceRole', /name or the ARN/],
    [[['unmanagedvCpus', 4]], 'unmanagedvCpus', /Only an unmanaged/],
    [[[R, undefined]], R, /managed environment says/],
    [[[`${R}.minvCpus`, undefined]], `${R}.minvCpus`, /least vCPU/],
    [[[`${R}.maxvCpus`, undefined]], `${R}.maxvCpus`, /required/],
    [[[`${R}.maxvCpus`, '64']], `${R}.maxvCpus`, /A number belongs/],
    [[[`${R}.maxvCpus`, 1.5]], `${R}.maxvCpus`, /whole number/],
    [[[`${R}.maxvCpus`, -1]], `${R}.maxvCpus`, /from 0/],
    [[[`${R}.minvCpus`, 65]], `${R}.maxvCpus`, /at least the minimum/],
    [[[`${R}.desiredvCpus`, 65]], `${R}.desiredvCpus`, /between/],
    [[[`${R}.instanceTypes`, undefined]], `${R}.instanceTypes`, /Choose instance types/],
    [[[`${R}.instanceTypes`, []]], `${R}.instanceTypes`, /Choose instance types/],
    [[[`${R}.instanceTypes`, ['c5', 'x99.large']]], `${R}.instanceTypes[1]`, /x99.large is no instance type/],
    [[[`${R}.instanceTypes`, ['c5', 'c5']]], `${R}.instanceTypes[1]`, /stands twice/],
    [[[`${R}.instanceTypes`, ['c5', 'c6g']]], `${R}.instanceTypes`, /arm64/],
    [[[`${R}.instanceRole`, undefined]], `${R}.instanceRole`, /role of the instances/],
    [[[`${R}.subnets`, undefined]], `${R}.subnets`, /at least one subnet/],
    [[[`${R}.subnets`, list(17, (at) => `subnet-${at}`)]], `${R}.subnets`, /At most 16/],
    [[[`${R}.subnets`, ['vpc-1']]], `${R}.subnets[0]`, /begin with subnet-/],
    [[[`${R}.subnets`, ['subnet-1', 'subnet-1']]], `${R}.subnets[1]`, /stands twice/],
    [[[`${R}.securityGroupIds`, undefined]], `${R}.securityGroupIds`, /at least one security group/],
    [[[`${R}.securityGroupIds`, list(6, (at) => `sg-${at}`)]], `${R}.securityGroupIds`, /At most 5/],
    [[[`${R}.securityGroupIds`, ['x']]], `${R}.securityGroupIds[0]`, /begin with sg-/],
    [[[`${R}.allocationStrategy`, 'SPOT_CAPACITY_OPTIMIZED']], `${R}.allocationStrategy`, /for Spot/],
    [
      [
        [`${R}.type`, 'SPOT'],
        [`${R}.allocationStrategy`, 'BEST_FIT_PROGRESSIVE_ORDERED'],
      ],
      `${R}.allocationStrategy`,
      /On-Demand/,
    ],
    [
      [
        [`${R}.type`, 'SPOT'],
        [`${R}.allocationStrategy`, 'BEST_FIT'],
      ],
      `${R}.spotIamFleetRole`,
      /Spot fleet role/,
    ],
    [
      [
        [`${R}.type`, 'SPOT'],
        [`${R}.allocationStrategy`, undefined],
      ],
      `${R}.spotIamFleetRole`,
      /Spot fleet role/,
    ],
    [
      [
        [`${R}.type`, 'SPOT'],
        [`${R}.bidPercentage`, 101],
      ],
      `${R}.bidPercentage`,
      /0 to 100/,
    ],
    [[[`${R}.bidPercentage`, 50]], `${R}.bidPercentage`, /no bid/],
    [
      [[`${R}.scalingPolicy`, { minScaleDownDelayMinutes: 19 }]],
      `${R}.scalingPolicy.minScaleDownDelayMinutes`,
      /20 to 10,080/,
    ],
    [
      [[`${R}.scalingPolicy`, { minScaleDownDelayMinutes: 10_081 }]],
      `${R}.scalingPolicy.minScaleDownDelayMinutes`,
      /20 to 10,080/,
    ],
    [[[`${R}.ec2Configuration`, list(3, () => ({ imageType: 'ECS_AL2023' }))]], `${R}.ec2Configuration`, /One or two/],
    [[[`${R}.ec2Configuration`, [{ imageType: 'WINDOWS' }]]], `${R}.ec2Configuration[0].imageType`, /is one of/],
    [
      [[`${R}.ec2Configuration`, [{ imageType: 'ECS_AL2023', imageIdOverride: 'x' }]]],
      `${R}.ec2Configuration[0].imageIdOverride`,
      /ami-/,
    ],
    [
      [[`${R}.launchTemplate`, { launchTemplateId: 'lt-1', launchTemplateName: 'x' }]],
      `${R}.launchTemplate`,
      /not both/,
    ],
    [[[`${R}.launchTemplate`, { version: '1' }]], `${R}.launchTemplate`, /by its id or its name/],
    [
      [
        [
          `${R}.launchTemplate`,
          { launchTemplateId: 'lt-1', overrides: list(11, () => ({ targetInstanceTypes: ['c5'] })) },
        ],
      ],
      `${R}.launchTemplate.overrides`,
      /At most 10/,
    ],
    [
      [[`${R}.launchTemplate`, { launchTemplateId: 'lt-1', overrides: [{}] }]],
      `${R}.launchTemplate.overrides[0].targetInstanceTypes`,
      /for which/,
    ],
    [
      [[`${R}.launchTemplate`, { launchTemplateId: 'lt-1', overrides: [{ targetInstanceTypes: ['r5.large'] }] }]],
      `${R}.launchTemplate.overrides[0].targetInstanceTypes`,
      /none of the environment/,
    ],
    [
      [
        [
          `${R}.launchTemplate`,
          { launchTemplateId: 'lt-1', overrides: list(2, () => ({ targetInstanceTypes: ['c5.large'] })) },
        ],
      ],
      `${R}.launchTemplate.overrides[1].targetInstanceTypes`,
      /two overrides/,
    ],
    [[[`${R}.tags`, { 'aws:x': '' }]], `${R}.tags.aws:x`, /kept for AWS/],
  ];
  it.each(rows)('%j', (changes, path, message) => {
    told(createComputeEnvironmentProblems(SHAPES, changed(EC2, changes)), path, message);
  });
  it.each([
    'allocationStrategy',
    'bidPercentage',
    'desiredvCpus',
    'imageId',
    'instanceTypes',
    'ec2Configuration',
    'ec2KeyPair',
    'instanceRole',
    'launchTemplate',
    'minvCpus',
    'placementGroup',
    'spotIamFleetRole',
    'tags',
  ])('%s is not for Fargate', (member) => {
    const shape = SHAPES.structures.ComputeResource?.[member];
    const type = shape?.type;
    const value: JsonValue =
      shape?.values?.[0] ??
      (type === 'number' ? 1 : typeof type === 'string' ? 'x' : type !== undefined && 'list' in type ? [] : {});
    told(
      createComputeEnvironmentProblems(SHAPES, changed(FARGATE, [[`${R}.${member}`, value]])),
      `${R}.${member}`,
      /not applicable for Fargate/,
    );
  });
  const unmanaged: Row[] = [
    [[['serviceRole', undefined]], 'serviceRole', /of its own/],
    [
      [['serviceRole', 'arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch']],
      'serviceRole',
      /service-linked/,
    ],
    [[[R, { type: 'EC2', maxvCpus: 1 }]], R, /take computeResources out/],
    [[['unmanagedvCpus', -1]], 'unmanagedvCpus', /from 0/],
  ];
  it.each(unmanaged)('unmanaged: %j', (changes, path, message) => {
    told(createComputeEnvironmentProblems(SHAPES, changed(UNMANAGED, changes)), path, message);
  });
});

const DETAIL = {
  ...EC2,
  computeEnvironmentArn: 'arn:aws:batch:us-east-1:123456789012:compute-environment/fleet',
  status: 'VALID',
  serviceRole: 'arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch',
  computeResources: { ...(EC2.computeResources as JsonObject), desiredvCpus: 8 },
  tags: { team: 'x' },
};
const BASE = environmentUpdateBase(DETAIL);
const CALL: JsonObject = { computeEnvironment: 'fleet' };

describe('a change of an environment', () => {
  it('begins from what Describe shows, and a clone leaves out what AWS moves', () => {
    expect(updateComputeEnvironmentProblems(SHAPES, CALL, BASE)).toEqual([]);
    expect(
      updateComputeEnvironmentProblems(
        SHAPES,
        changed(CALL, [
          [`${R}.maxvCpus`, 128],
          [`${R}.instanceTypes`, ['r5']],
        ]),
        BASE,
      ),
    ).toEqual([]);
    const clone = environmentCreateCall(DETAIL);
    expect(clone).toMatchObject({ computeEnvironmentName: '', tags: { team: 'x' }, state: 'ENABLED' });
    expect(clone.serviceRole).toBeUndefined();
    expect(createComputeEnvironmentProblems(SHAPES, { ...clone, computeEnvironmentName: 'two' })).toEqual([]);
  });
  const own = { ...BASE, serviceRole: 'arn:aws:iam::123456789012:role/own' };
  const bestFit = joined(BASE, { computeResources: { allocationStrategy: 'BEST_FIT' } });
  const fargate = environmentUpdateBase({ ...FARGATE, status: 'VALID' });
  const rows: [JsonObject, ...Row][] = [
    [BASE, [['computeEnvironment', undefined]], 'computeEnvironment', /required/],
    [BASE, [['computeEnvironmentName', 'new']], 'computeEnvironmentName', /knows no computeEnvironmentName/],
    [BASE, [['unmanagedvCpus', 4]], 'unmanagedvCpus', /Only an unmanaged/],
    [BASE, [['serviceRole', 'own']], 'serviceRole', /can not change between/],
    [
      BASE,
      [['updatePolicy', { jobExecutionTimeoutMinutes: 7201 }]],
      'updatePolicy.jobExecutionTimeoutMinutes',
      /1 to 7,200/,
    ],
    [BASE, [[`${R}.type`, 'FARGATE']], `${R}.type`, /between Fargate/],
    [BASE, [[`${R}.allocationStrategy`, 'BEST_FIT']], `${R}.allocationStrategy`, /none of/],
    [BASE, [[`${R}.desiredvCpus`, 4]], `${R}.desiredvCpus`, /only be raised/],
    [BASE, [[`${R}.minvCpus`, 65]], `${R}.maxvCpus`, /at least the minimum/],
    [BASE, [[`${R}.instanceTypes`, []]], `${R}.instanceTypes`, /Choose/],
    [BASE, [[`${R}.subnets`, []]], `${R}.subnets`, /at least one/],
    [own, [[`${R}.instanceTypes`, ['r5']]], `${R}.instanceTypes`, /service-linked role only/],
    [bestFit, [[`${R}.instanceTypes`, ['r5']]], `${R}.instanceTypes`, /BEST_FIT/],
    [fargate, [[`${R}.minvCpus`, 1]], `${R}.minvCpus`, /not applicable for Fargate/],
    [fargate, [[`${R}.type`, 'EC2']], `${R}.type`, /between Fargate/],
    [environmentUpdateBase(UNMANAGED), [[`${R}.maxvCpus`, 1]], R, /no computeResources/],
  ];
  it.each(rows)('%#', (base, changes, path, message) => {
    told(updateComputeEnvironmentProblems(SHAPES, changed(CALL, changes), base), path, message);
  });
});
