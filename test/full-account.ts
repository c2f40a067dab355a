import { type ApiRequest, type ApiResponse, handle, OPERATIONS_OF_API, type Operation } from '@/lib/protocol';
import { createSimulator, type Principal, type Simulator } from '@/lib/simulator';

/** A simulated account that has something of every kind, and a good call of every operation in it. */

const PRINCIPAL: Principal = { actor: 'property', source: 'endpoint' };
const START = Date.UTC(2026, 0, 1);
const bytes = new TextEncoder();
const text = new TextDecoder();

export const arn = (rest: string): string => `arn:aws:batch:us-east-1:123456789012:${rest}`;

export function operationOf(name: string): Operation {
  const operation = OPERATIONS_OF_API.get(name);
  if (operation === undefined) throw new Error(`The API has no ${name}.`);
  return operation;
}

/** Sends a body to an operation; what AWS takes from the path and the query comes out of the body, where it has it. */
export function send(simulator: Simulator, name: string, body: string): ApiResponse {
  return handle(requestOf(operationOf(name), body), simulator, PRINCIPAL, 'r');
}

export function answerOf(response: ApiResponse): Record<string, unknown> {
  const answer: unknown = JSON.parse(text.decode(response.body));
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}

function requestOf(operation: Operation, body: string): ApiRequest {
  const { resourceArn, tagKeys } = membersOf(body);
  const label = typeof resourceArn === 'string' && resourceArn !== '' ? resourceArn : 'none';
  const keys = Array.isArray(tagKeys) ? tagKeys.map(String) : [];
  return {
    method: operation.method,
    // Halves of surrogate pairs have no escape.
    path: operation.path.replace(/\{.*\}/, () => encodeURIComponent(label.replace(/\p{Surrogate}/gu, '?'))),
    query: keys.length > 0 ? { tagKeys: keys } : {},
    headers: {},
    body: bytes.encode(body),
  };
}

function membersOf(body: string): { resourceArn?: unknown; tagKeys?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const network = { subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };
const sized = (vcpu: string, memory: string) => [
  { type: 'VCPU', value: vcpu },
  { type: 'MEMORY', value: memory },
];
const container = { image: 'i', command: ['sleep', '5'], resourceRequirements: sized('1', '64') };
const licence = { consumableResourceList: [{ consumableResource: 'licence', quantity: 1 }] };
const training = JSON.stringify({
  TrainingJobName: 't',
  AlgorithmSpecification: { TrainingInputMode: 'File' },
  ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, VolumeSizeInGB: 1 },
  Environment: { SIM_SECONDS: '90' },
});
const limits = (capacityUnit: string, maxCapacity = 4) => [{ capacityUnit, maxCapacity }];
const POLICY = arn('scheduling-policy/fair');
const QUOTAS = arn('scheduling-policy/quotas');
const SHARE = arn('job-queue/train/quota-share/red');

function environment(computeEnvironmentName: string, type: string, over: object = {}) {
  const isFargate = type.startsWith('FARGATE');
  const instances = { minvCpus: 0, instanceTypes: ['c5.large', 'm5'], instanceRole: 'r' };
  const allocationStrategy = type === 'SPOT' ? 'SPOT_PRICE_CAPACITY_OPTIMIZED' : 'BEST_FIT_PROGRESSIVE';
  const own = isFargate ? {} : { ...instances, allocationStrategy };
  const computeResources = { type, maxvCpus: 16, ...network, ...own, ...over };
  return { computeEnvironmentName, type: 'MANAGED', computeResources };
}

function queue(jobQueueName: string, ...environments: string[]) {
  const computeEnvironmentOrder = environments.map((computeEnvironment, order) => ({ order, computeEnvironment }));
  return { jobQueueName, priority: 1, computeEnvironmentOrder };
}

