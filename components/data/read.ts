import type { Query, QueryClient } from '@tanstack/react-query';
import { turns } from './turns';

/** What a read depends on; the live stream names these topics when something moved. */
export type ReadTopic =
  | 'jobs'
  | 'resources'
  | 'instances'
  | 'waiting'
  | 'samples'
  | 'charges'
  | 'guides'
  | 'bulk'
  | `queue:${string}`;

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** Topics whose news make this read stale. */
      topics?: readonly ReadTopic[];
      /** Slides with the connection's clock, also when nothing happened. */
      followsClock?: boolean;
    };
  }
}

/** A read that was refused or failed; `code` is the server's word, `status` HTTP's (0 when nothing answered). */
class ReadError extends Error {
  override readonly name = 'ReadError';
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

function failureOf(body: unknown): { code: string; message: string } | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null;
  return typeof error.code === 'string' && typeof error.message === 'string'
    ? { code: error.code, message: error.message }
    : null;
}

/**
 * Over HTTP/1.1 a browser has six connections to a portal, and gives reads precedence over scripts. One is the live stream's; where
 * the reads of a page took all others, a menu that is loaded on its first use would open only when none is asked for any more.
 */
const inTurn = turns(3);

async function ask(address: string, signal: AbortSignal | undefined): Promise<{ answer: Response; body: unknown }> {
  try {
    const answer = await fetch(address, {
      ...(signal === undefined ? {} : { signal }),
      headers: { accept: 'application/json' },
    });
    return { answer, body: await answer.json().catch(() => null) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ReadError('unreachable', 'The portal does not answer.', 0);
  }
}

/**
 * Reads `/api/read/<connection>/<path>`. The answer's shape is the contract of the route, which made it from the same
 * types; an answer that is no JSON or an error becomes a ReadError.
 */
export async function readJson<Shape>(
  connection: string,
  path: string,
  query: Readonly<Record<string, string | readonly string[] | number | undefined>>,
  signal?: AbortSignal,
): Promise<Shape> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  const address = `/api/read/${encodeURIComponent(connection)}/${path}${text === '' ? '' : `?${text}`}`;
  const { answer, body } = await inTurn(() => ask(address, signal), signal);
  if (answer.ok && body !== null) return body as Shape;
  const failure = failureOf(body);
  throw new ReadError(
    failure?.code ?? `http-${answer.status}`,
    failure?.message ?? 'The portal gave no readable answer.',
    answer.status,
  );
}

/** Marks every read of `connection` stale whose topics were named; `null` means all of them. */
export function invalidateReads(client: QueryClient, connection: string, topics: ReadonlySet<string> | null): void {
  askAgain(client, connection, (meta) => topics === null || (meta?.topics ?? []).some((topic) => topics.has(topic)));
}

/** Marks the reads stale that slide with the clock. */
export function invalidateSliding(client: QueryClient, connection: string): void {
  askAgain(client, connection, (meta) => meta?.followsClock === true);
}

/** Reads that are asked once more when the answer under way has come. */
const askedOnceMore = new WeakSet<Query>();

/**
 * An answer under way may be older than the news, so the read is asked once more after it; cancelling it instead would starve
 * a slow read where news come fast. One that waits to try again after a failure is tried at once.
 */
function askAgain(client: QueryClient, connection: string, isMeant: (meta: Query['meta']) => boolean): void {
  const reads = client.getQueryCache().findAll({
    predicate: ({ queryKey, meta }) => queryKey[0] === 'read' && queryKey[1] === connection && isMeant(meta),
  });
  for (const read of reads) {
    const isFailing = read.state.fetchFailureCount > 0;
    const isUnderWay = read.state.fetchStatus === 'fetching' && !isFailing;
    const only = { queryKey: read.queryKey, exact: true };
    const asked = client.invalidateQueries(only, { cancelRefetch: isFailing });
    if (!isUnderWay || askedOnceMore.has(read)) continue;
    askedOnceMore.add(read);
    void asked.then(() => {
      askedOnceMore.delete(read);
      return client.invalidateQueries(only, { cancelRefetch: false });
    });
  }
}
