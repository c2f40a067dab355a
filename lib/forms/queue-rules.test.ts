import { describe, expect, it } from 'vitest';
import {
  checkShape,
  createJobQueueProblems,
  createSchedulingPolicyProblems,
  type JsonObject,
  type JsonValue,
  type Problem,
  queueCreateCall,
  queueUpdateBase,
  updateJobQueueProblems,
  updateSchedulingPolicyProblems,
} from '.';
import { OPERATION_SHAPES as SHAPES } from './operation-shapes';
import { type Change, changed, list, type Row, saidAt } from './rules-in-tests';

function told(problems: readonly Problem[], path: string, message: RegExp): void {
  expect(saidAt(problems, path)).toEqual([expect.stringMatching(message)]);
}

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
  it('of service jobs is edited without compute environments', () => {
    const serviceEnvironmentOrder = [
      { order: 1, serviceEnvironment: 'arn:aws:batch:us-east-1:123456789012:service-environment/s' },
    ];
    const detail = { jobQueueName: 'train', priority: 1, state: 'ENABLED', [ORDER]: [], serviceEnvironmentOrder };
    const base = queueUpdateBase(detail);
    expect(base).toEqual({ jobQueue: 'train', priority: 1, state: 'ENABLED', serviceEnvironmentOrder });
    expect(updateJobQueueProblems(SHAPES, { ...base, priority: 2 }, base, AROUND)).toEqual([]);
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
