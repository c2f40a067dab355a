import type { ChangeBatch } from '@/lib/driver';
import type { RecorderOptions } from './contract';

/** From one small batch to the next, wall ms: what trickles in shares a transaction, and leaves the disk to the log. */
const REST_MS = 50;
/** A batch of so many changes is no trickle. */
const LARGE_BATCH = 1000;

/** The rests of a recorder between small batches, which nobody has to wait for. */
interface Rests {
  /** Rests until REST_MS after the batch was taken at `takenAt`, or until somebody waits. */
  after(batch: ChangeBatch, takenAt: number): Promise<void>;
  /** Ends the rest, and runs `work` without any. */
  without<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Ends the rest, and takes no more. */
  end(): void;
}

/** Whoever advances the clock waits for what it changes, as do those who ask whether the recorder has caught up. */
export function createRests({
  driver,
  clock,
  restMs = REST_MS,
}: Pick<RecorderOptions, 'driver' | 'clock' | 'restMs'>): Rests {
  let askers = 0;
  let isOver = false;
  let wake = () => {};
  return {
    async after(batch, takenAt) {
      const isAdvancing = driver.simulated?.clock().advancingTo !== undefined;
      const left = Math.min(takenAt + restMs - clock(), restMs);
      if (batch.changes.length >= LARGE_BATCH || isAdvancing || askers > 0 || isOver || left <= 0) return;
      await new Promise<void>((resolve) => {
        const unsubscribe = driver.simulated?.onClock(({ advancingTo }) => {
          if (advancingTo !== undefined) wake();
        });
        const timer = setTimeout(() => wake(), left);
        wake = () => {
          clearTimeout(timer);
          unsubscribe?.();
          resolve();
        };
      });
    },
    async without(work) {
      askers++;
      wake();
      try {
        return await work();
      } finally {
        askers--;
      }
    },
    end() {
      isOver = true;
      wake();
    },
  };
}
