import type { JobStatus } from '@/lib/batch';
import { createTable, type Table } from '../kernel/columns';

/** Codes of the states in the column `status`, in the order of AWS's summaries. */
export const STATUS = {
  submitted: 0,
  pending: 1,
  runnable: 2,
  starting: 3,
  running: 4,
  succeeded: 5,
  failed: 6,
} as const;
export type StatusCode = (typeof STATUS)[keyof typeof STATUS];

/** The API's word for each code. */
export const STATUS_NAME = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const satisfies readonly JobStatus[];

export const statusName = (code: number): JobStatus => STATUS_NAME[code] ?? 'SUBMITTED';

/** Code of a state; -2 for one that no job of this table has. */
export function statusCode(name: JobStatus): number {
  for (const [code, known] of STATUS_NAME.entries()) if (known === name) return code;
  return -2;
}

/** Bits of the column `flags`. */
export const FLAG = {
  array: 1,
  child: 2,
  relay: 4,
  cancelled: 8,
  terminated: 16,
  /** A dependency has failed. */
  dependencyFailed: 32,
  /** Placed before: goes to the front of its queue. */
  retried: 64,
  /** Its host is gone; the attempt's own end no longer counts. */
  hostLost: 128,
} as const;

/** Bits of the column `flags2`. */
export const FLAG2 = {
  /** Child i waits for child i-1 of this array. */
  sequential: 1,
  /** SIGTERM was sent because the timeout was over. */
  timedOut: 2,
  /** A change within a state has a sentence of its own (a diagnosis of the head). */
  diagnosed: 4,
  /** A multi-node job; its nodes' rows follow. */
  multiNode: 8,
  /** A node; `parent` is the job's row, `source` the node's index. */
  node: 16,
} as const;

/**
 * A row per single job, array parent and array child; children follow their parent. Rows rise with `createdAt`, so a
 * row's number is its place in submission order, and the ordinal of its draws.
 */
const JOB_SHAPE = {
  status: 'u8',
  flags: 'u8',
  flags2: 'u8',
  attemptsEnded: 'u8',
  spec: 'i32',
  /** A string, or -1 - workload: named by that workload's row `source`. */
  name: 'i32',
  /** Row of the workload, or -1. Children: the index in the array. */
  source: 'i32',
  /** Children: the parent's row. Parents: the row in the table of arrays. Else -1. */
  parent: 'i32-none',
  createdAt: 'f64',
  placedAt: 'f64-none',
  /** -1 while it has not started (again). */
  startedAt: 'f64-none',
  /** -1 while it has not ended. */
  stoppedAt: 'f64-none',
  /** Scripted run time in ms, or -1: as the spec's environment says. */
  runMs: 'f64',
  environment: 'i32-none',
  instance: 'i32-none',
  nextOnInstance: 'i32-none',
  previousOnInstance: 'i32-none',
  /** Last finished attempt, or -1. */
  lastAttempt: 'i32-none',
  openDependencies: 'i32',
  /** Edges to those that wait for it, and to those it waits for; -1 ends a list. */
  dependants: 'i32-none',
  needs: 'i32-none',
  /** Strings: statusReason, and the reason of a cancel or terminate. */
  reason: 'i32',
  endReason: 'i32',
} as const;
export type JobTable = Table<typeof JOB_SHAPE>;

/** Finished attempts. `n` from 1; startedAt and exitCode are -1 where there is none. */
const ATTEMPT_SHAPE = {
  job: 'i32',
  n: 'u8',
  interrupted: 'u8',
  placedAt: 'f64',
  startedAt: 'f64',
  stoppedAt: 'f64',
  exitCode: 'i32',
  statusReason: 'i32',
  reason: 'i32',
  environment: 'i32',
  instance: 'i32',
  previous: 'i32-none',
} as const;
export type AttemptTable = Table<typeof ATTEMPT_SHAPE>;

/** Who waits for whom; `nToN` 1 ties child i to child i. */
const EDGE_SHAPE = {
  dependency: 'i32',
  dependant: 'i32',
  nToN: 'u8',
  nextDependant: 'i32',
  nextNeed: 'i32',
} as const;
export type EdgeTable = Table<typeof EDGE_SHAPE>;

/** Children of an array by state. */
const ARRAY_SHAPE = {
  parent: 'i32',
  size: 'i32',
  submitted: 'i32',
  pending: 'i32',
  runnable: 'i32',
  starting: 'i32',
  running: 'i32',
  succeeded: 'i32',
  failed: 'i32',
} as const;
export type ArrayTable = Table<typeof ARRAY_SHAPE>;
/** Column of the table of arrays by status code. */
export const ARRAY_COLUMN = ['submitted', 'pending', 'runnable', 'starting', 'running', 'succeeded', 'failed'] as const;

export const createJobTable = (): JobTable => createTable(JOB_SHAPE, 64);
export const createAttemptTable = (): AttemptTable => createTable(ATTEMPT_SHAPE, 64);
export const createEdgeTable = (): EdgeTable => createTable(EDGE_SHAPE, 16);
export const createArrayTable = (): ArrayTable => createTable(ARRAY_SHAPE, 4);
