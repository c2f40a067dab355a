import type { AttemptChange, JobChange, JobStatus } from '@/lib/batch';
import { isTerminal, JOB_STATUS_RANK, nameOfArn } from '@/lib/batch';
import type { Requirements } from '@/lib/cost';
import type { LifeStep } from '@/lib/history';

/** One number for (attempts ended, rank of state): what is higher came later in a job's life. */
export function stepOf(attemptsEnded: number, status: JobStatus): number {
  return attemptsEnded * 8 + JOB_STATUS_RANK[status];
}

/** Facts of a job that its first change brings; an array child's are its parent's. */
export interface KnownFacts {
  name: string;
  queue: string;
  definition: string;
  share: string | null;
  /** Array parents: how many children. 0 on a node of a multi-node job. Only where it is null is the row counted. */
  arraySize: number | null;
  isRelay: boolean;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
}

/** A row of `job` as the recorder holds it, and what it has learned of it since the row was read. Times in ms. */
export interface JobState {
  /** Key of the row, given before it is written, as text. */
  id: string;
  awsId: string;
  parentAwsId: string | null;
  arrayIndex: number | null;
  /** Null until they were told: the row then stands with an empty name and queue, and is counted nowhere. */
  facts: KnownFacts | null;
  status: JobStatus;
  /** -1 before the first change. */
  rank: number;
  seq: number;
  attemptsEnded: number;
  statusReason: string | null;
  reason: string | null;
  exitCode: number | null;
  isCancelled: boolean;
  isTerminated: boolean;
  createdAt: number;
  startedAt: number | null;
  stoppedAt: number | null;
  isNew: boolean;
  factsAreNew: boolean;
  detail: object | null;
  /** Whether each attempt was told, and its end. */
  attempts: AttemptSeen[];
  /** Steps that this batch told; all of the row's where `hasWholeLife`. */
  life: LifeStep[];
  hasWholeLife: boolean;
  /** Sequences of notes: of this batch, or all of the row's where a late change made it read them. */
  notes: Set<number> | null;
}

export interface AttemptSeen {
  jobId: string;
  change: AttemptChange;
  ended: boolean;
  /** EC2's id of its host; the end of its ARN until the instance is known. */
  instanceId: string | null;
  seq: number;
}

export function newJob(id: string, change: JobChange): JobState {
  return {
    id,
    awsId: change.jobId,
    parentAwsId: change.parentId ?? null,
    arrayIndex: change.index ?? null,
    facts: null,
    status: change.status,
    rank: -1,
    seq: -1,
    attemptsEnded: 0,
    statusReason: null,
    reason: null,
    exitCode: null,
    isCancelled: false,
    isTerminated: false,
    createdAt: Number.POSITIVE_INFINITY,
    startedAt: null,
    stoppedAt: null,
    isNew: true,
    factsAreNew: false,
    detail: null,
    attempts: [],
    life: [],
    hasWholeLife: true,
    notes: null,
  };
}

/** Steps as a row keeps them: by attempt and state. */
export function inOrder(life: LifeStep[]): LifeStep[] {
  return life.sort((a, b) => stepOf(a.attemptsEnded, a.status) - stepOf(b.attemptsEnded, b.status));
}

/** What a job has told of the state of one step, if it has. */
export function lifeStepAt(job: JobState, step: number): LifeStep | undefined {
  return job.life.find((one) => stepOf(one.attemptsEnded, one.status) === step);
}

export function factsOfChange(facts: NonNullable<JobChange['facts']>): KnownFacts {
  const { detail } = facts;
  return {
    name: detail.jobName ?? '',
    queue: nameOfArn(detail.jobQueue ?? ''),
    definition: nameOfArn(detail.jobDefinition ?? ''),
    share: detail.shareIdentifier ?? null,
    arraySize: detail.nodeDetails === undefined ? (detail.arrayProperties?.size ?? null) : 0,
    isRelay: facts.relay === true,
    milliVcpus: facts.milliVcpus,
    memoryMib: facts.memoryMib,
    gpus: facts.gpus,
  };
}

export function requirementsOf(facts: KnownFacts, arm64: boolean): Requirements {
  const { queue, milliVcpus, memoryMib, gpus } = facts;
  return { queue, milliVcpus, memoryMib, gpus, arm64 };
}

/** Whether a job is one that runs: array parents and nodes are shown, relays counted apart. */
export function isCounted(facts: KnownFacts): boolean {
  return facts.arraySize === null && !facts.isRelay;
}

/** Merges a change into the row: the highest step wins, and of one step the highest sequence; the rest fills gaps. */
export function mergeChange(job: JobState, change: JobChange): void {
  const step = stepOf(change.attemptsEnded, change.status);
  if (step > job.rank || (step === job.rank && change.seq > job.seq)) {
    job.status = change.status;
    job.rank = step;
    job.seq = change.seq;
    job.attemptsEnded = change.attemptsEnded;
    job.statusReason = change.statusReason ?? null;
    if (isTerminal(change.status)) job.stoppedAt = change.attempt?.stoppedAt ?? change.at ?? job.stoppedAt;
  }
  job.isCancelled ||= change.isCancelled === true;
  job.isTerminated ||= change.isTerminated === true;
  const created = change.facts?.detail.createdAt;
  if (created !== undefined) job.createdAt = created;
  else if (job.facts === null || job.parentAwsId !== null)
    job.createdAt = Math.min(job.createdAt, change.at ?? job.createdAt);
  if (change.attempt !== undefined) mergeAttempt(job, change.attempt);
}

function mergeAttempt(job: JobState, attempt: AttemptChange): void {
  if (attempt.startedAt !== undefined) job.startedAt = Math.min(job.startedAt ?? attempt.startedAt, attempt.startedAt);
  if (attempt.stoppedAt === undefined) return;
  if (job.attempts.some((seen) => seen.ended && seen.change.n > attempt.n)) return;
  job.reason = attempt.reason ?? null;
  job.exitCode = attempt.exitCode ?? null;
}
