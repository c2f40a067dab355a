import { z } from 'zod';
import { type Scope, SESSION_CHANNEL, seesConnection } from '@/lib/access';
import { LIVE_CHANNEL, type LiveEvent } from './contract';

/** The part of a pg Client that listening needs. */
interface ListeningClient {
  query(text: string): Promise<unknown>;
  on(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  end(): Promise<void>;
}

export interface LiveOptions {
  /** Opens a connection of its own to the database, connected. */
  readonly connect: () => Promise<ListeningClient>;
  /** Told when the connection was lost, and when it is back. */
  readonly tell?: (line: string) => void;
  /** First wait before a new try, doubled up to 5 s; ms. */
  readonly retryMs?: number;
}

/** News of what was committed, for every open page of this process: one LISTEN connection for all of them. */
export interface Live {
  /** Calls back with what moved on a connection in scope, and `resync` after a loss; gives the unsubscribe. */
  subscribe(scope: Scope, connectionId: number, listener: (event: LiveEvent) => void): () => void;
  /** Calls back once when this session is ended by anyone, on any replica; gives the unsubscribe. */
  onSessionEnd(sessionId: string, listener: () => void): () => void;
  /** Calls back when `close` begins, so that streams end; gives the unsubscribe. */
  onClose(listener: () => void): () => void;
  isListening(): boolean;
  close(): Promise<void>;
}

const LONGEST_RETRY_MS = 5000;

const news = z.object({
  connectionId: z.number().int(),
  epoch: z.number().int(),
  seq: z.number(),
  upTo: z.number(),
  topics: z.array(z.string()),
});

/** Starts listening; resolves when the first LISTEN stands, and keeps it standing until `close`. */
export async function createLive(options: LiveOptions): Promise<Live> {
  const subscribers = createSubscribers();
  const closers = new Set<() => void>();
  const tell = options.tell ?? (() => {});
  const firstRetry = options.retryMs ?? 250;
  let client: ListeningClient | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const lost = (gone: ListeningClient) => {
    if (client !== gone || closed) return;
    client = null;
    tell('News from the database stopped; connecting again.');
    gone.end().catch(() => {});
    retry(firstRetry);
  };

  const retry = (delay: number) => {
    timer = setTimeout(() => {
      listen().then(
        () => {
          tell('News from the database flow again.');
          subscribers.resync();
        },
        () => {
          if (!closed) retry(Math.min(delay * 2, LONGEST_RETRY_MS));
        },
      );
    }, delay);
  };

  const listen = async () => {
    const opened = await options.connect();
    if (closed) return opened.end();
    opened.on('notification', (message) => subscribers.deliver(message.channel, message.payload ?? ''));
    opened.on('error', () => lost(opened));
    opened.on('end', () => lost(opened));
    try {
      await opened.query(`LISTEN ${LIVE_CHANNEL}`);
      await opened.query(`LISTEN ${SESSION_CHANNEL}`);
    } catch (error) {
      opened.end().catch(() => {});
      throw error;
    }
    client = opened;
  };

  await listen();
  return {
    subscribe: subscribers.subscribe,
    onSessionEnd: subscribers.onSessionEnd,
    onClose: (listener) => {
      closers.add(listener);
      return () => closers.delete(listener);
    },
    isListening: () => client !== null,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      for (const listener of [...closers]) listener();
      await client?.end().catch(() => {});
      client = null;
    },
  };
}

function createSubscribers(): Pick<Live, 'subscribe' | 'onSessionEnd'> & {
  deliver(channel: string, payload: string): void;
  resync(): void;
} {
  const listeners = new Map<number, Set<(event: LiveEvent) => void>>();
  const sessions = new Map<string, Set<() => void>>();
  return {
    subscribe: (scope, connectionId, listener) =>
      seesConnection(scope, connectionId) ? join(listeners, connectionId, listener) : () => {},
    onSessionEnd: (sessionId, listener) => join(sessions, sessionId, listener),
    deliver: (channel, payload) => {
      if (channel === SESSION_CHANNEL) {
        for (const listener of [...(sessions.get(payload) ?? [])]) listener();
        return;
      }
      const parsed = parseNews(payload);
      if (parsed === null) return;
      for (const listener of [...(listeners.get(parsed.connectionId) ?? [])]) listener({ kind: 'moved', news: parsed });
    },
    resync: () => {
      for (const set of listeners.values()) for (const listener of [...set]) listener({ kind: 'resync' });
    },
  };
}

function parseNews(payload: string) {
  try {
    const parsed = news.safeParse(JSON.parse(payload));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function join<Key, Listener>(map: Map<Key, Set<Listener>>, key: Key, listener: Listener): () => void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && map.get(key) === set) map.delete(key);
  };
}
