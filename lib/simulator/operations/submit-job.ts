import type {
  JobDefinition,
  JobDependency,
  JobQueueDetail,
  JobQueueType,
  SubmitJobCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { JobRequest, Machine } from '../machine';
import { activeDefinition } from './definition-lookup';
import { jobSpec } from './job-spec';
import { checkTakesJobs, knownQueue } from './queue-lookup';
import { refuse, refuseValue } from './refusals';
import { checkJobName, checkSchedulingPriority, checkShareIdentifier, checkTags, requestBytes } from './request-rules';
import { checkRetryStrategy, checkTimeout } from './retry-rules';

const REQUEST_BYTES_MAX = 30 * 1024;
const DEPENDENCIES_MAX = 20;
const ACTIVE_SHARES_MAX = 500;
const ARRAY_SIZE = { min: 2, max: 10_000 };

function openQueue(machine: Machine, given: string): JobQueueDetail {
  const { queue } = knownQueue(machine, given);
  checkTakesJobs(queue);
  return queue;
}

function checkShare(machine: Machine, queue: JobQueueDetail, input: SubmitJobCommandInput): void {
  const { shareIdentifier, schedulingPriorityOverride } = input;
  if (queue.schedulingPolicyArn === undefined) {
    if (shareIdentifier !== undefined || schedulingPriorityOverride !== undefined) {
      // AWS's own spelling, 'onlybe' included.
      refuseValue(
        'Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling policy.',
      );
    }
    return;
  }
  if (shareIdentifier === undefined) {
    refuseValue('Job must have shareIdentifier to be submitted to job queue with fair share scheduling policy.');
  }
  checkShareIdentifier(shareIdentifier);
  const active = machine.activeShares(queue.jobQueueName ?? '');
  if (active.length >= ACTIVE_SHARES_MAX && !active.includes(shareIdentifier)) {
    refuse(`Job queue ${queue.jobQueueArn} has reached the limit of ${ACTIVE_SHARES_MAX} active share identifiers.`);
  }
}

const NEEDED: Partial<Record<JobQueueType, string>> = { ECS_FARGATE: 'FARGATE', EKS: 'EKS' };

function checkPlatform(queue: JobQueueDetail, definition: JobDefinition): void {
  if (queue.jobQueueType === 'SAGEMAKER_TRAINING') {
    refuse(`Job queue ${queue.jobQueueArn} takes service jobs only.`);
  }
  const needed = NEEDED[queue.jobQueueType ?? 'ECS'] ?? 'EC2';
  const capability = definition.eksProperties === undefined ? (definition.platformCapabilities?.[0] ?? 'EC2') : 'EKS';
  if (capability !== needed) {
    refuse(`Job Queue is attached to Compute Environment that can not run Jobs with capability ${capability}`);
  }
}

const OVERRIDES = [
  ['containerOverrides', 'containerProperties'],
  ['ecsPropertiesOverride', 'ecsProperties'],
  ['eksPropertiesOverride', 'eksProperties'],
] as const;

function propertySet({ ecsProperties, eksProperties, nodeProperties }: JobDefinition) {
  if (nodeProperties !== undefined) return 'nodeProperties';
  if (ecsProperties !== undefined) return 'ecsProperties';
  return eksProperties === undefined ? 'containerProperties' : 'eksProperties';
}

function checkMultiNode(input: SubmitJobCommandInput): void {
  if (input.containerOverrides !== undefined) {
    refuseValue('containerOverrides is not applicable for jobs of type multinode.');
  }
  if (input.arrayProperties?.size !== undefined) {
    refuseValue('arrayProperties is not applicable for jobs of type multinode.');
  }
}

function checkKind(input: SubmitJobCommandInput, definition: JobDefinition): void {
  if (definition.nodeProperties !== undefined) checkMultiNode(input);
  else if (input.nodeOverrides !== undefined) {
    refuseValue('nodeOverrides is not applicable for jobs of type container.');
  }
  const kind = propertySet(definition);
  for (const [member, goesWith] of OVERRIDES) {
    if (input[member] !== undefined && kind !== goesWith) {
      refuseValue(`${member} is not applicable for jobs with ${kind}.`);
    }
  }
  if (input.containerOverrides?.instanceType !== undefined) {
    refuseValue('instanceType is only applicable for multi-node parallel jobs.');
  }
}

type Needs = Pick<JobRequest, 'dependsOn' | 'needs' | 'sequential'>;

function nToNRow(machine: Machine, row: number, jobId: string, arraySize: number | undefined): number {
  const size = machine.view(row).arraySize;
  if (size === null || size !== arraySize) {
    refuseValue(`N_TO_N dependency on job ${jobId} requires two array jobs of the same size.`);
  }
  return row;
}

function resolveDependencies(machine: Machine, dependsOn: JobDependency[], arraySize: number | undefined): Needs {
  if (dependsOn.length > DEPENDENCIES_MAX) {
    refuseValue(`Number of dependencies exceeds the maximum of ${DEPENDENCIES_MAX}.`);
  }
  const needs = new Map<string, JobRequest['needs'][number]>();
  let sequential = false;
  for (const { jobId, type } of dependsOn) {
    if (type === 'SEQUENTIAL') {
      if (jobId !== undefined) refuseValue('SEQUENTIAL dependency can not have a jobId.');
      if (arraySize === undefined) refuseValue('SEQUENTIAL dependency is only supported for array jobs.');
      sequential = true;
      continue;
    }
    if (jobId === undefined) refuseValue('jobId is required for a dependency.');
    const row = machine.findJob(jobId);
    if (row < 0) refuse(`Dependent job ${jobId} does not exist.`);
    const nToN = type === 'N_TO_N';
    needs.set(`${row} ${nToN}`, { row: nToN ? nToNRow(machine, row, jobId, arraySize) : row, nToN });
  }
  return { dependsOn, needs: [...needs.values()], sequential };
}

function arraySizeOf(input: SubmitJobCommandInput): number | undefined {
  const size = input.arrayProperties?.size;
  if (size !== undefined && (size < ARRAY_SIZE.min || size > ARRAY_SIZE.max)) {
    refuseValue(`Array size must be between ${ARRAY_SIZE.min} and ${ARRAY_SIZE.max}`);
  }
  return size;
}

/** SubmitJob: one job, an array, or a multi-node parallel job. A job that no environment could ever hold is accepted, as AWS does. */
export function submitJob(machine: Machine, input: SubmitJobCommandInput): object {
  const jobName = input.jobName ?? '';
  checkJobName(jobName);
  if (requestBytes(input) > REQUEST_BYTES_MAX) {
    refuseValue(`SubmitJob request size exceeds the limit of ${REQUEST_BYTES_MAX} bytes.`);
  }
  const queue = openQueue(machine, input.jobQueue ?? '');
  const definition = activeDefinition(machine, input.jobDefinition ?? '');
  checkPlatform(queue, definition);
  checkKind(input, definition);
  checkShare(machine, queue, input);
  checkSchedulingPriority(input.schedulingPriorityOverride);
  checkRetryStrategy(input.retryStrategy);
  checkTimeout(input.timeout);
  checkTags(input.tags);
  const arraySize = arraySizeOf(input);
  const dependencies = resolveDependencies(machine, input.dependsOn ?? [], arraySize);
  const spec = jobSpec(machine, definition, input);

  const { jobId } = machine.submit({
    jobName,
    queue: queue.jobQueueName ?? '',
    spec,
    ...(arraySize === undefined ? {} : { arraySize }),
    ...dependencies,
  });
  return { jobArn: batchArn(machine.place, 'job', jobId), jobName, jobId };
}
