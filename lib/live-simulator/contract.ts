import type { Pool } from '@/lib/db';
import type { ApiRequest, ApiResponse } from '@/lib/protocol';
import type { Fault, Genesis, Input, LogLine, Principal, WorkloadOptions } from '@/lib/simulator';
import type { FeedBatch } from './change-feed';
import type { AsyncSights } from './look';
import type { Speed } from './messages';
import type { NewEpoch } from './recovery';
import type { Host } from './worker-link';

export interface LiveSimulatorOptions {
  connection: { id: number; region: string; account: string };
  epoch: number;
  pool: Pool;
  /** BATCHDECK_SECRET: log and snapshots are encrypted under a key derived from it. */
  secret: string;
  /** Wall ms since the Unix epoch, for `recorded_at`. */
  clock: () => number;
  /** What to open the epoch with where it does not exist; ignored where it does (DECISIONS 14). */
  start?: NewEpoch;
  host: Host;
}

/** The clock of a live simulator, in virtual ms. */
export interface LiveClock {
  epoch: number;
  seed: number;
  startAt: number;
  now: number;
  speed: Speed;
  paused: boolean;
  heldByHistory: boolean;
  advancingTo?: number;
  nextEventAt: number | null;
}

/** The simulator would not take what it was given, in its own words. Match it by name. */
export class InputRefusedError extends Error {
  override readonly name = 'InputRefusedError';
}

/** The simulator does not run (any more): closed, failed, or another process took its log. Match it by name. */
export class SimulatorStoppedError extends Error {
  override readonly name = 'SimulatorStoppedError';
}

/** A simulator kept going in its own thread, with a durable log. */
export interface LiveSimulator {
  readonly genesis: Genesis;
  /** Carries out a request of the AWS protocol; the answer comes when what it changed is durable. */
  call(request: ApiRequest, principal: Principal): Promise<Pick<ApiResponse, 'status' | 'headers' | 'body'>>;
  /** Changes after `cursor`, which must not be before what is acknowledged. Throws the failure where it has failed. */
  changes(cursor: number, signal: AbortSignal): AsyncIterable<FeedBatch>;
  logs(logStream: string, from: number, limit: number): Promise<{ lines: LogLine[]; total: number } | null>;
  clock(): LiveClock;
  onClock(listener: (clock: LiveClock) => void): () => void;
  setPace(pace: { speed?: Speed; paused?: boolean }): Promise<LiveClock>;
  /** Resolves when `to` is reached and its changes are acknowledged. RangeError for the past. */
  advanceTo(to: number): Promise<LiveClock>;
  loadWorkload(options: WorkloadOptions, principal: Principal): Promise<void>;
  injectFault(fault: Fault, principal: Principal): Promise<void>;
  /** What other AWS services would show of it now. */
  readonly sights: AsyncSights;
  /** Inputs of the log after `afterSeq`, in order, at most `limit`. */
  readLog(afterSeq: number, limit: number): Promise<Input[]>;
  /** Why it stopped by itself, or null. */
  failure(): Error | null;
  /**
   * Stops the pump, waits up to `patience` wall ms for the reader to acknowledge what was told, keeps a snapshot, and
   * ends the thread. Readers of `changes` end. Close it before its recorder is stopped.
   */
  close(patience?: number): Promise<void>;
}
