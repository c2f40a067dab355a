import type { AttemptDetail, JobDetail } from '@aws-sdk/client-batch';
import {
  type AttemptChange,
  isTerminal,
  JOB_STATUS_RANK,
  type JobChange,
  type JobStatus,
  nameOfArn,
  parseJobStatus,
} from '@/lib/batch';
import type { ClusterOwners } from './clusters';
import { needsOf } from './job-needs';
import type { KnownJob } from './known-job';

/** A change that has no sequence yet. */
export type JobStep = Omit<JobChange, 'seq'>;

interface Look {
  /** When AWS was asked, ms: a state that is seen now for the first time is told as of this moment. */
  seenAt: number;
  clusters: ClusterOwners;
}

/** Whose child or node a job is; of the others null. */
export interface Part {
  parentId: string;
  index: number;
}

const timeOf = (at: number | undefined): number | null => (at === undefined || at <= 0 ? null : at);

/** The part that an id names: `PARENT:3` is an array's child, `PARENT#1` a multi-node job's node. */
export function partOf(jobId: string): Part | null {
  const found = /^([^:#]+)[:#](\d+)$/.exec(jobId);
  return found === null ? null : { parentId: found[1] ?? '', index: Number(found[2]) };
}

/** Ids of the children or nodes that a job is made of; none of a single job. */
export function partIds(detail: Pick<JobDetail, 'jobId' | 'arrayProperties' | 'nodeProperties'>): string[] {
  const { jobId = '', arrayProperties, nodeProperties } = detail;
  const [sign, count] =
    nodeProperties === undefined ? [':', arrayProperties?.size ?? 0] : ['#', nodeProperties.numNodes ?? 0];
  return Array.from({ length: count }, (_, index) => `${jobId}${sign}${index}`);
}

/** One walk from what was known of a job to what AWS shows of it. */
class Walk {
  readonly steps: JobStep[] = [];
  readonly next: KnownJob;
  private readonly part: Part | null;

  constructor(
    private readonly known: KnownJob | null,
    private readonly detail: JobDetail,
    private readonly look: Look,
  ) {
    const id = detail.jobId ?? '';
    this.part = partOf(id);
    this.next =
      known === null
        ? {
            id,
            parentId: this.part?.parentId ?? null,
            index: this.part?.index ?? null,
            queue: nameOfArn(detail.jobQueue ?? ''),
            status: 'SUBMITTED',
            attemptsEnded: 0,
            statusReason: null,
            isCancelled: false,
            isTerminated: false,
            placedAt: null,
          }
        : { ...known };
  }

  run(status: JobStatus): void {
    if (this.known === null) this.first();
    const { attempts = [] } = this.detail;
    for (let index = this.next.attemptsEnded; index < attempts.length; index++) {
      const isLast = index === attempts.length - 1;
      this.attempt(index, attempts[index] ?? {}, isLast && isTerminal(status), isLast && status === 'RUNNABLE');
    }
    if (isTerminal(this.next.status)) return;
    if (isTerminal(status)) this.end(status);
    else if (JOB_STATUS_RANK[status] > JOB_STATUS_RANK[this.next.status]) this.forward(status);
    else if (this.hasNews(status)) this.tell(status, this.next.attemptsEnded, this.look.seenAt);
  }

  private first(): void {
    const step: JobStep = {
      kind: 'job',
      at: timeOf(this.detail.createdAt),
      jobId: this.next.id,
      status: 'SUBMITTED',
      attemptsEnded: 0,
    };
    if (this.part !== null) Object.assign(step, this.part);
    const isChild = this.part !== null && this.detail.nodeDetails === undefined;
    if (!isChild) step.facts = { detail: this.detail, ...needsOf(this.detail) };
    this.steps.push(step);
  }

  /** One more attempt has ended; what it must have passed and nobody saw is told without a time. */
  private attempt(index: number, ended: AttemptDetail, isEnd: boolean, isSeen: boolean): void {
    const startedAt = timeOf(ended.startedAt);
    this.pass('RUNNABLE', index);
    this.pass('STARTING', index);
    if (startedAt !== null) this.pass('RUNNING', index, startedAt);
    this.next.attemptsEnded = index + 1;
    const change = this.attemptChange(index + 1, ended, true);
    this.next.placedAt = null;
    if (isEnd) {
      this.tell(this.endStatus(), index + 1, timeOf(this.detail.stoppedAt), change);
      return;
    }
    this.next.status = 'RUNNABLE';
    this.tell('RUNNABLE', index + 1, isSeen ? this.look.seenAt : null, change);
  }

  private endStatus(): JobStatus {
    return this.detail.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED';
  }

  private end(status: JobStatus): void {
    this.tell(status, this.next.attemptsEnded, timeOf(this.detail.stoppedAt));
  }

  /** On to a later state of the attempt under way. */
  private forward(status: JobStatus): void {
    const { attemptsEnded } = this.next;
    const { seenAt } = this.look;
    if (status === 'SUBMITTED' || status === 'PENDING' || status === 'RUNNABLE') {
      this.tell(status, attemptsEnded, seenAt);
      return;
    }
    this.pass('RUNNABLE', attemptsEnded);
    const running = { ...this.detail.container, startedAt: this.detail.startedAt };
    if (status === 'STARTING') {
      this.next.placedAt = seenAt;
      this.tell(status, attemptsEnded, seenAt, this.attemptChange(attemptsEnded + 1, running, false));
      return;
    }
    this.pass('STARTING', attemptsEnded);
    const startedAt = timeOf(this.detail.startedAt) ?? seenAt;
    this.next.placedAt ??= startedAt;
    this.tell(status, attemptsEnded, startedAt, this.attemptChange(attemptsEnded + 1, running, false));
  }

  /** A state that the job must have been in, told where it was not told before. */
  private pass(status: JobStatus, attemptsEnded: number, at: number | null = null): void {
    if (attemptsEnded < this.next.attemptsEnded) return;
    if (JOB_STATUS_RANK[status] <= JOB_STATUS_RANK[this.next.status]) return;
    this.next.status = status;
    const step: JobStep = { kind: 'job', at, jobId: this.next.id, status, attemptsEnded };
    if (this.part !== null) Object.assign(step, this.part);
    this.steps.push(step);
  }

  private hasNews(status: JobStatus): boolean {
    const { statusReason = null, isCancelled = false, isTerminated = false } = this.detail;
    return (
      status === this.next.status &&
      (statusReason !== this.next.statusReason ||
        isCancelled !== this.next.isCancelled ||
        isTerminated !== this.next.isTerminated)
    );
  }

  private tell(status: JobStatus, attemptsEnded: number, at: number | null, attempt?: AttemptChange | null): void {
    const { statusReason, isCancelled = false, isTerminated = false } = this.detail;
    const step: JobStep = { kind: 'job', at, jobId: this.next.id, status, attemptsEnded };
    if (this.part !== null) Object.assign(step, this.part);
    if (statusReason !== undefined && statusReason !== '') step.statusReason = statusReason;
    if (isCancelled) step.isCancelled = true;
    if (isTerminated) step.isTerminated = true;
    if (attempt !== undefined && attempt !== null) step.attempt = attempt;
    this.steps.push(step);
    Object.assign(this.next, { status, attemptsEnded, statusReason: statusReason ?? null, isCancelled, isTerminated });
  }

  /** The attempt as history keeps it; null of a task whose environment nobody can name, or that AWS does not name. */
  private attemptChange(n: number, shown: AttemptDetail & AttemptDetail['container'], isEnded: boolean) {
    const container = { ...shown, ...shown.container, ...taskOf(this.detail, shown) };
    const taskArn = container.taskArn ?? '';
    const owner = this.look.clusters.ownerOf(taskArn);
    if (owner === null) return null;
    const startedAt = timeOf(shown.startedAt);
    const stoppedAt = isEnded ? timeOf(shown.stoppedAt) : null;
    const placedAt = this.next.placedAt ?? startedAt ?? stoppedAt ?? this.look.seenAt;
    const change: AttemptChange = { n, taskArn, ...owner, placedAt };
    const nodes = this.detail.nodeProperties?.numNodes;
    if (nodes !== undefined) change.nodes = nodes;
    else if (container.containerInstanceArn !== undefined) change.instanceArn = container.containerInstanceArn;
    if (startedAt !== null && (isEnded || this.detail.status === 'RUNNING')) change.startedAt = startedAt;
    if (container.logStreamName !== undefined) change.logStream = container.logStreamName;
    if (stoppedAt === null) return change;
    change.stoppedAt = stoppedAt;
    if (container.exitCode !== undefined) change.exitCode = container.exitCode;
    if (container.reason !== undefined && container.reason !== '') change.reason = container.reason;
    if (shown.statusReason !== undefined) change.statusReason = shown.statusReason;
    change.interrupted = wasReclaimed(owner.purchase, shown.statusReason ?? '');
    return change;
  }
}

/** What jobs of `ecsProperties` say of their task, where `container` is empty. */
function taskOf(detail: JobDetail, shown: AttemptDetail) {
  const task = shown.taskProperties?.[0] ?? (shown.container === undefined ? ecsTaskOf(detail) : undefined);
  if (task === undefined) return {};
  const essential = task.containers?.[0];
  return {
    ...(task.taskArn === undefined ? {} : { taskArn: task.taskArn }),
    ...(task.containerInstanceArn === undefined ? {} : { containerInstanceArn: task.containerInstanceArn }),
    ...(essential?.exitCode === undefined ? {} : { exitCode: essential.exitCode }),
    ...(essential?.reason === undefined ? {} : { reason: essential.reason }),
    ...(essential?.logStreamName === undefined ? {} : { logStreamName: essential.logStreamName }),
  };
}

function ecsTaskOf(detail: JobDetail) {
  return detail.ecsProperties?.taskProperties?.[0];
}

/** Batch's and ECS's own words for capacity that was taken back. */
function wasReclaimed(purchase: string, statusReason: string): boolean {
  if (purchase === 'FARGATE_SPOT') return statusReason.startsWith('Your Spot Task was interrupted');
  return purchase === 'SPOT' && /^Host EC2 \(instance .*\) terminated/.test(statusReason);
}

/**
 * From what was known of a job, and what DescribeJobs shows of it now, to the steps of its life that lie between, and what
 * is known then. A state that it must have passed and nobody saw has `at: null`; `createdAt`, `startedAt` and `stoppedAt`
 * are AWS's own; every other state is told as of the look that first showed it. Pure.
 */
export function jobSteps(
  known: KnownJob | null,
  detail: JobDetail,
  look: Look,
): { steps: JobStep[]; known: KnownJob } | null {
  const status = parseJobStatus(detail.status ?? '');
  if (status === null || detail.jobId === undefined) return null;
  const walk = new Walk(known, detail, look);
  walk.run(status);
  return { steps: walk.steps, known: walk.next };
}
