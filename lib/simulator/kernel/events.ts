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
  shareStep: 18,
  consumableTelling: 19,
  serviceStep: 20,
  serviceDiagnose: 21,
} as const;
export type EventKind = (typeof EVENT)[keyof typeof EVENT];
const EVENT_KINDS = 22;
/** `a` of a `settled` event: what has settled. */
export const SETTLED = { environment: 0, queue: 1, serviceEnvironment: 2, quotaShare: 3 } as const;

const GROUP = new Float64Array([0, 1, 1, 1, 2, 3, 3, 3, 3, 0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 3]);
const GROUP_SIZE = 281_474_976_710_656;

/**
 * A binary heap over typed arrays with the total order (at, group, sequence). Taking the first event leaves its place
 * free for the event that follows from it, which most do: one way down the heap instead of two.
 */
export interface EventHeap {
  /** Next sequence. */
  sequence: number;
  /** Pending events by kind. */
  byKind: Int32Array;
  /** The event that `popEvent` took last. */
  last: { at: number; kind: number; a: number; b: number };
  /** Places taken, the free first one among them. */
  slots: number;
  isFirstFree: boolean;
  /** Two numbers a place: at, order. */
  keys: Float64Array;
  /** Four numbers a place: kind, a, b, and one unused. */
  facts: Int32Array;
}

/** A heap's pending events in their order, a column each; what a snapshot keeps. */
export interface EventColumns {
  at: Float64Array;
  order: Float64Array;
  kind: Int32Array;
  a: Int32Array;
  b: Int32Array;
}

export function createHeap(capacity = 256): EventHeap {
  return {
    sequence: 1,
    byKind: new Int32Array(EVENT_KINDS),
    last: { at: 0, kind: 0, a: 0, b: 0 },
    slots: 0,
    isFirstFree: false,
    keys: new Float64Array(capacity * 2),
    facts: new Int32Array(capacity * 4),
  };
}

/** Virtual ms of the first event, or Infinity. */
export function firstAt(heap: EventHeap): number {
  const { keys, slots } = heap;
  if (!heap.isFirstFree) return slots === 0 ? Number.POSITIVE_INFINITY : f64(keys, 0);
  if (slots < 2) return Number.POSITIVE_INFINITY;
  const left = f64(keys, 2);
  return slots > 2 && f64(keys, 4) < left ? f64(keys, 4) : left;
}

/** Schedules an event; `sequence` only where the order is given from outside (arrivals). */
export function pushEvent(heap: EventHeap, at: number, kind: EventKind, a: number, b: number, sequence?: number): void {
  const order = f64(GROUP, kind) * GROUP_SIZE + (sequence ?? heap.sequence++);
  heap.byKind[kind] = i32(heap.byKind, kind) + 1;
  if (heap.isFirstFree) {
    heap.isFirstFree = false;
    put(heap, sink(heap, heap.slots, at, order), at, order, kind, a, b);
    return;
  }
  if (heap.slots * 2 === heap.keys.length) grow(heap, heap.slots * 2);
  put(heap, rise(heap, heap.slots++, at, order), at, order, kind, a, b);
}

/** Takes the first event into `heap.last`. */
export function popEvent(heap: EventHeap): void {
  if (heap.isFirstFree) closeFirst(heap);
  const { last, facts } = heap;
  last.at = f64(heap.keys, 0);
  last.kind = i32(facts, 0);
  last.a = i32(facts, 1);
  last.b = i32(facts, 2);
  heap.byKind[last.kind] = i32(heap.byKind, last.kind) - 1;
  heap.isFirstFree = true;
}

/** The last event takes the free first place, and sinks. */
function closeFirst(heap: EventHeap): void {
  const { keys, facts } = heap;
  heap.isFirstFree = false;
  const tail = --heap.slots;
  if (tail === 0) return;
  const at = f64(keys, tail * 2);
  const order = f64(keys, tail * 2 + 1);
  const slot = sink(heap, tail, at, order);
  put(heap, slot, at, order, i32(facts, tail * 4), i32(facts, tail * 4 + 1), i32(facts, tail * 4 + 2));
}

