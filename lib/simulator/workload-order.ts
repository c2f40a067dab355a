import { parentsOf, type WorkloadRows } from '@/lib/batch';
import { f64, i32 } from './kernel/columns';

/**
 * When each row arrives (virtual ms) and in which order: by time, parents before children, then the file's order. A row
 * whose parent arrives later waits for it. Null when rows wait for each other in a circle.
 */
export function arrivalOrder(
  rows: WorkloadRows,
  at: number,
  timeScale: number,
): { order: Int32Array; arrivals: Float64Array } | null {
  const arrivals = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++)
    arrivals[row] = at + Math.floor((rows.submitMs[row] ?? 0) / timeScale + 0.5);
  const rank = rows.parentIndex.length === 0 ? null : ranks(rows, arrivals);
  if (rows.parentIndex.length > 0 && rank === null) return null;
  const order = Int32Array.from({ length: rows.count }, (_, row) => row);
  order.sort(
    (a, b) => f64(arrivals, a) - f64(arrivals, b) || (rank === null ? 0 : i32(rank, a) - i32(rank, b)) || a - b,
  );
  return { order, arrivals };
}

/** Depth of each row below the rows without parents; lifts arrivals to those of parents. Null for a circle. */
function ranks(rows: WorkloadRows, arrivals: Float64Array): Int32Array | null {
  const open = new Int32Array(rows.count);
  const childCount = new Int32Array(rows.count + 1);
  for (let row = 0; row < rows.count; row++) {
    for (const parent of parentsOf(rows, row)) {
      open[row] = i32(open, row) + 1;
      childCount[parent + 1] = i32(childCount, parent + 1) + 1;
    }
  }
  for (let row = 0; row < rows.count; row++) childCount[row + 1] = i32(childCount, row + 1) + i32(childCount, row);
  const children = new Int32Array(rows.parentIndex.length);
  const filled = childCount.slice();
  for (let row = 0; row < rows.count; row++) {
    for (const parent of parentsOf(rows, row)) {
      children[i32(filled, parent)] = row;
      filled[parent] = i32(filled, parent) + 1;
    }
  }
  const depth = new Int32Array(rows.count);
  const ready: number[] = [];
  for (let row = 0; row < rows.count; row++) if (i32(open, row) === 0) ready.push(row);
  for (let next = 0; next < ready.length; next++) {
    const row = ready[next] ?? 0;
    for (let at = i32(childCount, row); at < i32(childCount, row + 1); at++) {
      const child = i32(children, at);
      arrivals[child] = Math.max(f64(arrivals, child), f64(arrivals, row));
      depth[child] = Math.max(i32(depth, child), i32(depth, row) + 1);
      open[child] = i32(open, child) - 1;
      if (i32(open, child) === 0) ready.push(child);
    }
  }
  return ready.length === rows.count ? depth : null;
}
