import type { JsonObject, JsonValue } from '@/lib/forms';
import {
  ABROAD,
  EC2,
  FARGATE,
  FORGED,
  HERE,
  many,
  named,
  order,
  POLICY,
  QUEUE,
  type Row,
  refuses,
  set,
  tagged,
  UNMANAGED,
} from './constraints-in-tests';

const R = 'computeResources';
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

refuses('CreateComputeEnvironment', ENVIRONMENTS);
refuses('UpdateComputeEnvironment', ENVIRONMENT_CHANGES);
refuses('CreateJobQueue', QUEUES);
refuses('UpdateJobQueue', QUEUE_CHANGES);
refuses('CreateSchedulingPolicy', POLICIES);
refuses('UpdateSchedulingPolicy', POLICY_CHANGES);
