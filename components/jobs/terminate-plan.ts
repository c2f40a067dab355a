import { isTerminal, JOB_STATUSES, type JobStatus } from '@/lib/batch';
import type { JobRow } from '@/lib/history';

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
}

/** What ends when these jobs are terminated. */
export function planOf(rows: Iterable<JobRow>): TerminatePlan {
  const plan: TerminatePlan = { ids: [], counts: {}, jobs: 0, ended: 0 };
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

/** Ids in portions of one action each. */
export function portions(ids: readonly string[], size = IDS_A_TIME): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < ids.length; from += size) parts.push(ids.slice(from, from + size));
  return parts;
}
