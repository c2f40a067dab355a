import { atOf, type Core } from '../core';
import type { ServiceDoors, ServiceJob, ServiceJobRequest, ServiceJobView } from './contract';
import { serviceJobDetail, serviceJobSummary } from './documents';
import { activeServiceShares } from './fair-use';
import { addServiceJob, terminateServiceJob } from './lives';
import { prioritise } from './priority';
import { queueFront, queueUse } from './queue-look';
import { sharesOf } from './quota-ledger';
import { addQuotaShare, deleteQuotaShare, quotaShareNumber, updateQuotaShare } from './quota-shares';
import {
  addServiceEnvironment,
  deleteServiceEnvironment,
  queuesOnServiceEnvironment,
  serviceEnvironmentNumber,
  updateServiceEnvironment,
} from './service-environments';
import { serviceJobId, serviceJobOf } from './service-job';

/** How long an ended job is found. */
const RETENTION_MS = 7 * 86_400_000;

function viewOf(core: Core, job: ServiceJob): ServiceJobView {
  const { jobName, shareIdentifier, quotaShareName } = job.request;
  const { ordinal, status, createdAt } = job;
  return { ordinal, jobId: serviceJobId(core, ordinal), jobName, status, createdAt, shareIdentifier, quotaShareName };
}

function isForgotten(core: Core, { stoppedAt }: ServiceJob): boolean {
  return stoppedAt !== null && atOf(core) - stoppedAt >= RETENTION_MS;
}

function jobDoors(core: Core) {
  const { jobs } = core.services;
  const queueNumber = (name: string): number => core.derived.queueByName.get(name) ?? -1;
  const found = (jobId: string): ServiceJob | undefined => {
    const job = serviceJobOf(core, jobId);
    return job === undefined || isForgotten(core, job) ? undefined : job;
  };
  const shown = <T>(jobId: string, show: (job: ServiceJob) => T): T | undefined => {
    const job = found(jobId);
    return job === undefined ? undefined : show(job);
  };
  return {
    submitServiceJob: (request: ServiceJobRequest) =>
      serviceJobId(core, addServiceJob(core, queueNumber(request.queue), request).ordinal),
    hasServiceToken: (token: string) => jobs.some((job) => job.request.token === token),
    serviceJob: (jobId: string) => shown(jobId, (job) => viewOf(core, job)),
    serviceJobs: (queue: string) => {
      const number = queueNumber(queue);
      const own = jobs.filter((job) => job.queue === number && !isForgotten(core, job));
      return own.reverse().map((job) => viewOf(core, job));
    },
    serviceJobDetail: (jobId: string) => shown(jobId, (job) => serviceJobDetail(core, job)),
    serviceJobSummary: (jobId: string) => shown(jobId, (job) => serviceJobSummary(core, job)),
    terminateServiceJob: (jobId: string, reason: string) => {
      shown(jobId, (job) => terminateServiceJob(core, job, reason));
    },
    prioritiseServiceJob: (jobId: string, priority: number) => {
      shown(jobId, (job) => prioritise(core, job, priority));
    },
    activeServiceShares: (queue: string) => activeServiceShares(core, queueNumber(queue)),
    serviceFront: (queue: string, limit: number) => queueFront(core, queueNumber(queue), limit),
    serviceUse: (queue: string) => queueUse(core, queueNumber(queue)),
  };
}

/** The doors over a state. */
export function createServiceDoors(core: Core): ServiceDoors {
  const { environments, shares } = core.services;
  const numberOf = (name: string | undefined): number => serviceEnvironmentNumber(core, name ?? '');
  const queueNumber = (name: string): number => core.derived.queueByName.get(name) ?? -1;
  return {
    ...jobDoors(core),
    serviceEnvironment: (name) => environments[numberOf(name)]?.document,
    serviceEnvironments: () => environments.filter(({ gone }) => !gone).map(({ document }) => document),
    addServiceEnvironment: (document) => addServiceEnvironment(core, document),
    updateServiceEnvironment: (document) => {
      updateServiceEnvironment(core, numberOf(document.serviceEnvironmentName), document);
    },
    deleteServiceEnvironment: (name) => deleteServiceEnvironment(core, numberOf(name)),
    serviceQueues: (name) =>
      queuesOnServiceEnvironment(core, numberOf(name)).map((index) => core.queues[index]?.document.jobQueueName ?? ''),
    quotaShare: (arn) => shares[quotaShareNumber(core, arn)]?.document,
    quotaShares: (queue) => sharesOf(core, queueNumber(queue)).map(({ document }) => document),
    addQuotaShare: (queue, document) => addQuotaShare(core, queueNumber(queue), document),
    updateQuotaShare: (document) => {
      updateQuotaShare(core, quotaShareNumber(core, document.quotaShareArn ?? ''), document);
    },
    deleteQuotaShare: (arn) => deleteQuotaShare(core, quotaShareNumber(core, arn)),
  };
}
