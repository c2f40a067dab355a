import type { AttemptChange, JobChange, JobFacts } from '@/lib/batch';
import { batchArn } from '@/lib/batch';
import { atOf, type Core, queueAt } from '../core';
import type { ServiceJob } from './contract';
import { serviceJobDetail, trainingJobArn } from './documents';
import { isHolding, serviceJobId } from './service-job';

function factsOf(core: Core, job: ServiceJob): JobFacts {
  const service = serviceJobDetail(core, job);
  const { request } = job;
  const share = request.quotaShareName ?? request.shareIdentifier;
  return {
    detail: {
      jobName: request.jobName,
      jobId: service.jobId,
      jobQueue: service.jobQueue,
      jobDefinition: '',
      status: 'SUBMITTED',
      startedAt: undefined,
      createdAt: job.createdAt,
      ...(share === undefined ? {} : { shareIdentifier: share }),
      tags: job.tags,
    },
    service,
    milliVcpus: 0,
    memoryMib: 0,
    gpus: 0,
  };
}

function environmentArn(core: Core, job: ServiceJob): string {
  return core.services.environments[job.environment]?.document.serviceEnvironmentArn ?? '';
}

/** The attempt under way. */
export function currentAttempt(core: Core, job: ServiceJob): AttemptChange {
  return {
    n: job.turns + 1,
    taskArn: trainingJobArn(core, job, job.turns + 1),
    environmentArn: environmentArn(core, job),
    purchase: 'SAGEMAKER',
    placedAt: job.scheduledAt ?? atOf(core),
    ...(job.startedAt === null ? {} : { startedAt: job.startedAt }),
  };
}

/** Tells a transition, or a change within a state; `attempt` where it says something of one. */
export function emitServiceJob(core: Core, job: ServiceJob, attempt?: AttemptChange): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink === null) return;
  const change: JobChange = {
    kind: 'job',
    seq,
    at: atOf(core),
    jobId: serviceJobId(core, job.ordinal),
    status: job.status,
    attemptsEnded: job.turns,
  };
  if (job.statusReason !== '') change.statusReason = job.statusReason;
  if (job.isTerminated) change.isTerminated = true;
  if (attempt !== undefined) change.attempt = attempt;
  else if (isHolding(job)) change.attempt = currentAttempt(core, job);
  if (job.status === 'SUBMITTED') change.facts = factsOf(core, job);
  core.sink(change);
}

export function serviceQueueArn(core: Core, queue: number): string {
  return batchArn(core.place, 'job-queue', queueAt(core, queue).document.jobQueueName ?? '');
}
