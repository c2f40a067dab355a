/**
 * The RUNNABLE jobs of a share as a heap of keys: retried jobs first, then by scheduling priority, then in order of
 * submission.
 */
const ROWS = 2_147_483_648;
const PRIORITIES = 10_000;

export function keyOf(row: number, retried: boolean, priority: number): number {
  return ((retried ? 0 : PRIORITIES) + (PRIORITIES - 1 - priority)) * ROWS + row;
}

export const rowOf = (key: number): number => key % ROWS;

export function pushKey(heap: number[], key: number): void {
  let slot = heap.length;
  heap.push(key);
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= key) break;
    heap[slot] = above;
    slot = parent;
  }
  heap[slot] = key;
}

/** Takes the first key away. */
export function dropKey(heap: number[]): void {
  const key = heap.pop();
  if (key === undefined || heap.length === 0) return;
  let slot = 0;
  for (;;) {
    let child = slot * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
    const below = heap[child] ?? 0;
    if (key <= below) break;
    heap[slot] = below;
    slot = child;
  }
  heap[slot] = key;
}
