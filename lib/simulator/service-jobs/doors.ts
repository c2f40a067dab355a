import type {
  DescribeServiceJobResponse,
  ServiceEnvironmentDetail,
  ServiceJobStatus,
  ServiceJobSummary,
} from '@aws-sdk/client-batch';
import { atOf, type Core } from '../core';
import { serviceJobDetail, serviceJobSummary } from './documents';
import { activeServiceShares } from './fair-use';
import { addServiceJob, terminateServiceJob } from './lives';
import { prioritise } from './priority';
import { type QueueFront, type QueueUse, queueFront, queueUse } from './queue-look';
import { sharesOf } from './quota-ledger';
import { addQuotaShare, deleteQuotaShare, quotaShareNumber, updateQuotaShare } from './quota-shares';
import {
  addServiceEnvironment,
  deleteServiceEnvironment,
  queuesOnServiceEnvironment,
  serviceEnvironmentNumber,
  updateServiceEnvironment,
} from './service-environments';
import { type ServiceJob, type ServiceJobRequest, serviceJobId, serviceJobOf } from './service-job';
import type { QuotaShareDocument } from './world';

/** How long an ended job is found. */
const RETENTION_MS = 7 * 86_400_000;

/** Facts of a service job that filters and rules need without building a document. */
export interface ServiceJobView {
  ordinal: number;
  jobId: string;
  jobName: string;
  status: ServiceJobStatus;
  createdAt: number;
  shareIdentifier: string | undefined;
  quotaShareName: string | undefined;
}

/** The doors to what belongs to service jobs; documents are what Describe* shows. Jobs are found for 7 days after their end. */
export interface ServiceDoors {
  serviceEnvironment(name: string): ServiceEnvironmentDetail | undefined;
  serviceEnvironments(): ServiceEnvironmentDetail[];
  /** As the doors of compute environments: CREATING or UPDATING, then VALID; DELETING, then gone. */
  addServiceEnvironment(document: ServiceEnvironmentDetail): void;
  updateServiceEnvironment(document: ServiceEnvironmentDetail): void;
  deleteServiceEnvironment(name: string): void;
  /** Names of the queues, not gone, that refer to a service environment. */
  serviceQueues(environment: string): string[];

  quotaShare(arn: string): QuotaShareDocument | undefined;
  quotaShares(queue: string): QuotaShareDocument[];
  addQuotaShare(queue: string, document: QuotaShareDocument): void;
  updateQuotaShare(document: QuotaShareDocument): void;
  /** DELETING, then gone once its jobs have ended. */
  deleteQuotaShare(arn: string): void;

  /** Makes a service job and gives its id. */
  submitServiceJob(request: ServiceJobRequest): string;
  /** Whether a job was submitted with this token and payload. */
  hasServiceToken(token: string): boolean;
  serviceJob(jobId: string): ServiceJobView | undefined;
  /** Jobs of a queue, newest first. */
  serviceJobs(queue: string): ServiceJobView[];
  serviceJobDetail(jobId: string): DescribeServiceJobResponse | undefined;
  serviceJobSummary(jobId: string): ServiceJobSummary | undefined;
  /** Also of ended or unknown jobs, where nothing happens. */
  terminateServiceJob(jobId: string, reason: string): void;
  prioritiseServiceJob(jobId: string, priority: number): void;
  /** Share identifiers of a queue that have service jobs, or had some within the policy's window. */
  activeServiceShares(queue: string): string[];
  /** The first RUNNABLE jobs of a queue and of each of its shares, and since when each can have its place. */
  serviceFront(queue: string, limit: number): QueueFront;
  /** Instances that a queue's jobs hold, by type, in all and by share. */
  serviceUse(queue: string): QueueUse;
}

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
