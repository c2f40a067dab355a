import { bulkCap } from '@/lib/batch';
import { type Told, tellPages } from '@/lib/live';
import { advance } from './advance';
import type { BulkOperation } from './contract';
import type { BulkConnection, BulkParts } from './portion';
import { bulkById, runningBulk } from './store';

/** A connection as the worker finds it in the portal's list. */
export type BulkWorked = BulkConnection & Told;

/** Drives the bulk operations of this process's connections; whoever records a connection is the only one to do so. */
export interface BulkWorker {
  /** Looks at once: an operation was begun or given another direction. */
  kick(): void;
  /** The operation as it stands when it has ended, or after `patience` wall ms; null where there is none. */
  settled(id: string, patience: number): Promise<BulkOperation | null>;
  /** Resolves when the calls at hand are over. */
  stop(): Promise<void>;
}

export interface BulkWorkerParts extends BulkParts {
  /** Resolves after so many wall ms, or when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** After something was thrown back it is tried again after 1 s, 2 s, 4 s, … at most this. */
const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 1000;

/** Starts the worker: it takes up what a former process left, and sleeps while nothing runs. */
export function startBulkWorker(parts: BulkWorkerParts, connections: () => Iterable<BulkWorked>): BulkWorker {
  const stopped = new AbortController();
  const working = new Map<number, Promise<void>>();
  const asked = new Set<number>();
  const waiting = new Map<string, Set<() => void>>();
  const tellWaiting = (id: string) => {
    for (const end of waiting.get(id) ?? []) end();
  };

  const start = (connection: BulkWorked) => {
    if (working.has(connection.id)) {
      asked.add(connection.id);
      return;
    }
    const current = () => [...connections()].find(({ id }) => id === connection.id);
    const work = workThrough(parts, current, tellWaiting, stopped.signal)
      .catch(parts.report)
      .finally(() => {
        working.delete(connection.id);
        if (asked.delete(connection.id)) kick();
      });
    working.set(connection.id, work);
  };
  const kick = () => {
    if (stopped.signal.aborted) return;
    for (const connection of connections()) start(connection);
  };
  const settled = async (id: string, patience: number) => {
    const enough = new AbortController();
    const end = () => enough.abort();
    const known = waiting.get(id) ?? new Set();
    waiting.set(id, known.add(end));
    try {
      const before = await bulkById(parts.prisma, id);
      if (before === null || before.endedAt !== null) return before;
      await parts.wait(patience, enough.signal);
      return await bulkById(parts.prisma, id);
    } finally {
      known.delete(end);
      if (known.size === 0) waiting.delete(id);
    }
  };
  kick();
  return {
    kick,
    settled,
    stop: async () => {
      stopped.abort();
      await Promise.all(working.values());
    },
  };
}

/** Sends portions of a connection's operations in turn, until none runs. */
async function workThrough(
  parts: BulkWorkerParts,
  connection: () => BulkWorked | undefined,
  tellEnded: (id: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let freeAt = 0;
  const turnOf = (kind: BulkWorked['kind']) => async () => {
    const cap = bulkCap(kind);
    if (cap === null) return;
    const now = parts.clock();
    if (freeAt > now) await parts.wait(freeAt - now, signal);
    freeAt = Math.max(now, freeAt) + 1000 / cap;
  };
  for (let isOpen = true; isOpen && !signal.aborted; ) {
    const at = connection();
    if (at === undefined) return;
    isOpen = false;
    let pause = 0;
    for (const operation of await runningBulk(parts.prisma, { connectionId: at.id, epoch: at.epoch }, parts.clock())) {
      if (signal.aborted) return;
      const end = await advance(parts, at, operation, turnOf(at.kind)).catch((error: unknown) => {
        parts.report(error);
        return 'again' as const;
      });
      await tellPages(parts.prisma, at, ['bulk']);
      if (end === 'over') tellEnded(operation.id);
      else isOpen = true;
      if (end === 'again') pause = Math.max(pause, FIRST_PAUSE_MS * 2 ** Math.min(operation.problem?.tries ?? 0, 5));
    }
    if (pause > 0) await parts.wait(Math.min(pause, LONGEST_PAUSE_MS), signal);
  }
}
