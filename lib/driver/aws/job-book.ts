import type { JobDetail, JobSummary } from '@aws-sdk/client-batch';
import { isNodeJobId, isTerminal, type JobStatus } from '@/lib/batch';
import type { ClusterOwners } from './clusters';
import { type JobStep, jobSteps, partIds } from './job-steps';
import type { KnownJob } from './known-job';

/** Ended jobs that are remembered, so that a listing that shows them again costs no look into history. */
const MOST_ENDED = 100_000;
/** A job that DescribeJobs leaves out so many times in a row is followed no longer: AWS has forgotten it. */
const MISSED_MOST = 3;

type Counts = Partial<Record<JobStatus, number>>;

/** Jobs of one queue or one array that are followed. */
export interface OpenGroup {
  source: { queue: string } | { array: string };
  ids: string[];
}

/** The jobs that are followed, and what is known of each. No I/O. */
export class JobBook {
  private readonly open = new Map<string, KnownJob>();
  private readonly ended = new Set<string>();
  /** Parts of parents that are followed, which have ended. */
  private readonly endedParts = new Map<string, Set<string>>();
  private readonly partCounts = new Map<string, number>();
  private readonly unseen = new Set<string>();
  private readonly missed = new Map<string, number>();
  /** Children by state, as the array's own summary says. */
  private readonly summaries = new Map<string, Counts>();

  constructor(private readonly clusters: ClusterOwners) {}

  restore(jobs: readonly KnownJob[], missingParts: readonly string[]): void {
    for (const job of jobs) this.keep(job);
    for (const id of missingParts) this.unseen.add(id);
  }

  /** Whether a job was met since the start. */
  knows(id: string): boolean {
    return this.open.has(id) || this.ended.has(id);
  }

  /** An ended job that history knows from before. */
  noteEnded(id: string): void {
    this.ended.add(id);
    for (const oldest of this.ended) {
      if (this.ended.size <= MOST_ENDED) return;
      this.ended.delete(oldest);
    }
  }

  /** Children and nodes of which only their parent was seen. */
  unseenParts(): string[] {
    return [...this.unseen];
  }

  get size(): number {
    return this.open.size;
  }

  /** What DescribeJobs says of a job, asked at `seenAt`: the steps since the last look. */
  take(detail: JobDetail, seenAt: number): JobStep[] {
    const id = detail.jobId ?? '';
    this.missed.delete(id);
    const before = this.open.get(id) ?? null;
    if (before === null && this.isEndedPart(id)) return [];
    const walked = jobSteps(before, this.asHistoryHas(detail), { seenAt, clusters: this.clusters });
    if (walked === null) return [];
    this.unseen.delete(id);
    const parts = partIds(detail);
    if (parts.length > 0) this.partCounts.set(id, parts.length);
    for (const part of parts) if (!this.open.has(part) && !this.isEndedPart(part)) this.unseen.add(part);
    this.keep(walked.known);
    this.learnSummary(id, detail);
    return walked.steps;
  }

  /** What a listing says of a job that has not been placed since the last look; null where DescribeJobs must say it. */
  takeSummary(summary: JobSummary, seenAt: number): JobStep[] | null {
    const known = this.open.get(summary.jobId ?? '');
    if (known === undefined) return null;
    this.learnSummary(known.id, summary);
    const isSame =
      summary.status === known.status &&
      (summary.statusReason ?? null) === known.statusReason &&
      (summary.isCancelled ?? false) === known.isCancelled &&
      (summary.isTerminated ?? false) === known.isTerminated;
    if (isSame) return [];
    if (summary.status !== 'PENDING' && summary.status !== 'RUNNABLE') return null;
    if (known.status !== 'SUBMITTED' && known.status !== 'PENDING') return null;
    const { jobId, jobName, createdAt, status, statusReason, isCancelled, isTerminated } = summary;
    const detail = { jobId, jobName, createdAt, status, statusReason, isCancelled, isTerminated };
    const walked = jobSteps(known, { ...NOTHING_MORE, ...detail }, { seenAt, clusters: this.clusters });
    if (walked === null) return null;
    this.keep(walked.known);
    return walked.steps;
  }

  /** DescribeJobs left a job out. */
  miss(id: string): void {
    const times = (this.missed.get(id) ?? 0) + 1;
    this.missed.set(id, times);
    if (times < MISSED_MOST) return;
    this.missed.delete(id);
    this.unseen.delete(id);
    this.open.delete(id);
    this.noteEnded(id);
  }

  /** The jobs that are followed: single ones and parents by queue, children by array; nodes go with their job's queue. */
  groups(): OpenGroup[] {
    const groups = new Map<string, OpenGroup>();
    for (const job of this.open.values()) {
      const isChild = job.parentId !== null && !isNodeJobId(job.id);
      const key = isChild ? `array/${job.parentId}` : `queue/${job.queue}`;
      const group = groups.get(key);
      if (group !== undefined) group.ids.push(job.id);
      else {
        const source = isChild ? { array: job.parentId ?? '' } : { queue: job.queue };
        groups.set(key, { source, ids: [job.id] });
      }
    }
    return [...groups.values()];
  }

  /** Whether an array's own summary says what is known of its children anyway, so that nothing is to be asked. */
  isLevel(array: string, ids: readonly string[]): boolean {
    const summary = this.summaries.get(array);
    if (summary === undefined) return false;
    const counts: Counts = {};
    for (const id of ids) {
      const status = this.open.get(id)?.status;
      if (status !== undefined) counts[status] = (counts[status] ?? 0) + 1;
    }
    return OPEN_STATES.every((status) => (summary[status] ?? 0) === (counts[status] ?? 0));
  }

  private keep(job: KnownJob): void {
    if (!isTerminal(job.status)) {
      this.open.set(job.id, job);
      return;
    }
    this.open.delete(job.id);
    this.summaries.delete(job.id);
    if (job.parentId === null) {
      this.noteEnded(job.id);
      this.forgetParts(job.id);
      return;
    }
    const parts = this.endedParts.get(job.parentId) ?? new Set();
    this.endedParts.set(job.parentId, parts.add(job.id));
    this.forgetParts(job.parentId);
  }

  /** Of a parent that ended with all of its parts nothing more is to come. */
  private forgetParts(parent: string): void {
    const ended = this.endedParts.get(parent)?.size ?? 0;
    if (this.open.has(parent) || ended < (this.partCounts.get(parent) ?? Number.POSITIVE_INFINITY)) return;
    this.endedParts.delete(parent);
    this.partCounts.delete(parent);
  }

  private isEndedPart(id: string): boolean {
    const parent = id.replace(/[:#]\d+$/, '');
    return parent !== id && this.endedParts.get(parent)?.has(id) === true;
  }

  /** A node whose container is over while its job goes on may be needed again: to history it waits. */
  private asHistoryHas(detail: JobDetail): JobDetail {
    const id = detail.jobId ?? '';
    if (!isNodeJobId(id) || (detail.status !== 'SUCCEEDED' && detail.status !== 'FAILED')) return detail;
    return this.open.has(id.replace(/#\d+$/, '')) ? { ...detail, status: 'RUNNABLE' } : detail;
  }

  private learnSummary(id: string, shown: JobDetail | JobSummary): void {
    const summary = shown.arrayProperties?.statusSummary;
    if (summary !== undefined && this.open.has(id)) this.summaries.set(id, summary);
  }
}

export const OPEN_STATES = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING'] as const;

/** Members that JobDetail's type requires and that a summary of a job which was never placed does not need. */
const NOTHING_MORE = { jobQueue: '', startedAt: 0, jobDefinition: '' };
