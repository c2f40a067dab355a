import type { AttemptChange, AttemptPurchase, Change, InstanceChange, Purchase } from '@/lib/batch';

/**
 * What one attempt cost in one UTC hour, or what an instance cost in it while no attempt had it: `idle` with no job on
 * it, `unused` the unallotted part while at least one is. Jobs + idle + unused = bill, to the nano-USD.
 */
export interface Charge {
  kind: 'attempt' | 'idle' | 'unused';
  /** AWS id and attempt number; null for idle and unused. */
  jobId: string | null;
  attempt: number | null;
  /** Null on Fargate. */
  instanceArn: string | null;
  environmentArn: string;
  queue: string | null;
  purchase: AttemptPurchase;
  /** Start of the UTC hour, ms. */
  hourAt: number;
  /** Attempt: its time on the host in this hour. Idle: time billed without a job. Unused: time with at least one. */
  milliseconds: number;
  paidNanoUsd: bigint;
  /** On-Demand price of the same seconds. */
  onDemandNanoUsd: bigint;
  /** The attempt was thrown away by an interruption. */
  lost: boolean;
}

/** What a job asks for, as far as its price depends on it. */
export interface Requirements {
  queue: string;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** Fargate on ARM has a price of its own. */
  arm64: boolean;
}

/** List prices, integer nano-USD per hour. Source: lib/catalogue. */
export interface LedgerPrices {
  /** Null where the type has no known price: what was paid then stands in. */
  onDemand(type: string): number | null;
  fargate(needs: Requirements, purchase: 'FARGATE' | 'FARGATE_SPOT'): number;
}

/** Sums over a ledger, nano-USD: billNanoUsd = jobs + idle + unused, always. */
export interface LedgerTotals {
  billNanoUsd: bigint;
  jobs: bigint;
  idle: bigint;
  unused: bigint;
  /** On-Demand price less what was paid, over attempts that were not thrown away. */
  savedNanoUsd: bigint;
  /** Paid for attempts that ended by an interruption. */
  lostNanoUsd: bigint;
  /** Attempts that ended by an interruption. */
  interruptions: number;
}

/** An instance as rows have it. Times in ms. */
export interface InstanceFacts {
  instanceArn: string;
  environmentArn: string;
  type: string;
  purchase: Purchase;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  runningAt: number;
  terminatedAt: number | null;
  endedBy: InstanceChange['endedBy'] | null;
  /** Ascending by `at`. */
  prices: { at: number; nanoUsdPerHour: number }[];
}

/** An attempt as rows have it. */
export interface AttemptOnHost {
  jobId: string;
  needs: Requirements;
  attempt: AttemptChange;
}

/**
 * Who pays for what, kept up as changes come, in order of time. It settles each instance's hour once nothing can change
 * it: the hour is over or the instance ended, and a Spot instance is past its first hour, which AWS gives back after an
 * interruption. An attempt's charges settle with its end. Times in ms, money in nano-USD.
 */
export interface Ledger {
  /** Takes any change; needs the facts of each job before its attempts. For what holds requirements itself: the next two. */
  apply(change: Change): void;
  instance(change: InstanceChange): void;
  attempt(jobId: string, needs: Requirements, change: AttemptChange): void;
  /** Lets time come to `to`: hours that are over close. A moment in the past changes nothing. */
  advance(to: number): void;
  /** Advances, then gives the charges that became final since the last call. */
  settle(upTo: number): Charge[];
  /** Provisional charges of all that has not settled, as of `upTo`. */
  open(upTo: number): Charge[];
  totals(upTo: number): LedgerTotals;
  /**
   * Charges, not settled yet, of an attempt that ended on an instance; empty otherwise. They settle as they are, but for a
   * late change, and for the first hour of a Spot instance that AWS takes back in it.
   */
  estimate(instanceArn: string, jobId: string, attempt: number): Charge[];
  /** Saved and lost by Spot at `at` (not before the last advance): settled plus what runs; quick. */
  spot(at: number): { savedNanoUsd: bigint; lostNanoUsd: bigint };
  /** Whether `spot` moves by itself at present. */
  spotMoves(): boolean;
  /** Price of everything up now, and its On-Demand price; nano-USD per hour. */
  perHour(): { paid: number; onDemand: number };
  /** Instances whose settled hours a late change would have altered: reckon them anew from rows. Emptied by the call. */
  takeLate(): string[];
  /** Puts in an instance with its attempts; hours before `settledTo` count as settled elsewhere. Replaces what it had. */
  restoreInstance(facts: InstanceFacts, attempts: readonly AttemptOnHost[], settledTo: number): void;
  /** Adds sums of charges that were settled elsewhere. */
  addSettled(totals: Omit<LedgerTotals, 'billNanoUsd'>): void;
}
