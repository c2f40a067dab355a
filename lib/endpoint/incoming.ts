import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error';
import type { Incoming } from './contract';
import { plainBody, readBody } from './read-body';

/** Header bytes as text: Node reads them as Latin-1, clients sign UTF-8. */
function headerText(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

/** Every header by its name in small letters; Node's own view drops some of those that come twice. */
function foldedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const folded = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = headerText(rawHeaders[at + 1] ?? '');
    const before = folded.get(name);
    folded.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(folded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError('ClientException', 400, 'The query holds a percent sign that is no escape of UTF-8.');
  }
}

function parsedQuery(text: string): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  const entries = [...values].map(([name, [first = '', ...more]]): [string, string | string[]] => [
    name,
    more.length === 0 ? first : [first, ...more],
  ]);
  return Object.fromEntries(entries);
}

/** Path and query of a request's target. */
function splitTarget(target: string): { path: string; search: string } {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, search: '' } : { path: target.slice(0, mark), search: target.slice(mark + 1) };
}

/** Reads a request whole. Throws an ApiError where it is too large or malformed. */
export async function readIncoming(request: IncomingMessage, requestId: string): Promise<Incoming> {
  const wire = await readBody(request);
  const headers = foldedHeaders(request.rawHeaders);
  const { path, search } = splitTarget(request.url ?? '/');
  return {
    method: request.method ?? 'GET',
    path,
    query: parsedQuery(search),
    headers,
    wire,
    body: await plainBody(wire, headers['content-encoding']),
    requestId,
  };
}
