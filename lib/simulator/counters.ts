import type { Principal } from './contract';

/** Running totals; what has ended is in them, what still runs is added when they are read. */
export interface Counters {
  events: number;
  changeSeq: number;
  inputSeq: number;
  submitted: number;
  succeeded: number;
  failed: number;
  waiting: number;
  running: number;
  relay: number;
  interruptions: number;
  /** Bills of ended instances and Fargate tasks; decimal text of a bigint in a snapshot. */
  billNanoUsd: bigint;
  /** Thousandths of vCPU-ms up to `usedSince`, and the level since then; the same of instances up. */
  usedMilliMs: number;
  usedLevel: number;
  usedSince: number;
  provisionedMilliMs: number;
  provisionedLevel: number;
  provisionedSince: number;
}

/** Where the machine stands in time. */
export interface Instant {
  /** Last closed instant. */
  now: number;
  /** The instant that is being worked on, or -1. */
  open: number;
  /** A scheduling pass has run in the open instant: it takes no more inputs. */
  passed: boolean;
  /** A queue, the tally or the scaling has something to do. */
  dirty: boolean;
  tallyDirty: boolean;
  scaleDirty: boolean;
  /** A cycle's moment has come (`aws`). */
  cycleDue: boolean;
  scaleDue: boolean;
  /** An environment's desiredvCpus moved and is to be told at the end of the instant. */
  desiredMoved: boolean;
  /** Instances whose idle time is over; they go once nothing else is left in the instant. */
  idle: number[];
  /** Events of the grids are pending. */
  cycleArmed: boolean;
  scaleArmed: boolean;
  /** A scenario's resource is being settled: no delay. */
  settling: boolean;
  principal: Principal | null;
}

export function emptyCounters(startAt: number): Counters {
  return {
    events: 0,
    changeSeq: 0,
    inputSeq: 0,
    submitted: 0,
    succeeded: 0,
    failed: 0,
    waiting: 0,
    running: 0,
    relay: 0,
    interruptions: 0,
    billNanoUsd: 0n,
    usedMilliMs: 0,
    usedLevel: 0,
    usedSince: startAt,
    provisionedMilliMs: 0,
    provisionedLevel: 0,
    provisionedSince: startAt,
  };
}

export function newInstant(startAt: number): Instant {
  return {
    now: startAt - 1,
    open: -1,
    passed: false,
    dirty: false,
    tallyDirty: false,
    scaleDirty: false,
    cycleDue: false,
    scaleDue: false,
    desiredMoved: false,
    idle: [],
    cycleArmed: false,
    scaleArmed: false,
    settling: false,
    principal: null,
  };
}
