import { beforeAll, describe, expect, it } from 'vitest';
import {
  createComputeEnvironmentProblems,
  createJobQueueProblems,
  createSchedulingPolicyProblems,
  environmentUpdateBase,
  type JsonObject,
  type JsonValue,
  loadOperationShapes,
  type OperationShapes,
  type Problem,
  pathOf,
  policyUpdateBase,
  queueUpdateBase,
  registerJobDefinitionProblems,
  updateComputeEnvironmentProblems,
  updateJobQueueProblems,
  updateSchedulingPolicyProblems,
  withValueAt,
} from '@/lib/forms';
import { readInput } from '@/lib/protocol';
import { createSimulator, type Simulator } from '@/lib/simulator';

const WHO = { actor: 'tester', source: 'simulate' } as const;
const HERE = 'arn:aws:batch:us-east-1:123456789012';
const FORGED = 'arn:aws:batch:us-east-1:999999999999';
const ABROAD = 'arn:aws:batch:eu-west-1:123456789012';

const NETWORK: JsonObject = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };
const EC2: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'MANAGED',
  computeResources: {
    ...NETWORK,
    type: 'EC2',
    allocationStrategy: 'BEST_FIT_PROGRESSIVE',
    minvCpus: 0,
    maxvCpus: 16,
    instanceTypes: ['c5'],
    instanceRole: 'ecsInstanceRole',
  },
};
const FARGATE: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'MANAGED',
  computeResources: { ...NETWORK, type: 'FARGATE', maxvCpus: 16 },
};
const UNMANAGED: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'UNMANAGED',
  serviceRole: 'arn:aws:iam::123456789012:role/own',
};
const QUEUE: JsonObject = { jobQueueName: 'new', priority: 1, computeEnvironmentOrder: order('ec2') };
const POLICY: JsonObject = { name: 'new', fairsharePolicy: {} };
const SIZE = (vcpu: string, memory: string): JsonValue => [
  { type: 'VCPU', value: vcpu },
  { type: 'MEMORY', value: memory },
];
const DEFINITION: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  containerProperties: { image: 'busybox', resourceRequirements: SIZE('1', '128') },
};
const ON_FARGATE: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  containerProperties: { image: 'busybox', executionRoleArn: 'run', resourceRequirements: SIZE('1', '2048') },
};
const NODES: JsonObject = {
  jobDefinitionName: 'new',
  type: 'multinode',
  nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties: [nodes('0:')] },
};

function order(...names: string[]): JsonValue {
  return names.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment }));
}

function nodes(targetNodes: string): JsonObject {
  return { targetNodes, container: { image: 'busybox', resourceRequirements: SIZE('1', '128') } };
}

