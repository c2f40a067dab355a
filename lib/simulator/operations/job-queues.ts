import type {
  ComputeEnvironmentDetail,
  ComputeEnvironmentOrder,
  CreateJobQueueCommandInput,
  DescribeJobQueuesCommandInput,
  JobQueueDetail,
  JobQueueType,
  UpdateJobQueueCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import { typesOf } from '@/lib/catalogue';
import type { Machine } from '../machine';
import { isFargateType } from './compute-resource-rules';
import { byCodeUnit, pageByKey } from './pages';
import { knownQueue } from './queue-lookup';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags, localName } from './request-rules';
import { asksForService, checkServiceOrder, isQuotaPolicy } from './service-queue-rules';
import { checkTimeLimitActions } from './time-limit-rules';

const QUEUES_MAX = 50;
const QUEUES_DESCRIBED_MAX = 100;
const ENVIRONMENTS_MAX = 3;
/** Highest priority of a queue (JQ-15). */
const PRIORITY_MAX = 1000;

function checkPriority(priority: number | undefined): void {
  if (priority !== undefined && (priority < 0 || priority > PRIORITY_MAX)) {
    refuseValue(`Job Queue priority must be between 0 and ${PRIORITY_MAX}.`);
  }
}

function attached(machine: Machine, entry: ComputeEnvironmentOrder): ComputeEnvironmentDetail {
  const name = localName(machine.place, 'compute-environment', entry.computeEnvironment ?? '');
  const environment = name === null ? undefined : machine.environment(name);
  if (environment?.status !== 'VALID') {
    refuse('Compute Environments must be created and valid before attaching them to a job queue');
  }
  return environment;
}

function checkAlike(environments: readonly ComputeEnvironmentDetail[]): JobQueueType {
  const pods = environments.filter((environment) => environment.eksConfiguration !== undefined).length;
  if (pods !== 0 && pods !== environments.length) {
    refuseValue('EKS and ECS compute environments can not be mixed.');
  }
  const resources = environments.map((environment) => environment.computeResources);
  const fargate = resources.filter((resource) => isFargateType(resource?.type)).length;
  if (fargate !== 0 && fargate !== environments.length) {
    refuseValue('Fargate and EC2 compute environments can not be mixed.');
  }
  if (typesOf(resources.flatMap((resource) => resource?.instanceTypes ?? [])).architectures.length > 1) {
    refuseValue('Compute Environments of different architectures can not be mixed.');
  }
  if (pods > 0) return 'EKS';
  return fargate > 0 ? 'ECS_FARGATE' : 'ECS';
}

interface CheckedOrder {
  computeEnvironmentOrder: ComputeEnvironmentOrder[];
  jobQueueType: JobQueueType;
}

/** AWS's rules on a queue's environments; gives the order by ARN, and the type of queue that they make. */
function checkOrder(machine: Machine, order: readonly ComputeEnvironmentOrder[]): CheckedOrder {
  if (order.length === 0) refuseValue('At least one compute environment is required in computeEnvironmentOrder.');
  if (order.length > ENVIRONMENTS_MAX) {
    refuseValue(`Only ${ENVIRONMENTS_MAX} environments are allowed in job queue request.`);
  }
  if (new Set(order.map((entry) => entry.order)).size < order.length) {
    refuseValue('Duplicate ComputeEnvironment order values.');
  }
  const environments = order.map((entry) => attached(machine, entry));
  const arns = environments.map((environment) => environment.computeEnvironmentArn);
  if (new Set(arns).size < order.length) refuseValue('Duplicate ComputeEnvironments within order list.');
  const jobQueueType = checkAlike(environments);
  const shown = order.map((entry, index) => ({ order: entry.order, computeEnvironment: arns[index] }));
  return { computeEnvironmentOrder: shown, jobQueueType };
}

type Orders = Pick<JobQueueDetail, 'computeEnvironmentOrder' | 'serviceEnvironmentOrder' | 'jobQueueType'>;
type ChangedOrders = Partial<Omit<Orders, 'jobQueueType'>>;

/** A new queue's environments, of the one kind or the other, and the type of queue that they make. */
function ordersOf(machine: Machine, input: CreateJobQueueCommandInput): Orders {
  if (asksForService(input)) {
    const policyArn = input.schedulingPolicyArn;
    const serviceEnvironmentOrder = checkServiceOrder(machine, {
      ...input,
      queue: input.jobQueueName ?? '',
      policyArn,
    });
    return { computeEnvironmentOrder: [], serviceEnvironmentOrder, jobQueueType: 'SAGEMAKER_TRAINING' };
  }
  if (input.jobQueueType === 'SAGEMAKER_TRAINING') {
    refuseValue('Job queues of type SAGEMAKER_TRAINING must have serviceEnvironmentOrder.');
  }
  return { ...checkOrder(machine, input.computeEnvironmentOrder ?? []), serviceEnvironmentOrder: [] };
}

