import type { CreateJobQueueCommandInput, UpdateJobQueueCommandInput } from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import { checkResourceName, checkTags, Findings } from './checks';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkShape, type Part, soundInput } from './shapes';

/** What a queue may be put on, as far as it is known. */
export interface KnownEnvironment {
  name: string;
  /** Where it is known: an ARN of another account or region is then no other spelling of it. */
  arn?: string;
  type: 'EC2' | 'SPOT' | 'FARGATE' | 'FARGATE_SPOT' | 'UNMANAGED';
  status: string;
}

/** What stands on the connection now; what is absent is not known, and then not checked. */
export interface QueueSurroundings {
  environments?: readonly KnownEnvironment[];
  /** ARNs of scheduling policies. */
  policies?: readonly string[];
}

/** Most environments of a queue. Source: AWS_BATCH quotas. */
export const QUEUE_ENVIRONMENTS_MAX = 3;
/** Bounds of a queue's priority. AWS publishes none; these are the simulator's. */
export const QUEUE_PRIORITY_MAX = 1000;
/** Bounds of a time limit on a state, seconds. Source: JobStateTimeLimitAction of the API reference. */
export const TIME_LIMIT_SECONDS = { least: 600, most: 86_400 } as const;
/** The reasons a time limit may act on. Source: Batch user guide, blocked job queues. */
export const TIME_LIMIT_REASONS = [
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
  'MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED',
] as const;
const SERVICE_REASONS = [
  'MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE',
  'MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED',
];

const ENVIRONMENT_ARN = /^arn:aws[\w-]*:batch:[\w-]+:\d{12}:compute-environment\/[A-Za-z0-9_-]{1,128}$/;

/** What is wrong with a CreateJobQueue. */
export function createJobQueueProblems(
  shapes: OperationShapes,
  document: JsonObject,
  around: QueueSurroundings = {},
): Problem[] {
  const shape = checkShape(shapes, 'CreateJobQueue', document);
  const input = soundInput<CreateJobQueueCommandInput>(shape);
  const found = new Findings();
  checkResourceName(found, input.jobQueueName, 'jobQueueName');
  checkTags(found, input.tags, 'tags');
  const isService = (input.serviceEnvironmentOrder?.length ?? 0) > 0;
  if (input.jobQueueType === 'SAGEMAKER_TRAINING') {
    found.when(
      !isService,
      'serviceEnvironmentOrder',
      'A queue of type SAGEMAKER_TRAINING has one service environment.',
    );
  } else
    found.when(
      !isService && input.computeEnvironmentOrder === undefined,
      'computeEnvironmentOrder',
      'Choose at least one environment.',
    );
  checkQueue(found, input, around);
  checkType(found, input, around);
  return found.after(shape.problems);
}

/** The type that is given is the one that the environments make. */
function checkType(found: Findings, input: Part<CreateJobQueueCommandInput>, around: QueueSurroundings): void {
  const kind = kindOf(input.computeEnvironmentOrder, around);
  const { jobQueueType: type } = input;
  if (kind === null || (type !== 'ECS' && type !== 'ECS_FARGATE')) return;
  found.when(
    (type === 'ECS_FARGATE') !== (kind === 'fargate'),
    'jobQueueType',
    `Environments on ${kind === 'fargate' ? 'Fargate' : 'instances'} make a queue of type ${kind === 'fargate' ? 'ECS_FARGATE' : 'ECS'}.`,
  );
}

/** What is wrong with an UpdateJobQueue; `base` is the queue as it is, in the call's own terms. */
export function updateJobQueueProblems(
  shapes: OperationShapes,
  document: JsonObject,
  base: JsonObject,
  around: QueueSurroundings = {},
): Problem[] {
  const shape = checkShape(shapes, 'UpdateJobQueue', document);
  const input = soundInput<UpdateJobQueueCommandInput>(shape);
  const before = soundInput<UpdateJobQueueCommandInput>(checkShape(shapes, 'UpdateJobQueue', base));
  const found = new Findings();
  if (input.schedulingPolicyArn !== undefined && before.schedulingPolicyArn === undefined) {
    found.add(
      'schedulingPolicyArn',
      'A queue that was made without a scheduling policy can not get one: make a new queue.',
    );
  }
  found.when(
    input.schedulingPolicyArn === '',
    'schedulingPolicyArn',
    'A scheduling policy can be replaced, never taken away.',
  );
  checkQueue(found, input, around);
  const kinds = [before, input].map((one) => kindOf(one.computeEnvironmentOrder, around));
  found.when(
    kinds[0] !== null && kinds[1] !== null && kinds[0] !== kinds[1],
    'computeEnvironmentOrder',
    `This queue runs on ${kinds[0] === 'fargate' ? 'Fargate' : 'instances'}: that can not be changed. Make a new queue.`,
  );
  return found.after(shape.problems);
}

type QueueInput = Part<CreateJobQueueCommandInput> & Part<UpdateJobQueueCommandInput>;

