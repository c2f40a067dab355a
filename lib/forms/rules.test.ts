import { describe, expect, it } from 'vitest';
import {
  checkShape,
  createComputeEnvironmentProblems,
  createJobQueueProblems,
  createSchedulingPolicyProblems,
  environmentCreateCall,
  environmentUpdateBase,
  type JsonObject,
  type JsonValue,
  joined,
  type Problem,
  pathOf,
  queueCreateCall,
  queueUpdateBase,
  updateComputeEnvironmentProblems,
  updateJobQueueProblems,
  updateSchedulingPolicyProblems,
  withValueAt,
} from '.';
import { OPERATION_SHAPES as SHAPES } from './operation-shapes';

type Change = readonly [path: string, value: JsonValue | undefined];
type Row = readonly [changes: readonly Change[], path: string, message: RegExp];

const changed = (document: JsonObject, changes: readonly Change[]) =>
  changes.reduce((now, [path, value]) => withValueAt(now, pathOf(path), value), document);

const list = (count: number, of: (at: number) => JsonValue) => Array.from({ length: count }, (_, at) => of(at));
const tags = (count: number) => Object.fromEntries(list(count, (at) => `${at}`).map((key) => [`k${String(key)}`, 'v']));

function told(problems: readonly Problem[], path: string, message: RegExp): void {
  expect(
    problems.map((problem) => `${problem.path}: ${problem.message}`).filter((one) => one.startsWith(`${path}: `)),
  ).toEqual([expect.stringMatching(message)]);
}

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
    [[['computeEnvironmentName', 3]], 'computeEnvironmentName', /a text/],
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
    [[[`${R}.maxvCpus`, '64']], `${R}.maxvCpus`, /a number/],
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

const QUEUE: JsonObject = {
  jobQueueName: 'main',
  priority: 1,
  computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'a' }],
};
const ORDER = 'computeEnvironmentOrder';
const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';
const AROUND = {
  environments: [
    { name: 'a', type: 'EC2', status: 'VALID' },
    { name: 'b', type: 'SPOT', status: 'VALID' },
    { name: 'f', type: 'FARGATE', status: 'VALID' },
    { name: 'broken', type: 'EC2', status: 'INVALID' },
  ],
  policies: [POLICY],
} as const;
const order = (...names: string[]): JsonValue =>
  names.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment }));
const limit = (change: JsonObject): JsonValue => [
  {
    reason: 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
    state: 'RUNNABLE',
    maxTimeSeconds: 600,
    action: 'CANCEL',
    ...change,
  },
];

const QUEUE_ROWS: Row[] = [
  [[['priority', undefined]], 'priority', /required/],
  [[['priority', -1]], 'priority', /0 to 1,000/],
  [[['priority', 1001]], 'priority', /0 to 1,000/],
  [[[ORDER, undefined]], ORDER, /at least one/],
  [[[ORDER, []]], ORDER, /at least one/],
  [[[ORDER, order('a', 'b', 'broken', 'f')]], ORDER, /at most 3/],
  [[[ORDER, order('a', 'a')]], `${ORDER}[1].computeEnvironment`, /stands twice/],
  [
    [
      [
        ORDER,
        [
          { order: 1, computeEnvironment: 'a' },
          { order: 1, computeEnvironment: 'b' },
        ],
      ],
    ],
    `${ORDER}[1].order`,
    /same place/,
  ],
  [[[ORDER, order('a', 'f')]], ORDER, /can not be mixed/],
  [[[ORDER, order('broken')]], `${ORDER}[0].computeEnvironment`, /VALID environments only/],
  [[[ORDER, order('none')]], `${ORDER}[0].computeEnvironment`, /no environment none/],
  [[[ORDER, [{ order: 1 }]]], `${ORDER}[0].computeEnvironment`, /required|Choose/],
  [[['schedulingPolicyArn', 'fair']], 'schedulingPolicyArn', /ARN of a scheduling policy/],
  [[['schedulingPolicyArn', `${POLICY}x`]], 'schedulingPolicyArn', /no scheduling policy/],
  [
    [['schedulingPolicyArn', POLICY.replace('123456789012', '999999999999')]],
    'schedulingPolicyArn',
    /no scheduling policy/,
  ],
  [
    [['jobStateTimeLimitActions', limit({ maxTimeSeconds: 599 })]],
    'jobStateTimeLimitActions[0].maxTimeSeconds',
    /600 to 86,400/,
  ],
  [
    [['jobStateTimeLimitActions', limit({ maxTimeSeconds: 86_401 })]],
    'jobStateTimeLimitActions[0].maxTimeSeconds',
    /600 to 86,400/,
  ],
  [[['jobStateTimeLimitActions', limit({ reason: 'BORED' })]], 'jobStateTimeLimitActions[0].reason', /is one of/],
  [[['jobStateTimeLimitActions', limit({ action: 'TERMINATE' })]], 'jobStateTimeLimitActions[0].action', /CANCEL/],
  [[['jobStateTimeLimitActions', limit({ state: 'RUNNING' })]], 'jobStateTimeLimitActions[0].state', /none of/],
  [
    [['jobStateTimeLimitActions', [...(limit({}) as JsonValue[]), ...(limit({}) as JsonValue[])]]],
    'jobStateTimeLimitActions[1].reason',
    /same state and reason/,
  ],
  [[['serviceEnvironmentOrder', [{ order: 1, serviceEnvironment: 's' }]]], 'serviceEnvironmentOrder', /not both/],
  [[['jobQueueType', 'SAGEMAKER_TRAINING']], 'serviceEnvironmentOrder', /one service environment/],
];

