import type {
  ServiceJobPreemptionConfiguration,
  ServiceJobRetryStrategy,
  ServiceJobStatus,
  ServiceJobTimeout,
} from '@aws-sdk/client-batch';
import type { Core } from '../core';
import { readUuid, uuid } from '../kernel/ids';

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

/** Keeps draws of service jobs apart from those of the rows of container jobs. */
const FIRST_DRAW = 2_147_483_648;
export const drawOrdinal = (job: ServiceJob): number => FIRST_DRAW + job.ordinal;

export const serviceJobId = (core: Core, ordinal: number): string => uuid(core.draws, 'service-job-id', ordinal);

/** The job of an id, or undefined when this machine never made it. */
export function serviceJobOf(core: Core, jobId: string): ServiceJob | undefined {
  const ordinal = readUuid(core.draws, 'service-job-id', jobId);
  return ordinal < 0 ? undefined : core.services.jobs[ordinal];
}

export function serviceJobAt(core: Core, ordinal: number): ServiceJob {
  const job = core.services.jobs[ordinal];
  if (job === undefined) throw new Error(`No service job number ${ordinal}: the machine's tables are damaged.`);
  return job;
}

/** Whether nothing will move the job any more. */
export const hasEnded = ({ status }: ServiceJob): boolean => status === 'SUCCEEDED' || status === 'FAILED';

/** Whether the job holds capacity of its service environment. */
export const isHolding = ({ status }: ServiceJob): boolean =>
  status === 'SCHEDULED' || status === 'STARTING' || status === 'RUNNING';
