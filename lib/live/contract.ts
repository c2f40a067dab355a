import type { SimulatedClock } from '@/lib/driver';

/** Where the recorder tells what it has committed; the payload is the JSON of a LiveNews. */
export const LIVE_CHANNEL = 'batchdeck';

/** What a commit of the recorder moved. */
export interface LiveNews {
  readonly connectionId: number;
  readonly epoch: number;
  readonly seq: number;
  /** Ms of the connection's time up to which everything is recorded. */
  readonly upTo: number;
  /** What to read again: `jobs`, `queue:NAME`, `resources`, `instances`, `waiting`, `samples`, `charges`. */
  readonly topics: readonly string[];
}

/**
 * The events of GET /api/live, by their SSE name; `data` is the JSON of `data` here.
 * - `hello`: the stream stands; sent first, with the clock where the connection is simulated.
 * - `moved`: history has moved; several commits may come as one.
 * - `clock`: the simulated clock, about four times a second while it moves.
 * - `resync`: news may have been missed: read everything again.
 * - `ended`: the session is over, or the connection was closed; the stream then closes for good.
 */
export type LiveMessage =
  | {
      event: 'hello';
      data: { connection: string; epoch: number; seq: number; upTo: number; clock: SimulatedClock | null };
    }
  | { event: 'moved'; data: { epoch: number; seq: number; upTo: number; topics: string[] } }
  | { event: 'clock'; data: SimulatedClock }
  | { event: 'resync'; data: { reason: string } }
  | { event: 'ended'; data: { reason: 'signed-out' | 'stopped' } };

/** News as subscribers get them. */
export type LiveEvent = { kind: 'moved'; news: LiveNews } | { kind: 'resync' };
