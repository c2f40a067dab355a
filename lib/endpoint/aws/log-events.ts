import type { DriverLogLine } from '@/lib/driver';
import { ApiError, invalidParameter } from '../api-error';
import type { Caller } from '../contract';

/** CloudWatch Logs: a page holds at most 10,000 events, or 1 MB with 26 bytes counted on top of each. */
export const MOST_EVENTS = 10_000;
const MOST_BYTES = 1024 * 1024;
const EVENT_OVERHEAD_BYTES = 26;

/** The lines of a stream between two moments, by their place in it. */
export interface Span {
  stream: string;
  from: number;
  to: number;
}

function noStream(): ApiError {
  return new ApiError('ResourceNotFoundException', 400, 'The specified log stream does not exist.');
}

async function firstNotBefore({ connection }: Caller, stream: string, total: number, moment: number): Promise<number> {
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = await connection.driver.logs(stream, middle, 1);
    if ((found?.lines[0]?.at ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which lines of a stream were written at or after `start` and before `end` (virtual ms). Throws where there is no such stream. */
export async function spanOf(caller: Caller, stream: string, start?: number, end?: number): Promise<Span> {
  const head = await caller.connection.driver.logs(stream, 0, 1);
  if (head === null) throw noStream();
  const { total } = head;
  return {
    stream,
    from: start === undefined ? 0 : await firstNotBefore(caller, stream, total, start),
    to: end === undefined ? total : await firstNotBefore(caller, stream, total, end),
  };
}

/** Lines from a place on, as many as a page holds. */
export async function linesFrom(caller: Caller, span: Span, from: number, limit: number): Promise<DriverLogLine[]> {
  const count = Math.min(limit, span.to - from);
  if (count <= 0) return [];
  const lines = (await caller.connection.driver.logs(span.stream, from, count))?.lines ?? [];
  let bytes = 0;
  const fitting = lines.findIndex((line) => {
    bytes += Buffer.byteLength(line.message) + EVENT_OVERHEAD_BYTES;
    return bytes > MOST_BYTES;
  });
  return fitting < 0 ? lines : lines.slice(0, Math.max(1, fitting));
}

/** The place in a token of GetLogEvents, and which way it goes. Throws where it is none of ours. */
export function parseEventsToken(token: string): { place: number; forward: boolean } {
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  const place = Number(match?.[2]);
  if (match === null || !Number.isSafeInteger(place)) throw invalidParameter('The specified nextToken is invalid.');
  return { place, forward: match[1] === 'f' };
}

export function eventsToken(direction: 'f' | 'b', place: number): string {
  return `${direction}/${String(place).padStart(56, '0')}/s`;
}

/**
 * A filter pattern of terms: all must be in the message, `-term` must not, of `?term`s one must; quotes hold a phrase
 * together. Throws for the patterns of JSON and of columns.
 */
export function messageFilter(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (/^[{[%]/.test(text)) {
    throw invalidParameter('Invalid filter pattern: terms are taken here, no JSON, columns or regular expressions.');
  }
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign = '', phrase, word = '']) => ({
    sign,
    term: phrase?.replace(/\\(.)/g, '$1') ?? word,
  }));
  const of = (sign: string) => terms.filter((one) => one.sign === sign).map(({ term }) => term);
  const [all, none, any] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}
