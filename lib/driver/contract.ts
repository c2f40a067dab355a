import type { BatchClient } from '@aws-sdk/client-batch';
import type { Change } from '@/lib/batch';
import type { AsyncSights } from '@/lib/live-simulator';
import type { ApiRequest, ApiResponse } from '@/lib/protocol';
import type { Fault, Input, Principal, WorkloadOptions } from '@/lib/simulator';
import type { PollingState } from './aws/calls';

/** A batch of changes in order of `seq`, to be acknowledged once it is committed. */
export interface ChangeBatch {
  /** Empty where time passed and nothing changed. */
  changes: Change[];
  /** Sequence of the last change in the batch; the cursor after it. */
  seq: number;
  /** How far the connection's time has come with this batch, in ms (at least the last change's `at`). */
  upTo: number;
  /** A stretch of the connection's time, ms, in which nobody looked: recorded and shown. */
  gap?: { from: number; to: number; reason: string };
  /** Tells the driver that everything up to `seq` is committed. */
  acknowledge(): void;
}

/** One line of a job's log; `at` in ms of the connection's time. */
export interface DriverLogLine {
  at: number;
  message: string;
}

/** The clock of a simulated connection. Times in ms since the Unix epoch. */
export interface SimulatedClock {
  epoch: number;
  seed: number;
  startAt: number;
  now: number;
  /** Virtual ms a wall ms; 'max' runs flat out. */
  speed: number | 'max';
  paused: boolean;
  /** True while full speed waits for the recorder (DECISIONS 7). */
  heldByHistory: boolean;
  /** Set while it runs flat out to a moment asked for by advanceTo. */
  advancingTo?: number;
  nextEventAt: number | null;
}

/** Controls of a simulated connection; absent on AWS. Every promise resolves when the effect is durable. */
export interface SimulatedControls {
  /** Carries out a request of the AWS protocol as it came over the wire; what it changed is durable when it answers. */
  call(request: ApiRequest, principal: Principal): Promise<Pick<ApiResponse, 'status' | 'headers' | 'body'>>;
  clock(): SimulatedClock;
  /** Calls back with each new clock, several times a wall second while it moves; gives the unsubscribe. */
  onClock(listener: (clock: SimulatedClock) => void): () => void;
  setPace(pace: { speed?: number | 'max'; paused?: boolean }): Promise<SimulatedClock>;
  /** Runs flat out to `to` and answers when it is reached and recorded, then restores pause and speed. RangeError for the past. */
  advanceTo(to: number): Promise<SimulatedClock>;
  /** Loads a workload whose rows were stored under `options.hash`. */
  loadWorkload(options: WorkloadOptions, actor: string): Promise<void>;
  injectFault(fault: Fault, principal: Principal): Promise<void>;
  /** What ECS, EC2 and CloudWatch Logs would show of it. */
  readonly sights: AsyncSights;
  /** Inputs of its log after `afterSeq`, in order, at most `limit`; secrets are in clear. */
  readLog(afterSeq: number, limit: number): Promise<Input[]>;
}

/**
 * How the portal reaches one AWS Batch, real or simulated. What a connection cannot source is absent, and pages then do
 * not draw it. Errors of `batch` are the SDK's own; match them by `error.name`.
 */
export interface BatchDriver {
  readonly kind: 'aws' | 'simulated';
  /** Whether its changes tell of instances and prices: without them nobody knows what is up, and what it costs. */
  readonly tellsCapacity: boolean;
  readonly batch: BatchClient;
  /** Calls made by a person or key named `actor`: the same client, stamped with who asks. */
  batchAs(actor: string): BatchClient;
  /** Changes after `cursor`, at least once, until `signal` aborts. */
  changes(cursor: number, signal: AbortSignal): AsyncIterable<ChangeBatch>;
  /** A page of a log stream from line `from`; null when there is none. */
  logs(logStream: string, from: number, limit: number): Promise<{ lines: DriverLogLine[]; total: number } | null>;
  readonly simulated?: SimulatedControls;
  /** How following AWS goes; absent where changes are told and not asked for. */
  polling?(): PollingState;
  /** Looks at AWS at once: something was just changed. */
  lookNow?(): void;
  close(): Promise<void>;
}
