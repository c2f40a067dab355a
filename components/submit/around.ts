import type { KnownJob } from '@/lib/forms';
import type { DefinitionChoice, JobRow, QueueChoice } from '@/lib/history';

/** A queue and how many jobs wait in it. */
export interface QueueAround extends QueueChoice {
  waiting: number;
}

/** What stands on the connection, as the page knows it. */
export interface SubmitAround {
  queues: readonly QueueAround[];
  definitions: readonly DefinitionChoice[];
}

/** Jobs that were found by search or came with a clone: their sizes are checked while one types. */
export type FoundJobs = Record<string, KnownJob>;

/** What the rules have to know of a job. */
export function knownJob(row: JobRow): KnownJob {
  return { arraySize: row.array?.size ?? null };
}
