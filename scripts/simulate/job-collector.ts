import {
  type AttemptChange,
  type Change,
  type InstanceChange,
  isTerminal,
  type JobChange,
  type JobStatus,
  nameOfArn,
} from '@/lib/batch';
import type { Charge } from '@/lib/cost';
import type { JobsCsvRow } from '@/lib/workloads';

/** One job as it went. Times in virtual ms, money in nano-USD. */
export interface CollectedJob {
  row: JobsCsvRow;
  isRelay: boolean;
  isArrayParent: boolean;
}

/** Follows a machine's changes and keeps what a summary and a row per job need. */
export class JobCollector {
  private readonly jobs = new Map<string, CollectedJob>();
  private readonly instances = new Map<string, Pick<InstanceChange, 'type' | 'zone'>>();

  apply(change: Change): void {
    if (change.kind === 'instance') this.instances.set(change.instanceArn, { type: change.type, zone: change.zone });
    else if (change.kind === 'job') this.job(change);
  }

  charge(charge: Charge): void {
    const job = charge.jobId === null ? undefined : this.jobs.get(charge.jobId);
    if (job !== undefined) job.row.costNanoUsd = (job.row.costNanoUsd ?? 0n) + charge.paidNanoUsd;
  }

  /** In order of submission; array parents and relay jobs are among them. */
  all(): IterableIterator<CollectedJob> {
    return this.jobs.values();
  }

  /** Jobs that a count counts: single jobs and children (DECISIONS 27), without relay jobs. */
  *counted(): Generator<JobsCsvRow> {
    for (const { row, isRelay, isArrayParent } of this.jobs.values()) if (!isRelay && !isArrayParent) yield row;
  }

  private job(change: JobChange): void {
    const { row } = this.jobs.get(change.jobId) ?? this.firstSight(change);
    row.status = change.status;
    row.attempts = Math.max(row.attempts, change.attempt?.n ?? 0);
    if (change.statusReason !== undefined) row.statusReason = change.statusReason;
    if (change.attempt !== undefined) this.attempt(row, change.attempt);
    if (isTerminal(change.status)) row.stoppedMs = change.at;
  }

  private attempt(row: JobsCsvRow, attempt: AttemptChange): void {
    row.startedMs ??= attempt.startedAt ?? null;
    row.purchase = attempt.purchase;
    const instance = attempt.instanceArn === undefined ? undefined : this.instances.get(attempt.instanceArn);
    row.instanceType = instance?.type ?? null;
    row.zone = instance?.zone ?? attempt.zone ?? null;
    if (attempt.stoppedAt === undefined) return;
    row.exitCode = attempt.exitCode ?? null;
    row.runMs = attempt.startedAt === undefined ? null : attempt.stoppedAt - attempt.startedAt;
  }

  private firstSight(change: JobChange): CollectedJob {
    const job = change.facts === undefined ? this.child(change) : this.own(change, change.facts);
    this.jobs.set(change.jobId, job);
    return job;
  }

  private own(change: JobChange, facts: NonNullable<JobChange['facts']>): CollectedJob {
    const { detail } = facts;
    return {
      row: {
        id: change.jobId,
        name: detail.jobName ?? '',
        queue: nameOfArn(detail.jobQueue ?? ''),
        definition: nameOfArn(detail.jobDefinition ?? ''),
        share: detail.shareIdentifier ?? null,
        dependsOn: (detail.dependsOn ?? []).flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId])),
        submittedMs: detail.createdAt ?? change.at ?? 0,
        status: change.status,
        attempts: 0,
        milliVcpus: facts.milliVcpus,
        memoryMib: facts.memoryMib,
        gpus: facts.gpus,
      },
      isRelay: facts.relay === true,
      isArrayParent: detail.arrayProperties?.size !== undefined,
    };
  }

  private child(change: JobChange): CollectedJob {
    const parent = change.parentId === undefined ? undefined : this.jobs.get(change.parentId)?.row;
    return {
      row: {
        id: change.jobId,
        name: parent?.name ?? change.jobId,
        queue: parent?.queue ?? '',
        definition: parent?.definition ?? '',
        share: parent?.share ?? null,
        arrayParent: change.parentId ?? null,
        arrayIndex: change.index ?? null,
        dependsOn: parent?.dependsOn ?? [],
        submittedMs: change.at ?? parent?.submittedMs ?? 0,
        status: change.status,
        attempts: 0,
        milliVcpus: parent?.milliVcpus ?? 0,
        memoryMib: parent?.memoryMib ?? 0,
        gpus: parent?.gpus ?? 0,
      },
      isRelay: false,
      isArrayParent: false,
    };
  }
}

/** Whether a job is counted as waiting, running or ended. */
export function phaseOf(status: JobStatus): 'waiting' | 'running' | 'ended' {
  if (isTerminal(status)) return 'ended';
  return status === 'STARTING' || status === 'RUNNING' ? 'running' : 'waiting';
}
