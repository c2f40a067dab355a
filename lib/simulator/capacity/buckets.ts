import { i32 } from '../kernel/columns';
import type { InstanceTable } from './instance-table';

/**
 * Instances that take jobs, by whole free vCPU: a search for the fullest one that still fits starts at what the job asks
 * and takes the oldest of the first bucket that has one. Each bucket is a heap by row; `slot` tells where a row lies.
 */
export interface BucketTable {
  heaps: number[][];
  /** Bucket and slot by instance row; absent rows take no jobs. */
  bucketOf: (number | undefined)[];
  slotOf: (number | undefined)[];
}

export function createBuckets(): BucketTable {
  return { heaps: [], bucketOf: [], slotOf: [] };
}

/** Files an instance under its free vCPU, wherever it lay. */
export function fileInstance(buckets: BucketTable, instances: InstanceTable, row: number): void {
  const bucket = Math.floor(i32(instances.columns.freeMilli, row) / 1000);
  const old = buckets.bucketOf[row];
  if (old === bucket) return;
  if (old !== undefined) takeOut(buckets, row, old);
  while (buckets.heaps.length <= bucket) buckets.heaps.push([]);
  const heap = buckets.heaps[bucket];
  if (heap === undefined) return;
  buckets.bucketOf[row] = bucket;
  heap.push(row);
  rise(buckets, heap, heap.length - 1);
}

/** Takes an instance out: it gets no more jobs. */
export function unfileInstance(buckets: BucketTable, row: number): void {
  const bucket = buckets.bucketOf[row];
  if (bucket === undefined) return;
  takeOut(buckets, row, bucket);
  buckets.bucketOf[row] = undefined;
  buckets.slotOf[row] = undefined;
}

/** The fullest instance with this much free, the oldest of equals; -1 when there is none. */
export function findInstance(
  buckets: BucketTable,
  instances: InstanceTable,
  milliVcpus: number,
  memoryMib: number,
  gpus: number,
): number {
  const { freeMilli, freeMemory, freeGpus } = instances.columns;
  const fits = (row: number): boolean =>
    i32(freeMilli, row) >= milliVcpus && i32(freeMemory, row) >= memoryMib && i32(freeGpus, row) >= gpus;
  for (let bucket = Math.floor(milliVcpus / 1000); bucket < buckets.heaps.length; bucket++) {
    const heap = buckets.heaps[bucket];
    const oldest = heap?.[0];
    if (heap === undefined || oldest === undefined) continue;
    if (fits(oldest)) return oldest;
    let best = -1;
    for (const row of heap) if ((best < 0 || row < best) && fits(row)) best = row;
    if (best >= 0) return best;
  }
  return -1;
}

function takeOut(buckets: BucketTable, row: number, bucket: number): void {
  const heap = buckets.heaps[bucket];
  const slot = buckets.slotOf[row];
  const last = heap?.pop();
  if (heap === undefined || slot === undefined || last === undefined || last === row) return;
  heap[slot] = last;
  buckets.slotOf[last] = slot;
  rise(buckets, heap, slot);
  sink(buckets, heap, buckets.slotOf[last] ?? slot);
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
