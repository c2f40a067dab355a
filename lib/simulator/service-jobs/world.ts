import type { ServiceEnvironmentDetail } from '@aws-sdk/client-batch';
import type { WaitingCause } from '@/lib/batch';
import type { ShareState } from '../scheduling/share-state';
import type { QuotaShareDocument, ServiceJob } from './contract';

/** A service environment: AWS's document, and whether it was deleted. Its number is its place in the list. */
export interface ServiceEnvironmentState {
  document: ServiceEnvironmentDetail;
  gone: boolean;
}

/** A quota share of a queue (by the queue's number). Its own number is its place in the list. */
export interface QuotaShareState {
  readonly queue: number;
  document: QuotaShareDocument;
  gone: boolean;
}

/** The first job of a line that could not be handed on, since when, and why. */
interface BlockedHead {
  ordinal: number;
  since: number;
  cause: WaitingCause;
}

/** How many of a line's jobs of one shape wait, and for what, as it was told last. */
export interface ToldWait {
  share: string;
  shape: string;
  count: number;
  cause: WaitingCause;
}

/** What a queue of service jobs keeps beside its document. Lines are by share, '' where there are none. */
export interface ServiceQueueState {
  /** Ordinals of RUNNABLE jobs in the order of their line. */
  lines: Record<string, number[]>;
  blocked: Record<string, BlockedHead>;
  /** When a job left a line last, so that those behind it moved up. */
  movedAt: number;
  /** Fair share: use counts in thousandths of an instance. */
  shares: ShareState[];
  told: ToldWait[];
}

/** Everything of service jobs that a machine's state holds: plain data, as it stands in a snapshot. */
export interface ServiceWorld {
  environments: ServiceEnvironmentState[];
  shares: QuotaShareState[];
  jobs: ServiceJob[];
  /** Ordinals of jobs that hold capacity, in the order in which they got it. */
  holding: number[];
  /** By the queue's number. */
  queues: Record<number, ServiceQueueState>;
}

export function createServiceWorld(): ServiceWorld {
  return { environments: [], shares: [], jobs: [], holding: [], queues: {} };
}