const serviceQueue = (jobQueueName: string, serviceEnvironment: string, more: object = {}) => ({
  jobQueueName,
  priority: 1,
  serviceEnvironmentOrder: [{ order: 1, serviceEnvironment }],
  ...more,
});
const serviceEnvironment = (serviceEnvironmentName: string, unit: string) => ({
  serviceEnvironmentName,
  serviceEnvironmentType: 'SAGEMAKER_TRAINING',
  capacityLimits: limits(unit, 8),
});
const share = (quotaShareName: string) => ({
  quotaShareName,
  jobQueue: 'train',
  capacityLimits: limits('ml.g5.xlarge', 2),
  resourceSharingConfiguration: { strategy: 'LEND_AND_BORROW', borrowLimit: 50 },
  preemptionConfiguration: { inSharePreemption: 'ENABLED' },
});
const gang = {
  jobDefinitionName: 'gang',
  type: 'multinode',
  nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', container }] },
};
const serverless = {
  jobDefinitionName: 'cloud',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  containerProperties: { image: 'i', executionRoleArn: 'r', resourceRequirements: sized('1', '2048') },
};
const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'quick' };
const long = { containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '900' }] } };
const service = { jobName: 's', serviceJobType: 'SAGEMAKER_TRAINING', serviceRequestPayload: training };

