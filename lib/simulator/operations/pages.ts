import type { Machine } from '../machine';
import { refuseValue } from './refusals';

/** What a token is bound to, besides its question. */
type Seeded = Pick<Machine, 'genesis'>;

const OFFSETS = [0x811c9dc5, 0x9e3779b9] as const;
const PRIME = 0x01000193;

/** Two 32-bit FNV-1a lanes over seed and text: enough to tell a token of this machine from an invented or altered one. */
function seal(seed: number, text: string): string {
  return OFFSETS.map((offset) => {
    let hash = Math.imul(offset ^ (seed >>> 0), PRIME) ^ Math.floor(seed / 2 ** 32);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return ((hash ^ (hash >>> 12)) >>> 0).toString(16).padStart(8, '0');
  }).join('');
}

const SEAL_LENGTH = 16;

/**
 * An opaque `nextToken` that holds the key of a page's last item, so that paging stays true while the list changes.
 * `scope` is the operation with its filters: a token is good for the very question it was given to.
 */
export function makeToken(machine: Seeded, scope: string, key: string): string {
  return btoa(seal(machine.genesis.seed, `${scope}\n${key}`) + key);
}

/** The key in a token; refuses one that this machine did not give to this question. */
export function readToken(machine: Seeded, scope: string, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = decodeBase64(token);
  const key = text?.slice(SEAL_LENGTH);
  if (
    text === null ||
    key === undefined ||
    text.slice(0, SEAL_LENGTH) !== seal(machine.genesis.seed, `${scope}\n${key}`)
  ) {
    refuseValue('Invalid nextToken.');
  }
  return key;
}

function decodeBase64(token: string): string | null {
  try {
    return atob(token);
  } catch {
    return null;
  }
}

/** The size of a page; `maximum` is also the default. */
export function pageSize(maxResults: number | undefined, maximum: number): number {
  if (maxResults === undefined) return maximum;
  if (maxResults < 1 || maxResults > maximum) refuseValue(`maxResults must be between 1 and ${maximum}.`);
  return maxResults;
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/** A page of items that are in the order of their unique keys. */
export function pageByKey<T>(
  machine: Seeded,
  scope: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  request: { maxResults?: number | undefined; nextToken?: string | undefined },
): Page<T> {
  const size = pageSize(request.maxResults, 100);
  const after = readToken(machine, scope, request.nextToken);
  const start = after === undefined ? 0 : items.findIndex((item) => byCodeUnit(keyOf(item), after) > 0);
  if (start < 0) return { items: [] };
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  if (last === undefined || start + size >= items.length) return { items: page };
  return { items: page, nextToken: makeToken(machine, scope, keyOf(last)) };
}
