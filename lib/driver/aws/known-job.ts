import type { JobStatus } from '@/lib/batch';

/** What is known of a job from history, or from the last look at AWS. Times in ms. */
export interface KnownJob {
  id: string;
  /** Array children and nodes: the parent's id and the index in it. */
  parentId: string | null;
  index: number | null;
  /** Name of its queue. */
  queue: string;
  status: JobStatus;
  attemptsEnded: number;
  statusReason: string | null;
  isCancelled: boolean;
  isTerminated: boolean;
  /** When the attempt under way was seen placed; null while there is none, or nobody saw it. */
  placedAt: number | null;
}

/** A document as history has it, secrets masked. */
export interface KnownResource {
  arn: string;
  kind: string;
  name: string;
  /** As it was last, where it is gone. */
  document: object;
  isGone: boolean;
}

/** What a driver is told of what was recorded before, so that it goes on from there after a restart. */
export interface RecordedPast {
  /** Jobs that have not ended, and the ended parts of arrays and multi-node jobs that have not. */
  openJobs(): Promise<KnownJob[]>;
  /** Ids of children that arrays of the last weeks have and history does not. */
  missingChildren(): Promise<string[]>;
  /** Which of these jobs are recorded, ended or not. */
  recordedJobs(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The newest version of every resource that is there, and of environments that were. */
  resources(): Promise<KnownResource[]>;
  /** How far history came, ms; 0 where there is none. */
  upTo(): Promise<number>;
}
