import type {
  DescribeServiceJobResponse,
  LatestServiceJobAttempt,
  ServiceJobAttemptDetail,
  ServiceJobSummary,
  ServiceResourceId,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import { type Core, queueAt } from '../core';
import { hexId } from '../kernel/ids';
import type { ServiceAttempt, ServiceJob } from './contract';
import { isHolding, serviceJobId } from './service-job';
import { readTraining } from './training-request';

/** SageMaker's longest name of a training job, and what Batch puts around the request's own. */
const NAME_MAX = 63;
const PREFIX = 'AWSBatch';
const ID_LENGTH = 32;

/** ARN of the training job of a job's n-th turn. */
export function trainingJobArn(core: Core, job: ServiceJob, turn: number): string {
  const { region, account } = core.place;
  const asked = readTraining(job.request.payload)?.name || job.request.jobName;
  const own = asked.replaceAll('_', '-').slice(0, NAME_MAX - PREFIX.length - ID_LENGTH);
  const id = hexId(core.draws, 'training-job-id', job.ordinal, turn);
  return `arn:aws:sagemaker:${region}:${account}:training-job/${PREFIX}${own}${id}`;
}

const resourceId = (value: string): ServiceResourceId => ({ name: 'TrainingJobArn', value });

function shownAttempt(attempt: ServiceAttempt): ServiceJobAttemptDetail {
  return {
    serviceResourceId: resourceId(attempt.trainingJobArn),
    ...(attempt.startedAt === null ? {} : { startedAt: attempt.startedAt }),
    stoppedAt: attempt.stoppedAt,
    statusReason: attempt.statusReason,
  };
}

/** The training job handed on last, running or not; undefined before the first. */
function latestAttempt(core: Core, job: ServiceJob): LatestServiceJobAttempt | undefined {
  const turn = isHolding(job) ? job.turns + 1 : job.turns;
  return turn === 0 ? undefined : { serviceResourceId: resourceId(trainingJobArn(core, job, turn)) };
}

/** What both documents show, but for members that are not there yet. */
function members(core: Core, job: ServiceJob): Omit<ServiceJobSummary, 'latestAttempt'> {
  const { request } = job;
  const jobId = serviceJobId(core, job.ordinal);
  const latest = latestAttempt(core, job);
  return {
    jobArn: batchArn(core.place, 'service-job', jobId),
    jobId,
    jobName: request.jobName,
    serviceJobType: 'SAGEMAKER_TRAINING',
    status: job.status,
    createdAt: job.createdAt,
    capacityUsage: request.needs.map(({ unit, quantity }) => ({ capacityUnit: unit, quantity })),
    ...(latest === undefined ? {} : { latestAttempt: latest }),
    ...(job.statusReason === '' ? {} : { statusReason: job.statusReason }),
    ...(job.scheduledAt === null ? {} : { scheduledAt: job.scheduledAt }),
    ...(job.startedAt === null ? {} : { startedAt: job.startedAt }),
    ...(job.stoppedAt === null ? {} : { stoppedAt: job.stoppedAt }),
    ...(job.isTerminated ? { isTerminated: true } : {}),
    ...(request.shareIdentifier === undefined ? {} : { shareIdentifier: request.shareIdentifier }),
    ...(request.quotaShareName === undefined ? {} : { quotaShareName: request.quotaShareName }),
  };
}

/** An element of ListServiceJobs' answer. */
export function serviceJobSummary(core: Core, job: ServiceJob): ServiceJobSummary {
  return members(core, job);
}

/** DescribeServiceJob's answer, as of now. */
export function serviceJobDetail(core: Core, job: ServiceJob): DescribeServiceJobResponse {
  const { request } = job;
  return {
    ...members(core, job),
    jobId: serviceJobId(core, job.ordinal),
    jobName: request.jobName,
    serviceJobType: 'SAGEMAKER_TRAINING',
    status: job.status,
    startedAt: job.startedAt ?? undefined,
    jobQueue: queueAt(core, job.queue).document.jobQueueArn,
    attempts: job.attempts.map(shownAttempt),
    retryStrategy: request.retryStrategy,
    serviceRequestPayload: request.payload,
    tags: job.tags,
    ...(request.schedulingPriority === undefined && job.priority === 0 ? {} : { schedulingPriority: job.priority }),
    ...(request.timeoutConfig === undefined ? {} : { timeoutConfig: request.timeoutConfig }),
    ...(request.preemptionConfiguration === undefined
      ? {}
      : { preemptionConfiguration: request.preemptionConfiguration }),
    ...(job.preemptedCount === 0
      ? {}
      : {
          preemptionSummary: {
            preemptedAttemptCount: job.preemptedCount,
            recentPreemptedAttempts: job.preempted.map(shownAttempt),
          },
        }),
  };
}
