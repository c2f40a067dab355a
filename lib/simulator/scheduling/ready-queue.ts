import { i32 } from '../kernel/columns';

/**
 * The RUNNABLE jobs of a queue in order: retried jobs by row, then all others by row. Most arrive in order and lie in a
 * line; the others in a small heap of keys (a retried row's key is row - 2^31). Entries of jobs that left by another way
 * stay until they come to the front.
 */
export interface ReadyQueue {
  line: Int32Array;
  from: number;
  to: number;
  early: Int32Array;
  earlyCount: number;
}

const RETRIED = -2_147_483_648;
export const NO_JOB = -1;

export function createReadyQueue(): ReadyQueue {
  return { line: new Int32Array(64), from: 0, to: 0, early: new Int32Array(8), earlyCount: 0 };
}

/** Adds a job; a retried one goes in front of all that are not. */
export function pushReady(ready: ReadyQueue, row: number, retried: boolean): void {
  const inOrder = ready.from === ready.to || i32(ready.line, ready.to - 1) < row;
  if (!retried && inOrder) appendLine(ready, row);
  else pushEarly(ready, retried ? row + RETRIED : row);
}

/** First entry, or NO_JOB. */
export function peekReady(ready: ReadyQueue): number {
  const line = ready.from < ready.to ? i32(ready.line, ready.from) : NO_JOB;
  if (ready.earlyCount === 0) return line;
  const early = i32(ready.early, 0);
  if (early < 0) return early - RETRIED;
  return line === NO_JOB || early < line ? early : line;
}

/** Takes the first entry away. */
export function dropReady(ready: ReadyQueue): void {
  const line = ready.from < ready.to ? i32(ready.line, ready.from) : NO_JOB;
  if (ready.earlyCount > 0) {
    const early = i32(ready.early, 0);
    if (early < 0 || line === NO_JOB || early < line) {
      popEarly(ready);
      return;
    }
  }
  ready.from++;
  if (ready.from === ready.to) {
    ready.from = 0;
    ready.to = 0;
  }
}

/** Calls `visit` for entries from the front (those in the heap in its order) until it gives false. */
export function walkReady(ready: ReadyQueue, visit: (row: number) => boolean): void {
  for (let slot = 0; slot < ready.earlyCount; slot++) {
    const key = i32(ready.early, slot);
    if (!visit(key < 0 ? key - RETRIED : key)) return;
  }
  for (let slot = ready.from; slot < ready.to; slot++) if (!visit(i32(ready.line, slot))) return;
}

/** Entries' keys in the order in which they would be taken; `rowOfKey` gives the rows. */
export function* keysInOrder(ready: ReadyQueue): Generator<number> {
  const early = ready.early.slice(0, ready.earlyCount).sort();
  let slot = 0;
  for (let at = ready.from; at < ready.to; at++) {
    const row = i32(ready.line, at);
    while (slot < early.length && i32(early, slot) < row) yield i32(early, slot++);
    yield row;
  }
  while (slot < early.length) yield i32(early, slot++);
}

export const rowOfKey = (key: number): number => (key < 0 ? key - RETRIED : key);

function appendLine(ready: ReadyQueue, row: number): void {
  if (ready.to === ready.line.length) {
    const live = ready.to - ready.from;
    const line = live * 2 > ready.line.length ? new Int32Array(ready.line.length * 2) : ready.line;
    line.set(ready.line.subarray(ready.from, ready.to));
    ready.line = line;
    ready.from = 0;
    ready.to = live;
  }
  ready.line[ready.to++] = row;
}

function pushEarly(ready: ReadyQueue, key: number): void {
  if (ready.earlyCount === ready.early.length) {
    const wider = new Int32Array(ready.early.length * 2);
    wider.set(ready.early);
    ready.early = wider;
  }
  let slot = ready.earlyCount++;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const parentKey = i32(ready.early, parent);
    if (parentKey <= key) break;
    ready.early[slot] = parentKey;
    slot = parent;
  }
  ready.early[slot] = key;
}

function popEarly(ready: ReadyQueue): void {
  const count = --ready.earlyCount;
  const key = i32(ready.early, count);
  let slot = 0;
  for (;;) {
    let child = slot * 2 + 1;
    if (child >= count) break;
    if (child + 1 < count && i32(ready.early, child + 1) < i32(ready.early, child)) child++;
    const childKey = i32(ready.early, child);
    if (key <= childKey) break;
    ready.early[slot] = childKey;
    slot = child;
  }
  ready.early[slot] = key;
}
