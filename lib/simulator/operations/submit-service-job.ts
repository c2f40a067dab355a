import type {
  JobQueueDetail,
  ServiceJobRetryStrategy,
  ServiceJobTimeout,
  SubmitServiceJobCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import type { CapacityNeed } from '../service-jobs/contract';
import { readTraining } from '../service-jobs/training-request';
import { checkTakesJobs, knownQueue } from './queue-lookup';
import { refuse, refuseValue } from './refusals';
import { checkJobName, checkSchedulingPriority, checkShareIdentifier, checkTags, requestBytes } from './request-rules';
import { isQuotaPolicy } from './service-queue-rules';

const REQUEST_BYTES_MAX = 30 * 1024;
const PAYLOAD_BYTES_MAX = 10 * 1024;
const ATTEMPTS_MAX = 10;
const CONDITIONS_MAX = 5;
const CONDITION_LENGTH_MAX = 512;
const TIMEOUT_MIN_SECONDS = 60;
const ACTIVE_SHARES_MAX = 500;
const PRINTABLE = /^[\x20-\x7e]*$/;

function openQueue(machine: Machine, given: string): JobQueueDetail {
  const { queue } = knownQueue(machine, given);
  if (queue.jobQueueType !== 'SAGEMAKER_TRAINING') {
    refuse(`Service jobs can only be submitted to job queues of type SAGEMAKER_TRAINING, ${queue.jobQueueArn} is not.`);
  }
  checkTakesJobs(queue);
  return queue;
}

/** AWS's rules on retries of service jobs: 1-10 attempts, and conditions on the status reason, of printable characters. */
function checkRetries(strategy: ServiceJobRetryStrategy | undefined): void {
  if (strategy === undefined) return;
  const { attempts, evaluateOnExit = [] } = strategy;
  if (attempts === undefined) refuseValue('RetryAttempts must be provided with retry strategy.');
  if (attempts < 1 || attempts > ATTEMPTS_MAX) refuseValue(`RetryAttempts must be between 1 and ${ATTEMPTS_MAX}.`);
  if (evaluateOnExit.length > CONDITIONS_MAX) refuseValue(`EvaluateOnExit can have at most ${CONDITIONS_MAX} entries.`);
  for (const { onStatusReason } of evaluateOnExit) {
    if (!onStatusReason) refuseValue('EvaluateOnExit should contain onStatusReason');
    if (onStatusReason.length > CONDITION_LENGTH_MAX) {
      refuseValue(`Evaluate on exit condition cannot exceed ${CONDITION_LENGTH_MAX} characters.`);
    }
    if (!PRINTABLE.test(onStatusReason)) refuseValue('Evaluate on exit condition contains restricted characters.');
  }
}

function checkTimeout(timeout: ServiceJobTimeout | undefined): void {
  const seconds = timeout?.attemptDurationSeconds;
  if (seconds !== undefined && seconds < TIMEOUT_MIN_SECONDS) {
    refuseValue(`Job attempt duration cannot be less than ${TIMEOUT_MIN_SECONDS} seconds`);
  }
}

/** A share identifier belongs to fair share, a quota share to quota management, neither to first-in-first-out. */
function checkShare(machine: Machine, queue: JobQueueDetail, input: SubmitServiceJobCommandInput): void {
  const { shareIdentifier, quotaShareName } = input;
  const isQuota = isQuotaPolicy(machine, queue.schedulingPolicyArn);
  const isFair = queue.schedulingPolicyArn !== undefined && !isQuota;
  if (shareIdentifier !== undefined && !isFair) {
    // AWS's own spelling, 'onlybe' included.
    refuseValue(
      'Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling policy.',
    );
  }
  if (quotaShareName !== undefined && !isQuota) {
    refuseValue('Job with quotaShareName can only be submitted to job queue with quota share scheduling policy.');
  }
  if (isFair) checkFairShare(machine, queue, shareIdentifier);
  if (isQuota) checkQuotaShare(machine, queue, quotaShareName);
}

function checkFairShare(machine: Machine, queue: JobQueueDetail, shareIdentifier: string | undefined): void {
  if (shareIdentifier === undefined) {
    refuseValue('Job must have shareIdentifier to be submitted to job queue with fair share scheduling policy.');
  }
  checkShareIdentifier(shareIdentifier);
  const active = machine.activeServiceShares(queue.jobQueueName ?? '');
  if (active.length >= ACTIVE_SHARES_MAX && !active.includes(shareIdentifier)) {
    refuse(`Job queue ${queue.jobQueueArn} has reached the limit of ${ACTIVE_SHARES_MAX} active share identifiers.`);
  }
}

function checkQuotaShare(machine: Machine, queue: JobQueueDetail, name: string | undefined): void {
  if (name === undefined) {
    refuseValue('Job must have quotaShareName to be submitted to job queue with quota share scheduling policy.');
  }
  const share = machine.quotaShares(queue.jobQueueName ?? '').find(({ quotaShareName }) => quotaShareName === name);
  if (share === undefined) refuse(`QuotaShare ${name} not found.`);
  if (share.state !== 'ENABLED') refuse(`Quota share ${share.quotaShareArn} is not in ENABLED state`);
  if (share.status !== 'VALID' && share.status !== 'UPDATING') {
    refuse(`Quota share ${share.quotaShareArn} is not in VALID status`);
  }
}

/** What Batch itself reads of the request to SageMaker: how many instances of which type. The rest is SageMaker's to judge. */
function needsOf(payload: string): CapacityNeed[] {
  if (requestBytes({ payload }) - requestBytes({ payload: '' }) > PAYLOAD_BYTES_MAX) {
    refuseValue(`serviceRequestPayload exceeds the limit of ${PAYLOAD_BYTES_MAX} bytes.`);
  }
  const training = readTraining(payload);
  if (training === null) refuseValue('serviceRequestPayload must be a JSON object.');
  if (training.needs.length === 0) {
    refuseValue(
      'serviceRequestPayload must have a ResourceConfig with InstanceType and InstanceCount, or InstanceGroups.',
    );
  }
  return training.needs;
}

/** SubmitServiceJob: a request to SageMaker that Batch queues. */
export function submitServiceJob(machine: Machine, input: SubmitServiceJobCommandInput): object {
  const jobName = input.jobName ?? '';
  checkJobName(jobName);
  if (requestBytes(input) > REQUEST_BYTES_MAX) {
    refuseValue(`SubmitServiceJob request size exceeds the limit of ${REQUEST_BYTES_MAX} bytes.`);
  }
  const queue = openQueue(machine, input.jobQueue ?? '');
  const payload = input.serviceRequestPayload ?? '';
  const needs = needsOf(payload);
  checkShare(machine, queue, input);
  checkSchedulingPriority(input.schedulingPriority);
  checkRetries(input.retryStrategy);
  checkTimeout(input.timeoutConfig);
  checkTags(input.tags);
  const retries = input.preemptionConfiguration?.preemptionRetriesBeforeTermination;
  if (retries !== undefined && retries < 0) refuseValue('preemptionRetriesBeforeTermination must not be negative.');
  const token = input.clientToken === undefined ? undefined : JSON.stringify(sorted(input));
  if (token !== undefined && machine.hasServiceToken(token)) {
    refuse('A service job with the same clientToken and payload has already been submitted.');
  }
  const jobId = machine.submitServiceJob({
    jobName,
    queue: queue.jobQueueName ?? '',
    payload,
    needs,
    retryStrategy: input.retryStrategy ?? { attempts: 1 },
    tags: input.tags ?? {},
    ...(input.timeoutConfig === undefined ? {} : { timeoutConfig: input.timeoutConfig }),
    ...(input.preemptionConfiguration === undefined ? {} : { preemptionConfiguration: input.preemptionConfiguration }),
    ...(input.schedulingPriority === undefined ? {} : { schedulingPriority: input.schedulingPriority }),
    ...(input.shareIdentifier === undefined ? {} : { shareIdentifier: input.shareIdentifier }),
    ...(input.quotaShareName === undefined ? {} : { quotaShareName: input.quotaShareName }),
    ...(token === undefined ? {} : { token }),
  });
  return { jobArn: batchArn(machine.place, 'service-job', jobId), jobName, jobId };
}

/** The same members in one order, whatever order a client sends them in. */
function sorted(input: object): object {
  return Object.fromEntries(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));
}
