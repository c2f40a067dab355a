import type { ActionResult } from '@/lib/access';
import type { GuideKind, JobPlan } from '@/lib/guides';
import type { OneAction } from '../resource-acts/act';

/** How a guided delete goes about it. */
export interface DeletePlan {
  jobs: JobPlan;
  reason: string;
  /** For each queue that would have no environment left, the one that it gets. */
  replacements: Record<string, string>;
}

interface Of {
  connection: string;
  kind: GuideKind;
  name: string;
}

/** Server actions of the page that deletes a queue or environment. */
export interface DeleteActions {
  start: OneAction<DeletePlan>;
  direct: (input: Of & { direction: 'pause' | 'resume' | 'put-back' }) => Promise<ActionResult<unknown>>;
  planJobs: (input: Of & { jobs: JobPlan }) => Promise<ActionResult<unknown>>;
}
