import { z } from 'zod';

/** What is done to the jobs; `move` cancels those that wait and submits them again in another queue. */
export const BULK_KINDS = ['cancel', 'terminate', 'submit-again', 'move'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/** `paused` and `aborted` by a person, or by the end of the epoch; `done`: no job is left. */
export const BULK_STATES = ['running', 'paused', 'aborted', 'done'] as const;
export type BulkState = (typeof BULK_STATES)[number];

/** `sent`: its cancel was sent and it is not submitted again yet; `skipped`: left when it was aborted. */
export const ITEM_STATES = ['left', 'sent', 'done', 'failed', 'skipped'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What stands in the way of an operation; AWS's own words. Wall ms. */
export const bulkProblem = z.object({ message: z.string(), since: z.number(), tries: z.number() });
export type BulkProblem = z.infer<typeof bulkProblem>;

/** An operation on many jobs (or on one), and how far it is. Times in wall ms. */
export interface BulkOperation {
  id: string;
  connectionId: number;
  epoch: number;
  kind: BulkKind;
  queue: string | null;
  state: BulkState;
  reason: string;
  actorId: string | null;
  actor: string;
  queues: string[];
  jobs: number;
  done: number;
  failed: number;
  /** Calls sent so far, and how many of them were throttled (429). */
  calls: number;
  throttled: number;
  problem: BulkProblem | null;
  startedAt: number;
  endedAt: number | null;
}

/** One job of an operation. */
export interface BulkItem {
  n: number;
  jobId: string;
  /** Null where history does not know the job. */
  name: string | null;
  queue: string | null;
  state: ItemState;
  message: string | null;
  intentId: string | null;
  newJobId: string | null;
}
