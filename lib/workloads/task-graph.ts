import { WorkloadError } from './workload';

const PAUSE_EVERY = 4096;

/** Parents in compressed rows: those of row i are index[start[i] .. start[i + 1]). */
export interface TaskGraph {
  readonly parentStart: Uint32Array;
  readonly parentIndex: Uint32Array;
}

/** Packs the parents of rows (each once, in the order given) and refuses a cycle, naming its tasks. */
export function* buildTaskGraph(
  count: number,
  parents: ReadonlyMap<number, readonly number[]>,
  nameOf: (row: number) => string,
): Generator<undefined, TaskGraph> {
  const parentStart = new Uint32Array(count + 1);
  const packed: number[] = [];
  for (let row = 0; row < count; row++) {
    const own = parents.get(row);
    if (own !== undefined) for (const parent of new Set(own)) packed.push(parent);
    parentStart[row + 1] = packed.length;
    if (row % PAUSE_EVERY === PAUSE_EVERY - 1) yield;
  }
  const graph = { parentStart, parentIndex: Uint32Array.from(packed) };
  yield* refuseCycle(count, graph, nameOf);
  return graph;
}

function* refuseCycle(count: number, graph: TaskGraph, nameOf: (row: number) => string): Generator<undefined, void> {
  const { parentStart, parentIndex } = graph;
  const childStart = new Uint32Array(count + 1);
  for (const parent of parentIndex) childStart[parent + 1] = (childStart[parent + 1] ?? 0) + 1;
  for (let row = 0; row < count; row++) childStart[row + 1] = (childStart[row + 1] ?? 0) + (childStart[row] ?? 0);
  yield;
  const next = childStart.slice();
  const children = new Uint32Array(parentIndex.length);
  const open = new Uint32Array(count);
  const ready = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) {
    const [from = 0, to = 0] = [parentStart[row], parentStart[row + 1]];
    open[row] = to - from;
    if (from === to) ready[found++] = row;
    for (let at = from; at < to; at++) {
      const parent = parentIndex[at] ?? 0;
      const place = next[parent] ?? 0;
      children[place] = row;
      next[parent] = place + 1;
    }
    if (row % PAUSE_EVERY === PAUSE_EVERY - 1) yield;
  }
  for (let done = 0; done < found; done++) {
    const row = ready[done] ?? 0;
    for (let at = childStart[row] ?? 0; at < (childStart[row + 1] ?? 0); at++) {
      const child = children[at] ?? 0;
      const left = (open[child] ?? 0) - 1;
      open[child] = left;
      if (left === 0) ready[found++] = child;
    }
    if (done % PAUSE_EVERY === PAUSE_EVERY - 1) yield;
  }
  if (found < count) throw cycleError(graph, open, nameOf);
}

function cycleError(graph: TaskGraph, open: Uint32Array, nameOf: (row: number) => string): WorkloadError {
  const path: number[] = [];
  const seen = new Map<number, number>();
  let row = open.findIndex((left) => left > 0);
  while (!seen.has(row)) {
    seen.set(row, path.push(row) - 1);
    const own = graph.parentIndex.subarray(graph.parentStart[row] ?? 0, graph.parentStart[row + 1] ?? 0);
    row = own.find((parent) => (open[parent] ?? 0) > 0) ?? row;
  }
  const cycle = [...path.slice(seen.get(row) ?? 0), row].map(nameOf);
  const shown = cycle.length > 6 ? [...cycle.slice(0, 5), `… (${cycle.length - 1} tasks)`] : cycle;
  return new WorkloadError('bad-dependency', `The dependencies form a cycle: ${shown.join(' needs ')}.`);
}
