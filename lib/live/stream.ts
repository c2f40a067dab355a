import { queuesSeen, type Scope, seesConnection } from '@/lib/access';
import type { SimulatedControls } from '@/lib/driver';
import type { LiveMessage } from './contract';
import type { Live } from './live';

/** At most one `moved` in this time (5 a second), one `clock` in this time (4 a second), and a comment this often. Ms. */
const MOVED_EVERY_MS = 200;
const CLOCK_EVERY_MS = 250;
const KEEP_ALIVE_MS = 15_000;
const SESSION_CHECK_MS = 5_000;
/** Messages that may lie unsent before the stream waits for a slow reader. */
const QUEUE = 32;

export interface LiveStreamOptions {
  readonly live: Live;
  readonly scope: Scope;
  readonly sessionId: string;
  readonly connection: { id: number; slug: string; epoch: number };
  /** Where history stands now. */
  readonly recorded: () => { seq: number; upTo: number };
  readonly simulated?: SimulatedControls | undefined;
  /** What the session may read now, or null where it has ended; asked every 5 s besides the news of its end. */
  readonly currentScope: () => Promise<Scope | null>;
  readonly clock: () => number;
  /** Ends with the request. */
  readonly signal: AbortSignal;
}

export const LIVE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** The body of one open page's event stream. It holds nothing once the reader left, the session ended, or live closed. */
export function liveStream(options: LiveStreamOptions): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = startStream(options, controller);
      },
      cancel() {
        stop();
      },
    },
    new CountQueuingStrategy({ highWaterMark: QUEUE }),
  );
}

function startStream(options: LiveStreamOptions, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
  const encoder = new TextEncoder();
  const cleanups: (() => void)[] = [];
  let over = false;
  let scope = options.scope;
  const write = (text: string) => {
    if (!over) controller.enqueue(encoder.encode(text));
  };
  const send = (message: LiveMessage) => write(`event: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`);
  const stop = () => {
    if (over) return;
    over = true;
    for (const cleanup of cleanups) cleanup();
    try {
      controller.close();
    } catch {
      // The reader cancelled first: the stream is closed already.
    }
  };
  const end = (reason: 'signed-out' | 'stopped') => {
    send({ event: 'ended', data: { reason } });
    stop();
  };
  const hasRoom = () => (controller.desiredSize ?? 0) > 0;

  const { seq, upTo } = options.recorded();
  const clock = options.simulated?.clock() ?? null;
  write('retry: 1000\n\n');
  send({
    event: 'hello',
    data: { connection: options.connection.slug, epoch: options.connection.epoch, seq, upTo, clock },
  });
  cleanups.push(
    followNews(options, () => queuesSeen(scope, options.connection.id), send, hasRoom),
    followClock(options, send, hasRoom),
    options.live.onSessionEnd(options.sessionId, () => end('signed-out')),
    options.live.onClose(() => end('stopped')),
    every(KEEP_ALIVE_MS, () => write(': still here\n\n')),
    every(SESSION_CHECK_MS, () => {
      // A database that does not answer is no reason to sign anybody out: the next check will tell.
      options.currentScope().then(
        (current) => {
          if (current === null || !seesConnection(current, options.connection.id)) end('signed-out');
          else scope = current;
        },
        () => {},
      );
    }),
  );
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  return stop;
}

type Send = (message: LiveMessage) => void;

function followNews(
  options: LiveStreamOptions,
  seen: () => 'all' | readonly string[],
  send: Send,
  hasRoom: () => boolean,
): () => void {
  const topics = new Set<string>();
  let latest: { epoch: number; seq: number; upTo: number } | null = null;
  let missed = false;
  const flush = () => {
    if (!hasRoom()) return;
    if (missed) send({ event: 'resync', data: { reason: 'news from the database were interrupted' } });
    if (latest !== null) send({ event: 'moved', data: { ...latest, topics: [...topics] } });
    missed = false;
    latest = null;
    topics.clear();
  };
  const throttle = paced(MOVED_EVERY_MS, options.clock, () => {
    flush();
    if (latest !== null || missed) throttle.ask();
  });
  const unsubscribe = options.live.subscribe(options.scope, options.connection.id, (event) => {
    if (event.kind === 'resync') missed = true;
    else {
      const { epoch, seq, upTo } = event.news;
      latest = { epoch, seq: Math.max(seq, latest?.seq ?? 0), upTo: Math.max(upTo, latest?.upTo ?? 0) };
      for (const topic of event.news.topics) if (mayHear(topic, seen())) topics.add(topic);
    }
    throttle.ask();
  });
  return () => {
    unsubscribe();
    throttle.cancel();
  };
}

/** A topic that names a queue is for who sees that queue. */
function mayHear(topic: string, queues: 'all' | readonly string[]): boolean {
  return queues === 'all' || !topic.startsWith('queue:') || queues.includes(topic.slice('queue:'.length));
}

function followClock(options: LiveStreamOptions, send: Send, hasRoom: () => boolean): () => void {
  const controls = options.simulated;
  if (controls === undefined) return () => {};
  const throttle = paced(CLOCK_EVERY_MS, options.clock, () => {
    if (hasRoom()) send({ event: 'clock', data: controls.clock() });
  });
  const unsubscribe = controls.onClock(() => throttle.ask());
  return () => {
    unsubscribe();
    throttle.cancel();
  };
}

/** Runs at once when it was not asked for a while, else once at the end of the pause: the last ask is never lost. */
function paced(pauseMs: number, clock: () => number, run: () => void): { ask(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let lastRun = Number.NEGATIVE_INFINITY;
  const fire = () => {
    timer = undefined;
    lastRun = clock();
    run();
  };
  return {
    ask: () => {
      if (timer !== undefined) return;
      const wait = lastRun + pauseMs - clock();
      timer = setTimeout(fire, Math.min(Math.max(wait, 0), pauseMs));
    },
    cancel: () => clearTimeout(timer),
  };
}

function every(pauseMs: number, run: () => void): () => void {
  const timer = setInterval(run, pauseMs);
  timer.unref?.();
  return () => clearInterval(timer);
}
