import type {
  DescribeServiceJobResponse,
  QuotaShareDetail,
  ServiceEnvironmentDetail,
  ServiceJobPreemptionConfiguration,
  ServiceJobRetryStrategy,
  ServiceJobStatus,
  ServiceJobSummary,
  ServiceJobTimeout,
} from '@aws-sdk/client-batch';

/** Instances of one type that a job holds from SCHEDULED to its end. */
export interface CapacityNeed {
  unit: string;
  quantity: number;
}

/** An attempt that is over: one of the job's own, or one that was preempted. Times in ms; null where it never ran. */
export interface ServiceAttempt {
  trainingJobArn: string;
  scheduledAt: number;
  startedAt: number | null;
  stoppedAt: number;
  statusReason: string;
}

/** What was submitted, as DescribeServiceJob shows it, and what it asks for. */
export interface ServiceJobRequest {
  jobName: string;
  /** Name of an existing queue. */
  queue: string;
  payload: string;
  needs: readonly CapacityNeed[];
  retryStrategy: ServiceJobRetryStrategy;
  timeoutConfig?: ServiceJobTimeout;
  preemptionConfiguration?: ServiceJobPreemptionConfiguration;
  schedulingPriority?: number;
  shareIdentifier?: string;
  quotaShareName?: string;
  tags: Record<string, string>;
  /** The call's token and what it was bound to; the same again is refused. */
  token?: string;
}

/** A service job: plain data. Times in virtual ms, null until they are known. */
export interface ServiceJob {
  readonly ordinal: number;
  readonly queue: number;
  readonly request: ServiceJobRequest;
  /** The line it waits in: its quota share or share identifier, '' in a queue that is first-in-first-out. */
  readonly share: string;
  tags: Record<string, string>;
  priority: number;
  status: ServiceJobStatus;
  statusReason: string;
  isTerminated: boolean;
  endReason: string;
  createdAt: number;
  scheduledAt: number | null;
  startedAt: number | null;
  stoppedAt: number | null;
  /** When what runs would end by itself. */
  endsAt: number | null;
  /** Since when it can have its place in its line. */
  runnableAt: number;
  /** A retried job goes in front of those of its priority. */
  isRetried: boolean;
  /** Short of capacity: not handed on again before this moment. */
  heldUntil: number;
  /** Looks at a training job that waits for capacity, in a row. */
  looks: number;
  /** Number of the service environment whose capacity it holds, or -1. */
  environment: number;
  stopping: 'terminate' | 'in-share' | 'cross-share' | null;
  /** Times that it left SCHEDULED, STARTING or RUNNING: its own attempts, preempted ones, and those short of capacity. */
  turns: number;
  attempts: ServiceAttempt[];
  preempted: ServiceAttempt[];
  preemptedCount: number;
  /** Goes up with each plan for it: an event of an older plan does nothing. */
  generation: number;
}

/** A quota share as DescribeQuotaShare shows it. */
export type QuotaShareDocument = QuotaShareDetail & { tags: Record<string, string> };

/** A RUNNABLE job, and since when it can have its place (virtual ms). */
export interface Placed {
  jobId: string;
  since: number;
}

/** The first jobs of a queue in order of dispatch, and the first of each of its lines. */
export interface QueueFront {
  all: Placed[];
  byShare: Record<string, Placed>;
}

/** Instances by type. */
type ByUnit = Record<string, number>;

/** Instances that a queue's jobs hold. */
export interface QueueUse {
  total: ByUnit;
  byShare: Map<string, ByUnit>;
}

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
