import type { ChangeBatch } from '@/lib/driver';
import type { Committed, Recorder, RecorderOptions, RecorderState } from './contract';
import { loadState } from './load-state';
import { createRests } from './rests';
import { type Prepared, prepareBatch } from './write-batch';
import { inTransaction } from './write-transaction';

const TRANSACTION = { timeout: 120_000, maxWait: 30_000 };
const POLL_MS = 10;
const PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

interface Shown extends RecorderState {
  /** How far the driver had come with the last batch that was committed. */
  lookedTo: number;
}

/**
 * Starts following a connection. Where a batch cannot be committed its memory is thrown away and read again, and it goes
 * on from the committed cursor: killed at any point it loses and doubles nothing.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { prisma, connectionId, epoch, driver, clock } = options;
  const place = { connectionId, epoch };
  const stopping = new AbortController();
  const shown: Shown = { seq: 0, upTo: 0, recordedAt: 0, error: null, lookedTo: 0 };
  let isWaiting = false;
  let pause = PAUSE_MS;
  const rests = createRests(options);

  /** Takes in the next batch while the one before is on its way to the database: they commit in order, one by one. */
  async function follow(ending: AbortController): Promise<void> {
    const state = await prisma.$transaction((tx) => loadState(tx, place, driver.tellsCapacity !== false), TRANSACTION);
    Object.assign(shown, { seq: state.seq, upTo: state.upTo });
    const signal = AbortSignal.any([stopping.signal, ending.signal]);
    const batches = driver.changes(state.seq, signal)[Symbol.asyncIterator]();
    let written: Promise<void> = Promise.resolve();
    try {
      while (!stopping.signal.aborted) {
        const arriving = batches.next();
        arriving.catch(() => {});
        await Promise.race([arriving, written]);
        isWaiting = true;
        const next = await arriving;
        isWaiting = false;
        if (next.done === true) break;
        const before = written;
        const now = clock();
        const prepared = await prepareBatch(prisma, place, state, next.value, new Date(now), () => before);
        await before;
        written = commit(options, prepared, next.value, shown, now).then(() => {
          pause = PAUSE_MS;
        });
        written.catch(() => {});
        if (prepared.holdsState) await written;
        await rests.after(next.value, now);
      }
      await written;
    } finally {
      isWaiting = false;
      await written.catch(() => {});
      ending.abort();
      await batches.return?.();
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await follow(new AbortController());
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
    caughtUp: (patience) => rests.without(() => caughtUp(options, patience, stopping.signal, shown, () => isWaiting)),
    async stop() {
      stopping.abort();
      rests.end();
      await running;
    },
  };
}

async function send({ prisma, pool }: RecorderOptions, prepared: Prepared): Promise<Committed> {
  if (prepared.holdsState) return prisma.$transaction((tx) => prepared.write(tx), TRANSACTION);
  await inTransaction(pool, prepared.statements);
  return prepared.news;
}

async function commit(
  options: RecorderOptions,
  prepared: Prepared,
  batch: ChangeBatch,
  shown: Shown,
  now: number,
): Promise<void> {
  const news = await send(options, prepared);
  Object.assign(shown, { seq: news.seq, upTo: news.upTo, recordedAt: now, error: null, lookedTo: batch.upTo });
  batch.acknowledge();
  options.onCommitted?.(news);
}

/** Whether what was told by now is committed; where changes are asked for, whether AWS was asked since and that is. */
function caughtUp(
  { driver, clock }: RecorderOptions,
  patience: number,
  stopped: AbortSignal,
  shown: Readonly<Shown>,
  isWaiting: () => boolean,
): Promise<boolean> {
  if (driver.lookNow !== undefined) {
    const asked = clock();
    driver.lookNow();
    return until(patience, stopped, () => shown.lookedTo >= asked);
  }
  const target = driver.simulated?.clock().now;
  return untilIdle(patience, stopped, isWaiting, () => target !== undefined && shown.upTo > target);
}

async function until(patience: number, stopped: AbortSignal, isTrue: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < patience && !stopped.aborted; waited += POLL_MS) {
    if (isTrue()) return true;
    await rest(POLL_MS, stopped);
  }
  return isTrue();
}

/** True once it is past the target, or waited for more at three looks in a row. */
async function untilIdle(
  patience: number,
  stopped: AbortSignal,
  isWaiting: () => boolean,
  isPast: () => boolean,
): Promise<boolean> {
  let idle = 0;
  for (let waited = 0; waited < patience && !stopped.aborted; waited += POLL_MS) {
    idle = isWaiting() ? idle + 1 : 0;
    if (idle > 2 || isPast()) return true;
    await rest(POLL_MS, stopped);
  }
  return false;
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
