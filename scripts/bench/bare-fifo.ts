/**
 * The least that an event loop over typed arrays can do for one-processor jobs in order of arrival on `processors`:
 * a binary heap of end times, and a start for each job. Gives each job's start, in ms.
 */
export function bareFifo(submitMs: Float64Array, runMs: Float64Array, processors: number): Float64Array {
  const starts = new Float64Array(submitMs.length);
  const heap = new Float64Array(processors);
  let busy = 0;
  for (let job = 0; job < submitMs.length; job += 1) {
    const arrival = submitMs[job] ?? 0;
    while (busy > 0 && (heap[0] ?? 0) <= arrival) {
      busy = pop(heap, busy);
    }
    let start = arrival;
    if (busy === processors) {
      start = heap[0] ?? 0;
      busy = pop(heap, busy);
    }
    const before = job > 0 ? (starts[job - 1] ?? 0) : 0;
    starts[job] = Math.max(start, before);
    push(heap, busy, (starts[job] ?? 0) + (runMs[job] ?? 0));
    busy += 1;
  }
  return starts;
}

function push(heap: Float64Array, size: number, value: number): void {
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= value) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: Float64Array, size: number): number {
  const last = size - 1;
  const value = heap[last] ?? 0;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= last) break;
    if (child + 1 < last && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child += 1;
    const below = heap[child] ?? 0;
    if (below >= value) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = value;
  return last;
}
