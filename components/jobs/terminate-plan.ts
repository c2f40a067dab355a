import { isTerminal, JOB_STATUSES, type JobStatus } from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { formatNumber } from '../format/number';

/** From this many jobs on their number must be typed. */
export const TYPED_FROM = 1000;
/** Ids one action takes. */
export const IDS_A_TIME = 200;

/** What ending these jobs means; frozen when the dialog opens. */
export interface TerminatePlan {
  /** Those that have not ended, parents of arrays included, one call each. */
  ids: string[];
  /** What would end, by state: an array counts its children that have not ended. */
  counts: Partial<Record<JobStatus, number>>;
  jobs: number;
  /** Chosen, but ended by now: left out. */
  ended: number;
  /** Where more match than one act takes: how many rows it took, of how many. */
  cut: PlanCut | null;
}

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

/** What ends when these jobs are terminated; `cut` where they are not all that match. */
export function planOf(rows: Iterable<JobRow>, cut: PlanCut | null = null): TerminatePlan {
  const plan: TerminatePlan = { ids: [], counts: {}, jobs: 0, ended: 0, cut };
  const add = (status: JobStatus, count: number) => {
    plan.counts[status] = (plan.counts[status] ?? 0) + count;
    plan.jobs += count;
  };
  for (const row of rows) {
    if (isTerminal(row.status)) {
      plan.ended += 1;
      continue;
    }
    plan.ids.push(row.id);
    if (row.array === null) add(row.status, 1);
    else {
      for (const status of JOB_STATUSES) {
        const count = row.array.counts[status] ?? 0;
        if (count > 0 && !isTerminal(status)) add(status, count);
      }
    }
  }
  return plan;
}
