import type { ChangeBatch } from '@/lib/driver';
import type { Recorder, RecorderOptions, RecorderState } from './contract';
import type { EpochState } from './epoch-state';
import { loadState } from './load-state';
import { writeBatch } from './write-batch';

const TRANSACTION = { timeout: 120_000, maxWait: 30_000 };
const POLL_MS = 10;
const PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts following a connection. Where a batch cannot be committed its memory is thrown away and read again, and it goes
 * on from the committed cursor: killed at any point it loses and doubles nothing.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { prisma, connectionId, epoch, driver, clock } = options;
  const place = { connectionId, epoch };
  const stopping = new AbortController();
  const shown: RecorderState = { seq: 0, upTo: 0, recordedAt: 0, error: null };
  let isWaiting = false;
  let pause = PAUSE_MS;

  async function commit(state: EpochState, batch: ChangeBatch): Promise<void> {
    const now = clock();
    const news = await prisma.$transaction((tx) => writeBatch(tx, place, state, batch, new Date(now)), TRANSACTION);
    Object.assign(shown, { seq: news.seq, upTo: news.upTo, recordedAt: now, error: null });
    pause = PAUSE_MS;
    batch.acknowledge();
    options.onCommitted?.(news);
  }

  async function follow(): Promise<void> {
    const state = await prisma.$transaction((tx) => loadState(tx, place), TRANSACTION);
    Object.assign(shown, { seq: state.seq, upTo: state.upTo });
    const batches = driver.changes(state.seq, stopping.signal)[Symbol.asyncIterator]();
    try {
      while (!stopping.signal.aborted) {
        isWaiting = true;
        const next = await batches.next();
        isWaiting = false;
        if (next.done === true) return;
        await commit(state, next.value);
      }
    } finally {
      isWaiting = false;
      await batches.return?.();
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (stopping.signal.aborted) return;
        shown.error = error instanceof Error ? error.message : String(error);
      }
      await rest(pause, stopping.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  const running = run();
  return {
    state: () => ({ ...shown }),
    async caughtUp(patience) {
      const target = driver.simulated?.clock().now;
      let idle = 0;
      for (let waited = 0; waited < patience && !stopping.signal.aborted; waited += POLL_MS) {
        idle = isWaiting ? idle + 1 : 0;
        if (idle > 2 || (target !== undefined && shown.upTo > target)) return true;
        await rest(POLL_MS, stopping.signal);
      }
      return false;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