function checkQueue(found: Findings, input: Part<QueueInput>, around: QueueSurroundings): void {
  found.range(input.priority, 'priority', 'The priority', 0, QUEUE_PRIORITY_MAX);
  const isService = (input.serviceEnvironmentOrder?.length ?? 0) > 0;
  if (isService) {
    found.when(
      (input.computeEnvironmentOrder?.length ?? 0) > 0,
      'serviceEnvironmentOrder',
      'A queue has compute environments or a service environment, not both.',
    );
    found.when(
      (input.serviceEnvironmentOrder?.length ?? 0) > 1,
      'serviceEnvironmentOrder',
      'A queue has one service environment.',
    );
  } else checkEnvironments(found, input, around);
  checkPolicy(found, input.schedulingPolicyArn, around);
  checkTimeLimits(found, input, isService);
}

function kindOf(
  order: Part<QueueInput>['computeEnvironmentOrder'],
  around: QueueSurroundings,
): 'fargate' | 'instances' | null {
  const types = (order ?? []).flatMap(
    (entry) => around.environments?.find(({ name }) => name === nameOfArn(entry.computeEnvironment ?? ''))?.type ?? [],
  );
  const [first] = types;
  return first === undefined ? null : first.startsWith('FARGATE') ? 'fargate' : 'instances';
}

function checkEnvironments(found: Findings, input: Part<QueueInput>, around: QueueSurroundings): void {
  const path = 'computeEnvironmentOrder';
  const order = input.computeEnvironmentOrder;
  if (order === undefined) return;
  found.when(order.length === 0, path, 'Choose at least one environment.');
  found.when(
    order.length > QUEUE_ENVIRONMENTS_MAX,
    path,
    `A queue has at most ${QUEUE_ENVIRONMENTS_MAX} environments; these are ${order.length}.`,
  );
  const names = order.map((entry) => nameOfArn(entry.computeEnvironment ?? ''));
  for (const [at, entry] of order.entries()) {
    const name = names[at] ?? '';
    const own = `${path}[${at}]`;
    found.when(name === '', `${own}.computeEnvironment`, 'Choose an environment.');
    found.when(name !== '' && names.indexOf(name) !== at, `${own}.computeEnvironment`, `${name} stands twice.`);
    const isSecond = order.findIndex((other) => other.order === entry.order) !== at;
    found.when(
      entry.order !== undefined && isSecond,
      `${own}.order`,
      'Two environments have the same place in the order.',
    );
    const given = entry.computeEnvironment ?? '';
    const isForged = given.startsWith('arn:') && !ENVIRONMENT_ARN.test(given);
    found.when(isForged, `${own}.computeEnvironment`, 'This is no ARN of a compute environment.');
    const known = around.environments?.find(
      (environment) => environment.name === name && (!given.startsWith('arn:') || (environment.arn ?? given) === given),
    );
    if (around.environments === undefined || name === '') continue;
    if (known === undefined) found.add(`${own}.computeEnvironment`, `There is no environment ${given} here.`);
    else
      found.when(
        known.status !== 'VALID',
        `${own}.computeEnvironment`,
        `${name} is ${known.status}: AWS takes VALID environments only.`,
      );
  }
  const types = names.flatMap(
    (name) => around.environments?.find((environment) => environment.name === name)?.type ?? [],
  );
  const fargate = types.filter((type) => type.startsWith('FARGATE')).length;
  found.when(
    fargate > 0 && fargate < types.length,
    path,
    'Fargate and EC2 environments can not be mixed in one queue.',
  );
}

function checkPolicy(found: Findings, arn: string | undefined, around: QueueSurroundings): void {
  if (arn === undefined || arn === '') return;
  if (!/^arn:aws[\w-]*:batch:[\w-]+:\d{12}:scheduling-policy\/[A-Za-z0-9_-]{1,128}$/.test(arn)) {
    found.add(
      'schedulingPolicyArn',
      'This is the ARN of a scheduling policy: arn:aws:batch:REGION:ACCOUNT:scheduling-policy/NAME.',
    );
  } else if (around.policies !== undefined && !around.policies.includes(arn)) {
    found.add('schedulingPolicyArn', `There is no scheduling policy ${nameOfArn(arn)} here.`);
  }
}

function checkTimeLimits(found: Findings, input: Part<QueueInput>, isService: boolean): void {
  const seen = new Set<string>();
  const reasons: readonly string[] = isService ? [TIME_LIMIT_REASONS[0], ...SERVICE_REASONS] : TIME_LIMIT_REASONS;
  const action = isService ? 'TERMINATE' : 'CANCEL';
  for (const [at, limit] of (input.jobStateTimeLimitActions ?? []).entries()) {
    const own = `jobStateTimeLimitActions[${at}]`;
    found.range(
      limit.maxTimeSeconds,
      `${own}.maxTimeSeconds`,
      'The limit in seconds',
      TIME_LIMIT_SECONDS.least,
      TIME_LIMIT_SECONDS.most,
    );
    found.when(
      limit.reason !== undefined && !reasons.includes(limit.reason),
      `${own}.reason`,
      `The reason is one of ${reasons.join(', ')}.`,
    );
    found.when(
      limit.action !== undefined && limit.action !== action,
      `${own}.action`,
      `The only action here is ${action}.`,
    );
    const key = `${limit.state} ${limit.reason}`;
    found.when(seen.has(key), `${own}.reason`, 'Two limits have the same state and reason.');
    seen.add(key);
  }
}