/** What stands on the connection: each kind of environment, a queue, both kinds of policy. */
function world(): Simulator {
  const sim = createSimulator({ seed: 1, timing: 'ideal', startAt: 0, region: 'us-east-1', account: '123456789012' });
  const call = (operation: string, input: object) => {
    const answer = sim.call(operation, input, WHO);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`);
    sim.advance(sim.now() + 60_000);
  };
  call('CreateComputeEnvironment', { ...EC2, computeEnvironmentName: 'ec2' });
  call(
    'CreateComputeEnvironment',
    set({ ...EC2, computeEnvironmentName: 'arm' }, 'computeResources.instanceTypes', ['c6g']),
  );
  call('CreateComputeEnvironment', { ...FARGATE, computeEnvironmentName: 'fargate' });
  for (const name of ['a', 'b', 'c']) call('CreateComputeEnvironment', { ...EC2, computeEnvironmentName: name });
  call('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: {} });
  call('CreateSchedulingPolicy', { name: 'quota', quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } });
  call('CreateJobQueue', { ...QUEUE, jobQueueName: 'fifo' });
  call('CreateJobQueue', { ...QUEUE, jobQueueName: 'shared', schedulingPolicyArn: `${HERE}:scheduling-policy/fair` });
  return sim;
}

const AROUND = {
  environments: [
    ...['ec2', 'a', 'b', 'c'].map((name) => ({ name, type: 'EC2', status: 'VALID' }) as const),
    { name: 'arm', type: 'EC2', status: 'VALID' } as const,
    { name: 'fargate', type: 'FARGATE', status: 'VALID' } as const,
  ].map((one) => ({ ...one, arn: `${HERE}:compute-environment/${one.name}` })),
  policies: [`${HERE}:scheduling-policy/fair`],
};

function set(document: JsonObject, path: string, value: JsonValue | undefined): JsonObject {
  return withValueAt(document, pathOf(path), value);
}

const QUEUE_BASE = queueUpdateBase({ ...QUEUE, jobQueueName: 'fifo', state: 'ENABLED' });
const FAIR_BASE = queueUpdateBase({
  ...QUEUE,
  jobQueueName: 'shared',
  state: 'ENABLED',
  schedulingPolicyArn: `${HERE}:scheduling-policy/fair`,
});

let shapes: OperationShapes;
let sim: Simulator;
beforeAll(async () => {
  shapes = await loadOperationShapes();
  sim = world();
});

type Rules = (document: JsonObject) => Problem[];
const RULES: Record<string, Rules> = {
  CreateComputeEnvironment: (document) => createComputeEnvironmentProblems(shapes, document),
  UpdateComputeEnvironment: (document) => {
    const base = document.computeEnvironment === 'fargate' ? FARGATE : EC2;
    return updateComputeEnvironmentProblems(shapes, document, environmentUpdateBase(base));
  },
  CreateJobQueue: (document) => createJobQueueProblems(shapes, document, AROUND),
  UpdateJobQueue: (document) => {
    const base = document.jobQueue === 'shared' ? FAIR_BASE : QUEUE_BASE;
    return updateJobQueueProblems(shapes, document, base, AROUND);
  },
  CreateSchedulingPolicy: (document) => createSchedulingPolicyProblems(shapes, document),
  UpdateSchedulingPolicy: (document) =>
    updateSchedulingPolicyProblems(shapes, document, policyUpdateBase({ arn: '', fairsharePolicy: {} })),
  RegisterJobDefinition: (document) => registerJobDefinitionProblems(shapes, document),
};

/** The member that breaks it, its value, and what AWS says. */
type Row = [document: JsonObject, path: string, value: JsonValue | undefined, says: string];
const many = <Item extends JsonValue>(count: number, of: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => of(at));
const tags = (count: number): JsonObject => Object.fromEntries(many(count, (at) => `k${at}`).map((key) => [key, 'v']));
const BAD_NAMES = ['', 'two words', 'x'.repeat(129), '<b>', 'a/b', 'ä', '\u202egnp', 'a\nb', `${HERE}:x`];
const named = (document: JsonObject, member: string, says: string): Row[] =>
  BAD_NAMES.map((name) => [document, member, name, says]);
const tagged = (document: JsonObject): Row[] => [
  [document, 'tags', tags(51), 'maximum of 50'],
  [document, 'tags', { ['k'.repeat(129)]: '' }, 'between 1 and 128'],
  [document, 'tags', { '': 'x' }, 'between 1 and 128'],
  [document, 'tags', { k: 'v'.repeat(257) }, 'at most 256'],
  [document, 'tags', { 'AWS:x': '' }, 'reserved for AWS use'],
  [document, 'tags', { k: 1 }, 'must be a string'],
];
const R = 'computeResources';
const C = 'containerProperties';
const limits = (...changes: JsonObject[]): JsonValue =>
  changes.map((change) => ({
    reason: 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
    state: 'RUNNABLE',
    maxTimeSeconds: 600,
    action: 'CANCEL',
    ...change,
  }));
const SPOT = set(set(EC2, `${R}.type`, 'SPOT'), `${R}.allocationStrategy`, 'SPOT_PRICE_CAPACITY_OPTIMIZED');
const template = (overrides: JsonValue): JsonValue => ({ launchTemplateId: 'lt-1', overrides });

const ENVIRONMENTS: Row[] = [
  ...named(EC2, 'computeEnvironmentName', 'Compute Environment name should match a valid pattern.'),
  ...tagged(EC2),
  [EC2, 'type', undefined, 'type is required'],
  [EC2, 'type', 'managed', 'is not valid'],
  [EC2, 'state', 'DISABLED', 'Compute Environment must be created in ENABLED state.'],
  [EC2, 'unmanagedvCpus', 4, 'unmanagedvCpus is not applicable for managed Compute Environment.'],
  [EC2, R, undefined, 'computeResources are required'],
  [UNMANAGED, 'serviceRole', undefined, 'ServiceRole is required.'],
  [UNMANAGED, 'serviceRole', 'AWSServiceRoleForBatch', 'Service Linked Role cannot be used with UNMANAGED'],
  [UNMANAGED, R, EC2.computeResources ?? null, 'not applicable for unmanaged'],
  [UNMANAGED, 'unmanagedvCpus', -1, 'must not be negative'],
  [EC2, `${R}.instanceRole`, undefined, 'Instance role is required.'],
  [EC2, `${R}.minvCpus`, undefined, 'Resource minvCpus is required.'],
  [EC2, `${R}.minvCpus`, -1, 'must be between 0 and'],
  [EC2, `${R}.minvCpus`, 17, 'maxvCpus should be greater than or equal to minvCpus.'],
  [EC2, `${R}.maxvCpus`, undefined, 'maxvCpus is required'],
  [EC2, `${R}.maxvCpus`, 1e9, 'must be between 0 and'],
  [EC2, `${R}.maxvCpus`, 1.5, 'whole number'],
  [EC2, `${R}.maxvCpus`, '16', 'must be a number'],
  [EC2, `${R}.desiredvCpus`, 17, 'desiredvCpus should be between minvCpus and maxvCpus.'],
  [EC2, `${R}.instanceTypes`, undefined, 'Resource instanceTypes are required.'],
  [EC2, `${R}.instanceTypes`, [], 'Resource instanceTypes are required.'],
  [EC2, `${R}.instanceTypes`, ['x99.large'], 'Instance type can only be one of'],
  [EC2, `${R}.instanceTypes`, ['c5', 'c6g'], 'arm-based instance type cannot be used with other instance types.'],
  [EC2, `${R}.subnets`, [], 'subnets are required'],
  [EC2, `${R}.subnets`, many(17, (at) => `subnet-${at}`), 'a maximum of 16 subnets'],
  [EC2, `${R}.securityGroupIds`, undefined, 'Security group ids are required.'],
  [EC2, `${R}.securityGroupIds`, many(6, (at) => `sg-${at}`), 'security groups exceeds 5'],
  [EC2, `${R}.allocationStrategy`, 'SPOT_CAPACITY_OPTIMIZED', 'requires compute resource type SPOT.'],
  [SPOT, `${R}.allocationStrategy`, 'BEST_FIT_PROGRESSIVE_ORDERED', 'requires compute resource type EC2.'],
  [SPOT, `${R}.allocationStrategy`, 'BEST_FIT', 'compute resource spotIamFleetRole is required.'],
  [SPOT, `${R}.allocationStrategy`, undefined, 'compute resource spotIamFleetRole is required.'],
  [set(SPOT, `${R}.spotIamFleetRole`, 'r'), `${R}.bidPercentage`, 101, 'Bid percentage must be between 0 to 100.'],
  [set(SPOT, `${R}.spotIamFleetRole`, 'r'), `${R}.bidPercentage`, -1, 'Bid percentage must be between 0 to 100.'],
  [EC2, `${R}.scalingPolicy`, { minScaleDownDelayMinutes: 19 }, 'between 20 and 10080'],
  [EC2, `${R}.scalingPolicy`, { minScaleDownDelayMinutes: 10_081 }, 'between 20 and 10080'],
  [EC2, `${R}.ec2Configuration`, [{ imageType: 'WINDOWS_95' }], 'Invalid imageType'],
  [EC2, `${R}.ec2Configuration`, many(3, () => ({ imageType: 'ECS_AL2023' })), '1 or 2 entries'],
  [EC2, `${R}.launchTemplate`, template([{ launchTemplateId: 'x' }]), 'targetInstanceTypes[] is required'],
  [EC2, `${R}.launchTemplate`, template(many(11, () => ({ targetInstanceTypes: ['c5.large'] }))), 'at most 10'],
  [EC2, `${R}.launchTemplate`, template([{ targetInstanceTypes: ['r5.large'] }]), 'targetInstanceTypes'],
  [EC2, `${R}.launchTemplate`, template(many(2, () => ({ targetInstanceTypes: ['c5.large'] }))), 'targetInstanceTypes'],
  [
    EC2,
    'eksConfiguration',
    { eksClusterArn: 'nope', kubernetesNamespace: 'x' },
    'eksClusterArn must be an EKS cluster ARN.',
  ],
  ...(['allocationStrategy', 'bidPercentage', 'desiredvCpus', 'minvCpus', 'tags'] as const).map((member): Row => {
    const value = { allocationStrategy: 'BEST_FIT', bidPercentage: 1, desiredvCpus: 1, minvCpus: 0, tags: { a: 'b' } }[
      member
    ];
    return [FARGATE, `${R}.${member}`, value, `${member} is not applicable for Fargate.`];
  }),
  ...['imageId', 'ec2KeyPair', 'instanceRole', 'placementGroup', 'spotIamFleetRole'].map((member): Row => {
    return [FARGATE, `${R}.${member}`, 'x', `${member} is not applicable for Fargate.`];
  }),
  [FARGATE, `${R}.instanceTypes`, ['optimal'], 'instanceTypes is not applicable for Fargate.'],
  [FARGATE, `${R}.ec2Configuration`, [], 'ec2Configuration is not applicable for Fargate.'],
  [FARGATE, `${R}.launchTemplate`, {}, 'launchTemplate is not applicable for Fargate.'],
];

const CHANGE: JsonObject = { computeEnvironment: 'ec2' };
const ENVIRONMENT_CHANGES: Row[] = [
  [CHANGE, 'computeEnvironment', undefined, 'computeEnvironment is required'],
  [CHANGE, 'updatePolicy', { jobExecutionTimeoutMinutes: 7201 }, 'between 1 and 7200'],
  [CHANGE, `${R}.minvCpus`, 17, 'maxvCpus should be greater'],
  [CHANGE, `${R}.maxvCpus`, -1, 'between 0 and'],
  [CHANGE, `${R}.type`, 'FARGATE', 'can not be changed to FARGATE'],
  [CHANGE, 'unmanagedvCpus', 1, 'not applicable for managed'],
  [{ computeEnvironment: 'fargate' }, `${R}.minvCpus`, 1, 'minvCpus is not applicable for Fargate.'],
  [{ computeEnvironment: 'fargate' }, `${R}.instanceTypes`, ['c5'], 'instanceTypes is not applicable for Fargate.'],
];

const O = 'computeEnvironmentOrder';
const L = 'jobStateTimeLimitActions';
const VALID_ONLY = 'Compute Environments must be created and valid before attaching';
const twoFirst = ['ec2', 'a'].map((computeEnvironment) => ({ order: 1, computeEnvironment }));
const QUEUES: Row[] = [
  ...named(QUEUE, 'jobQueueName', 'Job Queue name should match a valid pattern.'),
  ...tagged(QUEUE),
  [QUEUE, 'priority', undefined, 'priority is required'],
  [QUEUE, 'priority', -1, 'between 0 and 1000'],
  [QUEUE, 'priority', 1001, 'between 0 and 1000'],
  [QUEUE, O, [], 'At least one compute environment'],
  [QUEUE, O, order('ec2', 'a', 'b', 'c'), 'Only 3 environments are allowed in job queue request.'],
  [QUEUE, O, twoFirst, 'Duplicate ComputeEnvironment order values.'],
  [QUEUE, O, order('ec2', 'ec2'), 'Duplicate ComputeEnvironments within order list.'],
  [QUEUE, O, order('ec2', `${HERE}:compute-environment/ec2`), 'Duplicate ComputeEnvironments within order list.'],
  [QUEUE, O, order('ec2', 'fargate'), 'Fargate and EC2 compute environments can not be mixed.'],
  [QUEUE, O, order('none'), VALID_ONLY],
  [QUEUE, O, order(`${FORGED}:compute-environment/ec2`), VALID_ONLY],
  [QUEUE, O, order(`${ABROAD}:compute-environment/ec2`), VALID_ONLY],
  [QUEUE, O, order(`${HERE}:job-queue/ec2`), VALID_ONLY],
  [QUEUE, O, order('EC2'), VALID_ONLY],
  [QUEUE, 'schedulingPolicyArn', `${HERE}:scheduling-policy/none`, 'not found.'],
  [QUEUE, 'schedulingPolicyArn', `${FORGED}:scheduling-policy/fair`, 'not found.'],
  [QUEUE, 'schedulingPolicyArn', `${ABROAD}:scheduling-policy/fair`, 'not found.'],
  [QUEUE, 'schedulingPolicyArn', `${HERE}:job-queue/fair`, 'not found.'],
  [QUEUE, 'schedulingPolicyArn', 'fair', 'not found.'],
  [QUEUE, 'schedulingPolicyArn', `${HERE}:scheduling-policy/quota`, 'only supported for SageMaker'],
  [QUEUE, 'jobQueueType', 'ECS_FARGATE', 'can not have compute environments of type ECS'],
  [QUEUE, L, limits({ maxTimeSeconds: 599 }), 'between 600 and 86400'],
  [QUEUE, L, limits({ maxTimeSeconds: 86_401 }), 'between 600 and 86400'],
  [QUEUE, L, limits({ reason: 'BORED' }), 'Invalid job reason'],
  [QUEUE, L, limits({ action: 'TERMINATE' }), 'Invalid job action. Valid job actions: [CANCEL]'],
  [QUEUE, L, limits({}, {}), 'Duplicate job state limit actions are not allowed.'],
];

const MOVE: JsonObject = { jobQueue: 'fifo' };
const QUEUE_CHANGES: Row[] = [
  [MOVE, 'jobQueue', undefined, 'jobQueue is required'],
  [MOVE, 'priority', 1001, 'between 0 and 1000'],
  [MOVE, 'schedulingPolicyArn', `${HERE}:scheduling-policy/fair`, 'without a scheduling policy can not get one'],
  [MOVE, O, order('fargate'), 'can not be mixed'],
  [MOVE, O, order(`${FORGED}:compute-environment/ec2`), VALID_ONLY],
  [{ jobQueue: 'shared' }, 'schedulingPolicyArn', '', 'not found'],
  [{ jobQueue: 'shared' }, 'schedulingPolicyArn', `${FORGED}:scheduling-policy/fair`, 'not found'],
];

const F = 'fairsharePolicy';
const shares = (...shareDistribution: JsonObject[]): JsonValue => ({ shareDistribution });
const shareRows = (document: JsonObject): Row[] => [
  [document, F, { shareDecaySeconds: -1 }, 'between 0 and 604800'],
  [document, F, { shareDecaySeconds: 604_801 }, 'between 0 and 604800'],
  [document, F, { computeReservation: -1 }, 'between 0 and 99'],
  [document, F, { computeReservation: 100 }, 'between 0 and 99'],
  [document, F, shares(...many(501, (at) => ({ shareIdentifier: `s${at}` }))), 'cannot be greater than 500.'],
  [document, F, shares({ shareIdentifier: 'a b' }), 'ShareIdentifier name should match a valid pattern.'],
  [document, F, shares({ shareIdentifier: 'x'.repeat(256) }), 'ShareIdentifier name should match a valid pattern.'],
  [document, F, shares({ shareIdentifier: 'a*b' }), 'ShareIdentifier name should match a valid pattern.'],
  [document, F, shares({ shareIdentifier: '\u202ea' }), 'ShareIdentifier name should match a valid pattern.'],
  [document, F, shares({ shareIdentifier: 'a' }, { shareIdentifier: 'a' }), 'two or more identical shareIdentifiers.'],
  [document, F, shares({ shareIdentifier: 'ab' }, { shareIdentifier: 'a*' }), 'matches another share identifier a*'],
  [document, F, shares({ shareIdentifier: 'a', weightFactor: 0 }), 'between 0.0001 and 999.9999.'],
  [document, F, shares({ shareIdentifier: 'a', weightFactor: 1000 }), 'between 0.0001 and 999.9999.'],
];
const UPDATED: JsonObject = { arn: `${HERE}:scheduling-policy/fair` };
const POLICIES: Row[] = [
  ...named(POLICY, 'name', 'Scheduling policy name should match a valid pattern.'),
  ...tagged(POLICY),
  ...shareRows(POLICY),
  [
    POLICY,
    'quotaSharePolicy',
    { idleResourceAssignmentStrategy: 'FIFO' },
    'either fairsharePolicy or quotaSharePolicy',
  ],
  [
    { name: 'new' },
    'quotaSharePolicy',
    { idleResourceAssignmentStrategy: 'LIFO' },
    'Idle resource assignment strategy must be one of [FIFO].',
  ],
];
const POLICY_CHANGES: Row[] = [
  ...shareRows(UPDATED),
  [UPDATED, 'arn', undefined, 'arn is required'],
  [UPDATED, 'quotaSharePolicy', { idleResourceAssignmentStrategy: 'FIFO' }, 'can not be changed to quotaSharePolicy'],
];

const rules = (...evaluateOnExit: JsonObject[]): JsonValue => ({ attempts: 2, evaluateOnExit });
const secret: JsonValue = [{ name: 'A', valueFrom: 'b' }];
const DEFINITIONS: Row[] = [
  ...named(DEFINITION, 'jobDefinitionName', 'Job definition name should match a valid pattern.'),
  ...tagged(DEFINITION),
  [DEFINITION, 'type', undefined, 'type is required'],
  [DEFINITION, 'platformCapabilities', [], 'Exactly 1 capability must be provided.'],
  [DEFINITION, 'platformCapabilities', ['EC2', 'FARGATE'], 'Exactly 1 capability must be provided.'],
  [DEFINITION, 'platformCapabilities', ['CLOUD'], 'Capability CLOUD is not valid.'],
  [DEFINITION, C, undefined, 'ECS ContainerProperties, ecsProperties, or eksProperties is required when'],
  [DEFINITION, 'ecsProperties', { taskProperties: [] }, 'Cannot use both ECS containerProperties and ecsProperties'],
  [DEFINITION, 'eksProperties', {}, 'Cannot use both ECS containerProperties and eksProperties'],
  [
    set(DEFINITION, C, undefined),
    '',
    { jobDefinitionName: 'new', type: 'container', ecsProperties: { taskProperties: [] }, eksProperties: {} },
    'Cannot use both ecsProperties and eksProperties',
  ],
  [DEFINITION, 'schedulingPriority', -1, 'Scheduling priority must be between 0 and 9999.'],
  [DEFINITION, 'schedulingPriority', 10_000, 'Scheduling priority must be between 0 and 9999.'],
  [DEFINITION, 'timeout', { attemptDurationSeconds: 59 }, 'cannot be less than 60 seconds'],
  [DEFINITION, 'retryStrategy', {}, 'RetryAttempts must be provided with retry strategy.'],
  [DEFINITION, 'retryStrategy', { attempts: 0 }, 'between 1 and 10'],
  [DEFINITION, 'retryStrategy', { attempts: 11 }, 'between 1 and 10'],
  [DEFINITION, 'retryStrategy', rules(...many(6, () => ({ onReason: '*', action: 'EXIT' }))), 'at most 5'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT' }), 'at least one of onExitCode, onReason or onStatusReason'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onReason: 'a'.repeat(513) }), 'cannot exceed 512 characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onExitCode: '1a' }), 'contains restricted characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onExitCode: '*1' }), 'contains restricted characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onReason: '<b>' }), 'contains restricted characters.'],
  [
    DEFINITION,
    'retryStrategy',
    rules({ action: 'EXIT', onStatusReason: '\u202ex' }),
    'contains restricted characters.',
  ],
  [DEFINITION, `${C}.image`, '', 'image is required'],
  [DEFINITION, `${C}.command`, ['echo', ''], 'empty string'],
  [DEFINITION, `${C}.environment`, [{ name: 'AWS_BATCH_X', value: '' }], 'reserved'],
  [DEFINITION, `${C}.environment`, [{ name: '', value: '' }], 'must have a name'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('1', '3'), 'Memory must be at least 4 Mib, got 3 Mib.'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('0.5', '128'), 'vCPU must be at least 1, got 0.5.'],
  [DEFINITION, `${C}.resourceRequirements`, [{ type: 'MEMORY', value: '128' }], 'vCPU is required.'],
  [DEFINITION, `${C}.resourceRequirements`, [{ type: 'VCPU', value: '1' }], 'emory'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('two', '128'), 'Please provide a numeric value.'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('1', '1.5'), 'Please provide a numeric value.'],
  [
    DEFINITION,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '128' },
      { type: 'GPU', value: '0.5' },
    ],
    'Value 0.5 for type GPU in resourceRequirement is not valid.',
  ],
  [
    DEFINITION,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '128' },
    ],
    'Cannot provide duplicates in resourceRequirements.',
  ],
  [DEFINITION, `${C}.secrets`, secret, 'executionRoleArn cannot be empty when using secrets or secretOptions'],
  [
    DEFINITION,
    `${C}.logConfiguration`,
    { logDriver: 'awslogs', secretOptions: secret },
    'executionRoleArn cannot be empty when using secrets or secretOptions',
  ],
  [DEFINITION, `${C}.networkConfiguration`, {}, 'networkConfiguration not applicable for EC2.'],
  [DEFINITION, `${C}.fargatePlatformConfiguration`, {}, 'fargatePlatformConfiguration not applicable for EC2.'],
  [
    DEFINITION,
    `${C}.runtimePlatform`,
    { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' },
    'Windows supported only by X86_64 cpuArchitecture',
  ],
  [DEFINITION, `${C}.command`, ['x'.repeat(25_000)], 'Job definition size exceeds'],
  [ON_FARGATE, `${C}.executionRoleArn`, undefined, 'executionRoleArn is required for Fargate jobs.'],
  ...[
    ['0.25', '8192'],
    ['0.3', '512'],
    ['1', '2049'],
    ['16', '512'],
  ].map(([vcpu = '', memory = '']): Row => {
    const says = `Fargate resource requirements (${vcpu} vCPU, ${memory} MiB) not valid.`;
    return [ON_FARGATE, `${C}.resourceRequirements`, SIZE(vcpu, memory), says];
  }),
  [
    ON_FARGATE,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '2048' },
      { type: 'GPU', value: '1' },
    ],
    'GPU is not applicable for Fargate.',
  ],
  [ON_FARGATE, `${C}.privileged`, true, 'Fargate requires that the ‘privileged’ setting be ‘false’'],
  [ON_FARGATE, `${C}.ulimits`, [{ name: 'n', hardLimit: 1, softLimit: 1 }], 'ulimits is not applicable for Fargate.'],
  ...['sharedMemorySize', 'maxSwap', 'swappiness'].map((member): Row => {
    return [
      ON_FARGATE,
      `${C}.linuxParameters`,
      { [member]: 1 },
      `linuxParameter.${member} is not allowed for Fargate.`,
    ];
  }),
  [ON_FARGATE, `${C}.linuxParameters`, { devices: [] }, 'linuxParameter.devices is not allowed for Fargate.'],
  [ON_FARGATE, `${C}.linuxParameters`, { tmpfs: [] }, 'linuxParameter.tmpfs is not allowed for Fargate.'],
  [ON_FARGATE, `${C}.logConfiguration`, { logDriver: 'gelf' }, 'Log driver for Fargate is not valid: gelf'],
  [ON_FARGATE, `${C}.volumes`, [{ host: { sourcePath: '/x' } }], 'host.sourcePath should not be set'],
  [ON_FARGATE, `${C}.ephemeralStorage`, { sizeInGiB: 20 }, 'only between range 21 GiB to 200 GiB'],
  [ON_FARGATE, `${C}.ephemeralStorage`, { sizeInGiB: 201 }, 'only between range 21 GiB to 200 GiB'],
  [NODES, 'platformCapabilities', ['FARGATE'], 'Fargate does not support MNP jobs'],
  [NODES, 'nodeProperties.numNodes', 0, 'Number of nodes must be between 1 and 1000.'],
  [NODES, 'nodeProperties.numNodes', 1001, 'Number of nodes must be between 1 and 1000.'],
  [NODES, 'nodeProperties.mainNode', 4, 'Main node index is out of range, must be less than numNodes.'],
  [NODES, 'nodeProperties.nodeRangeProperties', many(6, (at) => nodes(String(at))), 'range properties is 5'],
  [NODES, 'nodeProperties.nodeRangeProperties', [nodes('a:b')], 'targetNodes should contain only digits.'],
  [NODES, 'nodeProperties.nodeRangeProperties', [nodes('0:1')], 'have missing ranges'],
  [NODES, 'nodeProperties.nodeRangeProperties', [{ targetNodes: '0:' }], 'Must specify container for node range 0:'],
];

describe.each<[string, Row[]]>([
  ['CreateComputeEnvironment', ENVIRONMENTS],
  ['UpdateComputeEnvironment', ENVIRONMENT_CHANGES],
  ['CreateJobQueue', QUEUES],
  ['UpdateJobQueue', QUEUE_CHANGES],
  ['CreateSchedulingPolicy', POLICIES],
  ['UpdateSchedulingPolicy', POLICY_CHANGES],
  ['RegisterJobDefinition', DEFINITIONS],
])('%s is refused, by the form and by AWS,', (operation, rows) => {
  it.each(rows.map(([document, path, value, says]) => ({ says, path, value, document })))(
    'for $path: $says',
    ({ document, path, value, says }) => {
      const broken = path === '' ? value : set(document, path, value);
      if (typeof broken !== 'object' || broken === null || Array.isArray(broken)) throw new Error('No document.');
      expect(RULES[operation]?.(document), 'is right before').toEqual(path === '' ? expect.anything() : []);
      expect(RULES[operation]?.(broken)).not.toEqual([]);
      const before = sim.stateHash();
      const read = readInput(operation, broken);
      const answer = read.ok ? sim.call(operation, read.input, WHO) : null;
      const message = read.ok ? (answer?.ok === false ? answer.error.message : 'taken') : read.message;
      expect(message).toContain(says);
      expect(sim.stateHash()).toBe(before);
    },
  );
});