describe('a queue', () => {
  it('that is right has no problem', () => {
    const whole = {
      ...QUEUE,
      schedulingPolicyArn: POLICY,
      [ORDER]: order('a', 'b'),
      jobStateTimeLimitActions: limit({}),
    };
    expect(createJobQueueProblems(SHAPES, whole, AROUND)).toEqual([]);
  });
  it.each(QUEUE_ROWS)('%j', (changes, path, message) => {
    told(createJobQueueProblems(SHAPES, changed(QUEUE, changes), AROUND), path, message);
  });
  it('is changed within its kind', () => {
    const detail = {
      jobQueueName: 'main',
      priority: 1,
      state: 'ENABLED',
      [ORDER]: order('a'),
      jobStateTimeLimitActions: [],
      status: 'VALID',
    };
    const base = queueUpdateBase(detail);
    const call = { jobQueue: 'main' };
    expect(updateJobQueueProblems(SHAPES, { ...call, priority: 2 }, base, AROUND)).toEqual([]);
    told(
      updateJobQueueProblems(SHAPES, { ...call, schedulingPolicyArn: POLICY }, base, AROUND),
      'schedulingPolicyArn',
      /can not get one/,
    );
    told(updateJobQueueProblems(SHAPES, { ...call, [ORDER]: order('f') }, base, AROUND), ORDER, /can not be changed/);
    told(
      updateJobQueueProblems(
        SHAPES,
        { ...call, schedulingPolicyArn: '' },
        { ...base, schedulingPolicyArn: POLICY },
        AROUND,
      ),
      'schedulingPolicyArn',
      /never taken away/,
    );
    told(updateJobQueueProblems(SHAPES, { priority: 2 }, base, AROUND), 'jobQueue', /required/);
    expect(createJobQueueProblems(SHAPES, { ...queueCreateCall(detail), jobQueueName: 'two' }, AROUND)).toEqual([]);
  });
});

describe('a scheduling policy', () => {
  const share = (...shares: JsonObject[]): Change => ['fairsharePolicy.shareDistribution', shares];
  const rows: Row[] = [
    [[['name', '']], 'name', /Give a name/],
    [[['fairsharePolicy.shareDecaySeconds', 604_801]], 'fairsharePolicy.shareDecaySeconds', /604,800/],
    [[['fairsharePolicy.computeReservation', 100]], 'fairsharePolicy.computeReservation', /0 to 99/],
    [[['quotaSharePolicy', { idleResourceAssignmentStrategy: 'FIFO' }]], 'quotaSharePolicy', /not both/],
    [
      [['quotaSharePolicy', { idleResourceAssignmentStrategy: 'LIFO' }]],
      'quotaSharePolicy.idleResourceAssignmentStrategy',
      /none of FIFO/,
    ],
    [[share({ shareIdentifier: '' })], 'fairsharePolicy.shareDistribution[0].shareIdentifier', /a name/],
    [[share({ shareIdentifier: 'a b' })], 'fairsharePolicy.shareDistribution[0].shareIdentifier', /letters/],
    [[share({ shareIdentifier: '*' })], 'fairsharePolicy.shareDistribution[0].shareIdentifier', /letters/],
    [[share({ shareIdentifier: 'x'.repeat(257) })], 'fairsharePolicy.shareDistribution[0].shareIdentifier', /255/],
    [
      [share({ shareIdentifier: 'a' }, { shareIdentifier: 'a' })],
      'fairsharePolicy.shareDistribution[1].shareIdentifier',
      /twice/,
    ],
    [
      [share({ shareIdentifier: 'team1' }, { shareIdentifier: 'team*' })],
      'fairsharePolicy.shareDistribution[0].shareIdentifier',
      /covered by team\*/,
    ],
    [
      [share({ shareIdentifier: 'a', weightFactor: 0 })],
      'fairsharePolicy.shareDistribution[0].weightFactor',
      /0.0001 to 999.9999/,
    ],
    [
      [share({ shareIdentifier: 'a', weightFactor: 1000 })],
      'fairsharePolicy.shareDistribution[0].weightFactor',
      /0.0001 to 999.9999/,
    ],
    [[share({ weightFactor: 1 })], 'fairsharePolicy.shareDistribution[0].shareIdentifier', /required|a name/],
    [
      [['fairsharePolicy.shareDistribution', list(501, (at) => ({ shareIdentifier: `s${at}` }))]],
      'fairsharePolicy.shareDistribution',
      /At most 500/,
    ],
  ];
  const good: JsonObject = {
    name: 'fair',
    fairsharePolicy: { shareDecaySeconds: 0, shareDistribution: [{ shareIdentifier: 'a*', weightFactor: 0.5 }] },
  };
  it('that is right has no problem', () => expect(createSchedulingPolicyProblems(SHAPES, good)).toEqual([]));
  it.each(rows)('%.200j', (changes, path, message) => {
    told(createSchedulingPolicyProblems(SHAPES, changed(good, changes)), path, message);
  });
  it('keeps its kind', () => {
    const call = { arn: POLICY, quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } };
    told(
      updateSchedulingPolicyProblems(SHAPES, call, { arn: POLICY, fairsharePolicy: {} }),
      'quotaSharePolicy',
      /kind can not be changed/,
    );
  });
});

it('a shape that is wrong is left out, so that rules need not look twice', () => {
  const { sound, problems } = checkShape(SHAPES, 'CreateJobQueue', {
    jobQueueName: 1,
    priority: 1,
    x: {},
    tags: { a: 1, b: 'c' },
  });
  expect(sound).toEqual({ priority: 1, tags: { b: 'c' } });
  expect(problems.map(({ path }) => path)).toEqual(['jobQueueName', 'x', 'tags.a']);
});