/** Moves events up from the first place until (at, order) may stand, and gives that place. */
function sink(heap: EventHeap, slots: number, at: number, order: number): number {
  const { keys, facts } = heap;
  let slot = 0;
  for (;;) {
    let child = slot * 2 + 1;
    if (child >= slots) return slot;
    let childAt = f64(keys, child * 2);
    const right = child + 1;
    if (right < slots) {
      const rightAt = f64(keys, right * 2);
      if (rightAt < childAt || (rightAt === childAt && f64(keys, right * 2 + 1) < f64(keys, child * 2 + 1))) {
        child = right;
        childAt = rightAt;
      }
    }
    if (at < childAt || (at === childAt && order <= f64(keys, child * 2 + 1))) return slot;
    move(keys, facts, child, slot);
    slot = child;
  }
}

/** Moves events down from `from` until (at, order) may stand, and gives that place. */
function rise(heap: EventHeap, from: number, at: number, order: number): number {
  const { keys, facts } = heap;
  let slot = from;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const parentAt = f64(keys, parent * 2);
    if (parentAt < at || (parentAt === at && f64(keys, parent * 2 + 1) <= order)) break;
    move(keys, facts, parent, slot);
    slot = parent;
  }
  return slot;
}

function move(keys: Float64Array, facts: Int32Array, from: number, to: number): void {
  keys[to * 2] = f64(keys, from * 2);
  keys[to * 2 + 1] = f64(keys, from * 2 + 1);
  facts[to * 4] = i32(facts, from * 4);
  facts[to * 4 + 1] = i32(facts, from * 4 + 1);
  facts[to * 4 + 2] = i32(facts, from * 4 + 2);
}

function put(heap: EventHeap, slot: number, at: number, order: number, kind: number, a: number, b: number): void {
  const { keys, facts } = heap;
  keys[slot * 2] = at;
  keys[slot * 2 + 1] = order;
  facts[slot * 4] = kind;
  facts[slot * 4 + 1] = a;
  facts[slot * 4 + 2] = b;
}

function grow(heap: EventHeap, capacity: number): void {
  const keys = new Float64Array(capacity * 2);
  keys.set(heap.keys);
  heap.keys = keys;
  const facts = new Int32Array(capacity * 4);
  facts.set(heap.facts);
  heap.facts = facts;
}

/** The pending events by their order alone, however the heap came to hold them: equal states give equal columns. */
export function readEvents(heap: EventHeap): EventColumns {
  const { keys, facts } = heap;
  const first = heap.isFirstFree ? 1 : 0;
  const places = Int32Array.from({ length: heap.slots - first }, (_, index) => index + first);
  places.sort((a, b) => f64(keys, a * 2) - f64(keys, b * 2) || f64(keys, a * 2 + 1) - f64(keys, b * 2 + 1));
  const fact = (offset: number): Int32Array => places.map((place) => i32(facts, place * 4 + offset));
  return {
    at: Float64Array.from(places, (place) => f64(keys, place * 2)),
    order: Float64Array.from(places, (place) => f64(keys, place * 2 + 1)),
    kind: fact(0),
    a: fact(1),
    b: fact(2),
  };
}

/** Puts events in their order into an empty heap. */
export function writeEvents(heap: EventHeap, events: EventColumns): void {
  const { at, order, kind, a, b } = events;
  heap.slots = at.length;
  heap.isFirstFree = false;
  grow(heap, Math.max(256, at.length * 2));
  for (let slot = 0; slot < at.length; slot++) {
    put(heap, slot, f64(at, slot), f64(order, slot), i32(kind, slot), i32(a, slot), i32(b, slot));
    heap.byKind[i32(kind, slot)] = i32(heap.byKind, i32(kind, slot)) + 1;
  }
}
