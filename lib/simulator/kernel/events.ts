import { f64, i32 } from './columns';

/**
 * What can happen by itself. The group is the order within one instant: ends of attempts, capacity, arrivals, timers;
 * within a group by the order in which they were scheduled (arrivals: by the log sequence of their workload).
 */
export const EVENT = {
  attemptEnd: 0,
  instanceRunning: 1,
  instanceRegistered: 2,
  instanceGone: 3,
  arrival: 4,
  evaluate: 5,
  attemptStart: 6,
  timeout: 7,
  kill: 8,
  hostLost: 9,
  cycle: 10,
  scale: 11,
  idle: 12,
  spotHour: 13,
  spotNotice: 14,
  faultEdge: 15,
  settled: 16,
  diagnose: 17,
} as const;
export type EventKind = (typeof EVENT)[keyof typeof EVENT];
export const EVENT_KINDS = 18;

const GROUP = new Float64Array([0, 1, 1, 1, 2, 3, 3, 3, 3, 0, 3, 3, 3, 3, 3, 3, 3, 3]);
const GROUP_SIZE = 281_474_976_710_656;

/** A binary heap over typed arrays with the total order (at, group, sequence). */
export interface EventHeap {
  count: number;
  /** Next sequence. */
  sequence: number;
  at: Float64Array;
  order: Float64Array;
  kind: Int32Array;
  a: Int32Array;
  b: Int32Array;
  /** Pending events by kind. */
  byKind: Int32Array;
  /** The event that `popEvent` took last. */
  last: { at: number; kind: number; a: number; b: number };
}

export function createHeap(capacity = 256): EventHeap {
  return {
    count: 0,
    sequence: 1,
    at: new Float64Array(capacity),
    order: new Float64Array(capacity),
    kind: new Int32Array(capacity),
    a: new Int32Array(capacity),
    b: new Int32Array(capacity),
    byKind: new Int32Array(EVENT_KINDS),
    last: { at: 0, kind: 0, a: 0, b: 0 },
  };
}

/** Virtual ms of the first event, or Infinity. */
export function firstAt(heap: EventHeap): number {
  return heap.count === 0 ? Number.POSITIVE_INFINITY : f64(heap.at, 0);
}

/** Schedules an event; `sequence` only where the order is given from outside (arrivals). */
export function pushEvent(heap: EventHeap, at: number, kind: EventKind, a: number, b: number, sequence?: number): void {
  if (heap.count === heap.at.length) grow(heap);
  const order = f64(GROUP, kind) * GROUP_SIZE + (sequence ?? heap.sequence++);
  heap.byKind[kind] = i32(heap.byKind, kind) + 1;
  let slot = heap.count++;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const parentAt = f64(heap.at, parent);
    if (parentAt < at || (parentAt === at && f64(heap.order, parent) <= order)) break;
    move(heap, parent, slot);
    slot = parent;
  }
  put(heap, slot, at, order, kind, a, b);
}

/** Takes the first event into `heap.last`. */
export function popEvent(heap: EventHeap): void {
  const { last } = heap;
  last.at = f64(heap.at, 0);
  last.kind = i32(heap.kind, 0);
  last.a = i32(heap.a, 0);
  last.b = i32(heap.b, 0);
  heap.byKind[last.kind] = i32(heap.byKind, last.kind) - 1;
  const tail = --heap.count;
  if (tail > 0) sinkFromTop(heap, tail);
}

function sinkFromTop(heap: EventHeap, tail: number): void {
  const at = f64(heap.at, tail);
  const order = f64(heap.order, tail);
  let slot = 0;
  for (;;) {
    let child = slot * 2 + 1;
    if (child >= tail) break;
    const right = child + 1;
    if (right < tail && isBefore(heap, right, f64(heap.at, child), f64(heap.order, child))) child = right;
    if (!isBefore(heap, child, at, order)) break;
    move(heap, child, slot);
    slot = child;
  }
  put(heap, slot, at, order, i32(heap.kind, tail), i32(heap.a, tail), i32(heap.b, tail));
}

function isBefore(heap: EventHeap, slot: number, at: number, order: number): boolean {
  const slotAt = f64(heap.at, slot);
  return slotAt < at || (slotAt === at && f64(heap.order, slot) < order);
}

function move(heap: EventHeap, from: number, to: number): void {
  put(heap, to, f64(heap.at, from), f64(heap.order, from), i32(heap.kind, from), i32(heap.a, from), i32(heap.b, from));
}

function put(heap: EventHeap, slot: number, at: number, order: number, kind: number, a: number, b: number): void {
  heap.at[slot] = at;
  heap.order[slot] = order;
  heap.kind[slot] = kind;
  heap.a[slot] = a;
  heap.b[slot] = b;
}

function grow(heap: EventHeap): void {
  const capacity = heap.at.length * 2;
  const wide = (old: Float64Array): Float64Array => {
    const next = new Float64Array(capacity);
    next.set(old);
    return next;
  };
  const whole = (old: Int32Array): Int32Array => {
    const next = new Int32Array(capacity);
    next.set(old);
    return next;
  };
  heap.at = wide(heap.at);
  heap.order = wide(heap.order);
  heap.kind = whole(heap.kind);
  heap.a = whole(heap.a);
  heap.b = whole(heap.b);
}
