import type { Pool, PrismaClient } from '@/lib/db';
import type { BatchDriver } from '@/lib/driver';

/** What moved in one committed batch; also sent as JSON by NOTIFY on `NEWS_CHANNEL`. */
export interface Committed {
  connectionId: number;
  epoch: number;
  seq: number;
  /** Ms of the connection's time up to which everything is recorded. */
  upTo: number;
  /** 'jobs', 'queue:NAME', 'resources', 'instances', 'waiting', 'samples', 'charges'. */
  topics: string[];
}

export const NEWS_CHANNEL = 'batchdeck';

export interface RecorderOptions {
  prisma: PrismaClient;
  /** Plain connections to the same database: batches are written through one. */
  pool: Pool;
  connectionId: number;
  epoch: number;
  driver: Pick<BatchDriver, 'changes' | 'simulated' | 'lookNow'> & Partial<Pick<BatchDriver, 'tellsCapacity'>>;
  /** Wall time, ms. */
  clock: () => number;
  /** Wall ms from one small batch to the next while nobody waits for it; 50 where absent. */
  restMs?: number;
  onCommitted?: (news: Committed) => void;
}

export interface RecorderState {
  seq: number;
  /** Ms of the connection's time; 0 before the first batch. */
  upTo: number;
  /** Wall ms of the last commit; 0 before the first. */
  recordedAt: number;
  /** Why it stands still, or null. It goes on trying. */
  error: string | null;
}

/** Follows one connection's changes into Postgres, each exactly once, until it is stopped. */
export interface Recorder {
  state(): RecorderState;
  /** Resolves true when everything the driver had told by now is committed, or false after `patience` wall ms. */
  caughtUp(patience: number): Promise<boolean>;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}