const RESOURCES: readonly (readonly [string, object])[] = [
  ['CreateComputeEnvironment', environment('fleet', 'EC2')],
  ['CreateComputeEnvironment', environment('spot', 'SPOT')],
  ['CreateComputeEnvironment', environment('tasks', 'FARGATE')],
  ['CreateComputeEnvironment', environment('spare', 'EC2')],
  [
    'CreateComputeEnvironment',
    { computeEnvironmentName: 'own', type: 'UNMANAGED', serviceRole: 'arn:aws:iam::123456789012:role/batch' },
  ],
  ['UpdateComputeEnvironment', { computeEnvironment: 'spare', state: 'DISABLED' }],
  ['CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'a*' }] } }],
  ['CreateSchedulingPolicy', { name: 'unused' }],
  ['CreateSchedulingPolicy', { name: 'quotas', quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } }],
  ['CreateServiceEnvironment', serviceEnvironment('sage', 'ml.g5.xlarge')],
  ['CreateServiceEnvironment', serviceEnvironment('count', 'NUM_INSTANCES')],
  ['CreateServiceEnvironment', serviceEnvironment('idle', 'NUM_INSTANCES')],
  ['UpdateServiceEnvironment', { serviceEnvironment: 'idle', state: 'DISABLED' }],
  ['CreateJobQueue', queue('main', 'fleet', 'spot')],
  ['CreateJobQueue', { ...queue('shared', 'fleet'), schedulingPolicyArn: POLICY }],
  ['CreateJobQueue', queue('serverless', 'tasks')],
  ['CreateJobQueue', queue('closed', 'fleet')],
  ['CreateJobQueue', serviceQueue('train', 'sage', { schedulingPolicyArn: QUOTAS })],
  ['CreateJobQueue', serviceQueue('services', 'count')],
  ['CreateQuotaShare', share('red')],
  ['CreateQuotaShare', share('blue')],
  ['CreateQuotaShare', { ...share('off'), capacityLimits: limits('ml.g5.xlarge', 1) }],
  ['UpdateQuotaShare', { quotaShareArn: arn('job-queue/train/quota-share/off'), state: 'DISABLED' }],
  ['CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity: 3 }],
  ['RegisterJobDefinition', { jobDefinitionName: 'quick', type: 'container', containerProperties: container }],
  ['RegisterJobDefinition', gang],
  ['RegisterJobDefinition', serverless],
  ['UpdateJobQueue', { jobQueue: 'closed', state: 'DISABLED' }],
];

const JOBS: readonly (readonly [string, object])[] = [
  ['SubmitJob', job],
  ['SubmitJob', { ...job, ...long, consumableResourcePropertiesOverride: licence }],
  ['SubmitJob', { ...job, ...long, arrayProperties: { size: 3 } }],
  ['SubmitJob', { ...job, jobDefinition: 'gang' }],
  ['SubmitJob', { ...job, ...long, jobQueue: 'shared', shareIdentifier: 'a1' }],
  ['SubmitJob', { ...job, jobQueue: 'serverless', jobDefinition: 'cloud' }],
  ['SubmitJob', { ...job, containerOverrides: { resourceRequirements: sized('900', '64') } }],
  ['SubmitServiceJob', { ...service, jobQueue: 'services' }],
  ['SubmitServiceJob', { ...service, jobQueue: 'train', quotaShareName: 'red' }],
];

/** An account and the ids of its jobs, in order of submission; the seed and thus the ids are always the same. */
export function fullAccount(): { simulator: Simulator; jobIds: string[] } {
  const simulator = createSimulator({
    seed: 7,
    timing: 'aws',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  const jobIds: string[] = [];
  for (const [name, body] of [...RESOURCES, ...JOBS]) {
    const response = send(simulator, name, JSON.stringify(body));
    const answer = answerOf(response);
    if (response.status !== 200) throw new Error(`${name} was refused: ${String(answer.message)}`);
    if (typeof answer.jobId === 'string') jobIds.push(answer.jobId);
    simulator.advance(simulator.now() + 30_000);
  }
  return { simulator, jobIds };
}

/** For every operation a call that is accepted in that account. */
export function goodCalls(jobIds: readonly string[]): Readonly<Record<string, object>> {
  const [jobId = '', running = ''] = jobIds;
  const trainingId = jobIds.at(-1) ?? '';
  return {
    CancelJob: { jobId: running, reason: 'r' },
    CancelJobs: { jobs: [jobId, 'b c'], reason: 'r' },
    CreateComputeEnvironment: environment('b', 'FARGATE'),
    CreateConsumableResource: { consumableResourceName: 'b', totalQuantity: 5 },
    CreateJobQueue: queue('b', 'fleet'),
    CreateQuotaShare: share('b'),
    CreateSchedulingPolicy: { name: 'b', fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'a*' }] } },
    CreateServiceEnvironment: serviceEnvironment('b', 'NUM_INSTANCES'),
    DeleteComputeEnvironment: { computeEnvironment: 'spare' },
    DeleteConsumableResource: { consumableResource: 'licence' },
    DeleteJobQueue: { jobQueue: 'closed' },
    DeleteQuotaShare: { quotaShareArn: arn('job-queue/train/quota-share/off') },
    DeleteSchedulingPolicy: { arn: arn('scheduling-policy/unused') },
    DeleteServiceEnvironment: { serviceEnvironment: 'idle' },
    DeregisterJobDefinition: { jobDefinition: 'quick:1' },
    DescribeComputeEnvironments: { computeEnvironments: ['fleet'] },
    DescribeConsumableResource: { consumableResource: 'licence' },
    DescribeJobDefinitions: { jobDefinitionName: 'quick', maxResults: 1 },
    DescribeJobQueues: { maxResults: 2 },
    DescribeJobs: { jobs: [...jobIds] },
    DescribeQuotaShare: { quotaShareArn: SHARE },
    DescribeSchedulingPolicies: { arns: [POLICY] },
    DescribeServiceEnvironments: {},
    DescribeServiceJob: { jobId: trainingId },
    GetJobQueueSnapshot: { jobQueue: 'main' },
    ListConsumableResources: {},
    ListJobs: { jobQueue: 'main', maxResults: 1 },
    ListJobsByConsumableResource: { consumableResource: 'licence' },
    ListQuotaShares: { jobQueue: 'train', maxResults: 1 },
    ListSchedulingPolicies: { maxResults: 1 },
    ListServiceJobs: { jobQueue: 'train' },
    ListTagsForResource: { resourceArn: arn('job-queue/main') },
    RegisterJobDefinition: { jobDefinitionName: 'b', type: 'container', containerProperties: container },
    SubmitJob: job,
    SubmitServiceJob: { ...service, jobQueue: 'services' },
    TagResource: { resourceArn: arn('job-queue/main'), tags: { a: 'b' } },
    TerminateJob: { jobId: running, reason: 'r' },
    TerminateJobs: { jobs: [jobId], reason: 'r' },
    TerminateServiceJob: { jobId: trainingId, reason: 'r' },
    TerminateServiceJobs: { jobs: [trainingId], reason: 'r' },
    UntagResource: { resourceArn: arn('job-queue/main'), tagKeys: ['a'] },
    UpdateComputeEnvironment: { computeEnvironment: 'fleet', computeResources: { maxvCpus: 8 } },
    UpdateConsumableResource: { consumableResource: 'licence', operation: 'ADD', quantity: 1 },
    UpdateJobQueue: { jobQueue: 'main', priority: 3 },
    UpdateQuotaShare: { quotaShareArn: SHARE, capacityLimits: limits('ml.g5.xlarge', 1) },
    UpdateSchedulingPolicy: { arn: POLICY, fairsharePolicy: { computeReservation: 10 } },
    UpdateServiceEnvironment: { serviceEnvironment: 'count', capacityLimits: limits('NUM_INSTANCES', 2) },
    UpdateServiceJob: { jobId: trainingId, schedulingPriority: 3 },
  };
}
