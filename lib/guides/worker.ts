import { type Told, tellPages } from '@/lib/live';
import { advance, type GuideConnection, type GuideParts } from './advance';
import { openGuides } from './store';

/** A connection as the worker finds it in the portal's list. */
export type WorkedConnection = GuideConnection & Told & { readonly kind: 'aws' | 'simulated' };

/** Drives the guides of this process's connections; whoever records a connection is the only one to do so. */
export interface GuideWorker {
  /** Looks at once: a guide was begun or given another direction. */
  kick(): void;
  /** Resolves when the move at hand is over. */
  stop(): Promise<void>;
}

/** How often a waiting guide looks again, wall ms: AWS settles in tens of seconds, a simulator may run at any speed. */
const LOOK_EVERY_MS = { aws: 15_000, simulated: 1000 } as const;
/** Moves made in a row before others have their turn. */
const MOVES_IN_A_ROW = 20;

/**
 * Starts the worker: it takes up what a former process left open, and sleeps while nothing is. `connections` are looked up
 * anew each time.
 */
export function startGuideWorker(
  parts: GuideParts & { readonly report: (error: unknown) => void },
  connections: () => Iterable<WorkedConnection>,
): GuideWorker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isAsked = false;
  let isStopped = false;

  const look = async () => {
    let next: number | null = null;
    for (const connection of connections()) {
      const isOpen = await advanceAll(parts, connection).catch((error: unknown) => {
        parts.report(error);
        return true;
      });
      if (isOpen) next = Math.min(next ?? Number.POSITIVE_INFINITY, LOOK_EVERY_MS[connection.kind]);
    }
    return next;
  };
  const run = () => {
    clearTimeout(timer);
    if (isStopped) return;
    if (running !== null) {
      isAsked = true;
      return;
    }
    running = look()
      .then((next) => {
        if (next !== null && !isStopped) timer = setTimeout(run, next).unref();
      })
      .catch(parts.report)
      .finally(() => {
        running = null;
        if (isAsked) {
          isAsked = false;
          run();
        }
      });
  };
  run();
  return {
    kick: run,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Moves each open guide of a connection until it waits; false where none is left to look after. */
async function advanceAll(parts: GuideParts, connection: WorkedConnection): Promise<boolean> {
  const guides = await openGuides(parts.prisma, { connectionId: connection.id, epoch: connection.epoch });
  let isOpen = false;
  for (const guide of guides.filter(({ state }) => state !== 'paused')) {
    let outcome: Awaited<ReturnType<typeof advance>> = 'moved';
    for (let moves = 0; moves < MOVES_IN_A_ROW && outcome === 'moved'; moves += 1) {
      outcome = await advance(parts, connection, guide.id);
      await tellPages(parts.prisma, connection, ['guides']);
    }
    if (outcome !== 'over') isOpen = true;
  }
  return isOpen;
}
