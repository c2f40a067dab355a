import {
  isServiceJob,
  isTerminal,
  JOB_STATUSES,
  JOBS_A_BULK_CALL,
  type JobStatus,
  WAITING_STATUSES,
} from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { formatNumber } from '../format/number';

/** What may be done with jobs: cancel those that wait, end any, submit what ended again, or move what waits. */
export type JobAct = 'cancel' | 'terminate' | 'submit-again' | 'move';

/** From this many jobs on their number must be typed. */
export const TYPED_FROM = 1000;
/** From this many jobs on a reason must be thought of. */
export const REASON_FROM = 100;

/** What an act on these jobs means; frozen when the dialog opens. */
export interface JobActPlan {
  act: JobAct;
  /** What is sent: parents of arrays once. */
  ids: string[];
  /** What it touches, by state: where jobs are ended, an array counts those of its children. */
  counts: Partial<Record<JobStatus, number>>;
  jobs: number;
  /** Chosen, but not touched, by why. */
  left: { started: number; ended: number; unfinished: number; parts: number; services: number };
  queues: string[];
  /** Every job carries a share, so that a queue that follows a policy would take it. */
  haveShares: boolean;
  /** A few of them by name. */
  sample: { label: string; note: string }[];
  cut: PlanCut | null;
}

/** Where more match than one act takes: how many rows it took, of how many. */
export interface PlanCut {
  taken: number;
  matching: number;
  /** `matching` was counted among the newest jobs only. */
  isLeast: boolean;
}

/** What was cut off: "50,000 of 73,210", "50,000 of at least 61,000". */
export function cutWords({ taken, matching, isLeast }: PlanCut): string {
  const counted = matching > taken ? matching : taken + 1;
  return `${formatNumber(taken)} of ${isLeast || counted !== matching ? 'at least ' : ''}${formatNumber(counted)}`;
}

type Counts = Partial<Record<JobStatus, number>>;

const waits = (status: JobStatus) => (WAITING_STATUSES as readonly JobStatus[]).includes(status);
const countsOf = (row: JobRow): Counts => (row.array === null ? { [row.status]: 1 } : row.array.counts);
const sumOf = (counts: Counts, passes: (status: JobStatus) => boolean) =>
  JOB_STATUSES.reduce((sum, status) => (passes(status) ? sum + (counts[status] ?? 0) : sum), 0);
const starts = (status: JobStatus) => !waits(status) && !isTerminal(status);

/** What an act would touch of one row, by state; null where it is left out. */
function touched(act: JobAct, row: JobRow, left: JobActPlan['left']): Counts | null {
  const counts = countsOf(row);
  if ((act === 'submit-again' || act === 'move') && isServiceJob(row)) {
    left.services += 1;
    return null;
  }
  if (act === 'submit-again') {
    if (row.index !== null) left.parts += 1;
    else if (!isTerminal(row.status)) left.unfinished += 1;
    else return { [row.status]: 1 };
    return null;
  }
  if (isTerminal(row.status)) {
    left.ended += 1;
    return null;
  }
  if (act === 'terminate') return counts;
  if (act === 'move' && row.index !== null) {
    left.parts += 1;
    return null;
  }
  const started = sumOf(counts, starts);
  left.started += started;
  const isWhole = act === 'cancel' || sumOf(counts, (status) => !waits(status)) === 0;
  return isWhole && sumOf(counts, waits) > 0 ? counts : null;
}

/** What an act on these rows means; `cut` where they are not all that match. */
export function planOf(act: JobAct, rows: Iterable<JobRow>, cut: PlanCut | null = null): JobActPlan {
  const left = { started: 0, ended: 0, unfinished: 0, parts: 0, services: 0 };
  const plan: JobActPlan = {
    ...{ act, ids: [], counts: {}, jobs: 0, left, queues: [], haveShares: true, sample: [], cut },
  };
  const queues = new Set<string>();
  const counts: Counts = {};
  for (const row of rows) {
    const some = touched(act, row, left);
    if (some === null) continue;
    plan.ids.push(row.id);
    queues.add(row.queue);
    plan.haveShares &&= row.share !== null;
    if (plan.sample.length < 6) plan.sample.push({ label: row.name, note: row.queue });
    for (const status of JOB_STATUSES) {
      const isTouched = act === 'terminate' ? !isTerminal(status) : act === 'submit-again' || waits(status);
      const count = isTouched ? (some[status] ?? 0) : 0;
      if (count === 0) continue;
      counts[status] = (counts[status] ?? 0) + count;
      plan.jobs += count;
    }
  }
  return { ...plan, counts, queues: [...queues] };
}

/** The calls to AWS that an act makes, by operation. */
export function callsOf({ act, ids }: Pick<JobActPlan, 'act' | 'ids'>): { operation: string; count: number }[] {
  const portions = Math.ceil(ids.length / JOBS_A_BULK_CALL);
  if (act === 'terminate') return [{ operation: 'TerminateJobs', count: portions }];
  if (act === 'cancel') return [{ operation: 'CancelJobs', count: portions }];
  const submits = { operation: 'SubmitJob', count: ids.length };
  if (act === 'submit-again') return [{ operation: 'DescribeJobs', count: portions }, submits];
  return [{ operation: 'DescribeJobs', count: portions * 2 }, { operation: 'CancelJobs', count: portions }, submits];
}