/** CreateJobQueue: checks as AWS does, then hands the machine the document that Describe shows. */
export function createJobQueue(machine: Machine, input: CreateJobQueueCommandInput): object {
  const name = input.jobQueueName ?? '';
  checkResourceName('Job Queue', name);
  checkPriority(input.priority);
  checkTags(input.tags);
  checkTimeLimitActions(input.jobStateTimeLimitActions, asksForService(input));
  const policyArn = input.schedulingPolicyArn;
  if (policyArn !== undefined) checkPolicyOf(machine, policyArn, asksForService(input));
  const orders = ordersOf(machine, input);
  if (input.jobQueueType !== undefined && input.jobQueueType !== orders.jobQueueType) {
    const what = asksForService(input) ? 'service' : 'compute';
    refuseValue(
      `Job queues of type ${input.jobQueueType} can not have ${what} environments of type ${orders.jobQueueType}.`,
    );
  }
  if (machine.queue(name) !== undefined) refuse('Object already exists');
  if (machine.queues().length >= QUEUES_MAX) refuse(`Number of job queues exceeds the limit of ${QUEUES_MAX}.`);

  const arn = batchArn(machine.place, 'job-queue', name);
  machine.addQueue({
    jobQueueName: name,
    jobQueueArn: arn,
    state: input.state ?? 'ENABLED',
    ...(policyArn === undefined ? {} : { schedulingPolicyArn: policyArn }),
    status: 'CREATING',
    priority: input.priority,
    ...orders,
    tags: input.tags ?? {},
    jobStateTimeLimitActions: input.jobStateTimeLimitActions ?? [],
  });
  return { jobQueueName: name, jobQueueArn: arn };
}

/** DescribeJobQueues: those asked for, or all by name in pages of at most 100. */
export function describeJobQueues(machine: Machine, input: DescribeJobQueuesCommandInput): object {
  const asked = input.jobQueues;
  if (asked !== undefined && asked.length > 0) {
    if (input.maxResults !== undefined) refuseValue('JobQueues and MaxResults cannot both be set');
    if (asked.length > QUEUES_DESCRIBED_MAX) {
      refuseValue(`Maximum number of job queues supported is ${QUEUES_DESCRIBED_MAX} .`);
    }
    const names = new Set(asked.map((given) => localName(machine.place, 'job-queue', given)));
    const found = [...names].map((name) => (name === null ? undefined : machine.queue(name)));
    return { jobQueues: found.filter((document) => document !== undefined) };
  }
  const nameOf = (document: JobQueueDetail) => document.jobQueueName ?? '';
  const all = [...machine.queues()].sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const page = pageByKey(machine, 'DescribeJobQueues', all, nameOf, input);
  return { jobQueues: page.items, nextToken: page.nextToken };
}

/** A policy must exist; one of quota shares is for queues of service jobs alone. */
function checkPolicyOf(machine: Machine, policyArn: string, isService: boolean): void {
  const policy = machine.policy(policyArn);
  if (policy === undefined) refuse(`SchedulingPolicy ${policyArn} not found.`);
  if (policy.quotaSharePolicy !== undefined && !isService) {
    refuseValue('Quota Management feature is only supported for SageMaker Training job queues.');
  }
}

function checkPolicyChange(machine: Machine, current: JobQueueDetail, policyArn: string | undefined): void {
  if (policyArn === undefined) return;
  if (current.schedulingPolicyArn === undefined) {
    refuseValue('A job queue created without a scheduling policy can not get one.');
  }
  checkPolicyOf(machine, policyArn, asksForService(current));
  if (isQuotaPolicy(machine, policyArn) !== isQuotaPolicy(machine, current.schedulingPolicyArn)) {
    refuseValue('A job queue can not change between fair share and quota share scheduling policies.');
  }
}

/** The environments that an update names, of the queue's own kind; nothing where it names none. */
function changedOrders(machine: Machine, current: JobQueueDetail, input: UpdateJobQueueCommandInput): ChangedOrders {
  if (asksForService(current) || asksForService(input)) {
    if (!asksForService(current)) refuseValue('A job queue can not change its type.');
    const { computeEnvironmentOrder, serviceEnvironmentOrder } = input;
    if ((computeEnvironmentOrder?.length ?? 0) > 0) refuseValue('A job queue can not change its type.');
    if (serviceEnvironmentOrder === undefined) return {};
    const policyArn = input.schedulingPolicyArn ?? current.schedulingPolicyArn;
    const asked = { queue: current.jobQueueName ?? '', serviceEnvironmentOrder, policyArn };
    return { serviceEnvironmentOrder: checkServiceOrder(machine, asked) };
  }
  if (input.computeEnvironmentOrder === undefined) return {};
  const { computeEnvironmentOrder, jobQueueType } = checkOrder(machine, input.computeEnvironmentOrder);
  if (jobQueueType !== current.jobQueueType) {
    refuseValue('Fargate and EC2 compute environments can not be mixed.');
  }
  return { computeEnvironmentOrder };
}

/** UpdateJobQueue: state, priority, order of environments, another scheduling policy. */
export function updateJobQueue(machine: Machine, input: UpdateJobQueueCommandInput): object {
  const { queue: current } = knownQueue(machine, input.jobQueue ?? '');
  checkPriority(input.priority);
  checkTimeLimitActions(input.jobStateTimeLimitActions, asksForService(current));
  checkPolicyChange(machine, current, input.schedulingPolicyArn);
  if (current.status !== 'VALID' && current.status !== 'INVALID') refuse('Cannot update, resource is being modified');
  const orders = changedOrders(machine, current, input);
  machine.updateQueue({
    ...current,
    state: input.state ?? current.state,
    priority: input.priority ?? current.priority,
    ...(input.schedulingPolicyArn === undefined ? {} : { schedulingPolicyArn: input.schedulingPolicyArn }),
    ...orders,
    jobStateTimeLimitActions: input.jobStateTimeLimitActions ?? current.jobStateTimeLimitActions,
  });
  return { jobQueueName: current.jobQueueName, jobQueueArn: current.jobQueueArn };
}
