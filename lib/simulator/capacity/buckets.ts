import { i32 } from '../kernel/columns';
import type { InstanceTable } from './instance-table';

/**
 * Instances that take jobs, by whole free vCPU: a search for the fullest one that still fits starts at what the job asks
 * and takes the oldest of the first bucket that has one. Each bucket is a heap by row; `slot` tells where a row lies.
 * Those with nothing free are in no bucket.
 */
export interface BucketTable {
  heaps: number[][];
  /** Bucket and slot by instance row. */
  bucketOf: Int32Array;
  slotOf: Int32Array;
}

const NOT_FILED = -1;
const FULL = -2;

export function createBuckets(): BucketTable {
  return { heaps: [], bucketOf: new Int32Array(16).fill(NOT_FILED), slotOf: new Int32Array(16) };
}

/** Files an instance under its free vCPU, wherever it lay. */
export function fileInstance(buckets: BucketTable, instances: InstanceTable, row: number): void {
  const free = i32(instances.columns.freeMilli, row);
  const bucket = free > 0 ? Math.floor(free / 1000) : FULL;
  if (row >= buckets.bucketOf.length) grow(buckets, row);
  const old = i32(buckets.bucketOf, row);
  if (old === bucket) return;
  if (old >= 0) takeOut(buckets, row, old);
  buckets.bucketOf[row] = bucket;
  if (bucket === FULL) return;
  while (buckets.heaps.length <= bucket) buckets.heaps.push([]);
  const heap = buckets.heaps[bucket];
  if (heap === undefined) return;
  heap.push(row);
  rise(buckets, heap, heap.length - 1);
}

function grow(buckets: BucketTable, row: number): void {
  const bucketOf = new Int32Array(row * 2).fill(NOT_FILED);
  bucketOf.set(buckets.bucketOf);
  buckets.bucketOf = bucketOf;
  const slotOf = new Int32Array(row * 2);
  slotOf.set(buckets.slotOf);
  buckets.slotOf = slotOf;
}

/** Takes an instance out: it gets no more jobs. */
export function unfileInstance(buckets: BucketTable, row: number): void {
  const bucket = row < buckets.bucketOf.length ? i32(buckets.bucketOf, row) : NOT_FILED;
  if (bucket === NOT_FILED) return;
  if (bucket >= 0) takeOut(buckets, row, bucket);
  buckets.bucketOf[row] = NOT_FILED;
}

/** The fullest instance with this much free, the oldest of equals; -1 when there is none. */
export function findInstance(
  buckets: BucketTable,
  instances: InstanceTable,
  milliVcpus: number,
  memoryMib: number,
  gpus: number,
): number {
  let best = milliVcpus > 0 ? -1 : findFull(buckets, instances, memoryMib, gpus);
  for (let bucket = Math.floor(milliVcpus / 1000); bucket < buckets.heaps.length; bucket++) {
    const heap = buckets.heaps[bucket];
    const oldest = heap?.[0];
    if (heap !== undefined && oldest !== undefined) {
      if (best < 0 && holds(instances, oldest, milliVcpus, memoryMib, gpus)) return oldest;
      for (const row of heap) {
        if ((best < 0 || row < best) && holds(instances, row, milliVcpus, memoryMib, gpus)) best = row;
      }
    }
    if (best >= 0) return best;
  }
  return best;
}

function holds(instances: InstanceTable, row: number, milliVcpus: number, memoryMib: number, gpus: number): boolean {
  const { freeMilli, freeMemory, freeGpus } = instances.columns;
  return i32(freeMilli, row) >= milliVcpus && i32(freeMemory, row) >= memoryMib && i32(freeGpus, row) >= gpus;
}

/** The oldest of those without a free vCPU that holds a job which asks none. */
function findFull(buckets: BucketTable, instances: InstanceTable, memoryMib: number, gpus: number): number {
  for (let row = 0; row < buckets.bucketOf.length; row++) {
    if (i32(buckets.bucketOf, row) === FULL && holds(instances, row, 0, memoryMib, gpus)) return row;
  }
  return -1;
}

function takeOut(buckets: BucketTable, row: number, bucket: number): void {
  const heap = buckets.heaps[bucket];
  const slot = i32(buckets.slotOf, row);
  const last = heap?.pop();
  if (heap === undefined || last === undefined || last === row) return;
  heap[slot] = last;
  buckets.slotOf[last] = slot;
  rise(buckets, heap, slot);
  sink(buckets, heap, i32(buckets.slotOf, last));
}

function rise(buckets: BucketTable, heap: number[], from: number): void {
  let slot = from;
  const row = heap[slot];
  if (row === undefined) return;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above < row) break;
    heap[slot] = above;
    buckets.slotOf[above] = slot;
    slot = parent;
  }
  heap[slot] = row;
  buckets.slotOf[row] = slot;
}

function sink(buckets: BucketTable, heap: number[], from: number): void {
  let slot = from;
  const row = heap[slot];
  if (row === undefined) return;
  for (;;) {
    let child = slot * 2 + 1;
    const left = heap[child];
    if (left === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && right < left) child++;
    const below = heap[child];
    if (below === undefined || below > row) break;
    heap[slot] = below;
    buckets.slotOf[below] = slot;
    slot = child;
  }
  heap[slot] = row;
  buckets.slotOf[row] = slot;
}
