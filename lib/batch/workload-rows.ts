/**
 * The tasks of a workload as struct of arrays, in the file's order: 200,000 rows cost a few MB and no object each.
 * Times in ms. Read-only by agreement: a machine, its forks and a page share one copy.
 */
export interface WorkloadRows {
  readonly count: number;
  /** Raw submit of the earliest row, ms, in the file's own reckoning (SWF: often 0, or Unix time); raw = this + submitMs. */
  readonly firstSubmitMs: number;
  /** Arrival after the earliest one (so one row has 0). The file's order: it need not rise. */
  readonly submitMs: Float64Array;
  /** How long the task runs; 0 where the file says 0 or less. */
  readonly runMs: Float64Array;
  /** What it asks: thousandths of a vCPU (a quarter is 250), at least 1. */
  readonly milliVcpus: Uint32Array;
  /** Recorded memory of the whole task in MiB, rounded up; -1 where the file has none. */
  readonly memoryMib: Int32Array;
  readonly gpus: Uint16Array;
  /** Index into `users`, -1 where unknown. Users become share identifiers where the queue has shares. */
  readonly user: Int32Array;
  readonly users: readonly string[];
  /** Parents of row i are parentIndex[parentStart[i] .. parentStart[i + 1]), row numbers; parentStart has count + 1 entries. */
  readonly parentStart: Uint32Array;
  readonly parentIndex: Uint32Array;
  /** Names as the file has them; null where it has none (workloadJobName then makes one). */
  readonly names: readonly string[] | null;
  /** Only a CSV of Batchdeck's own has these: exit code (-1 unknown), definition and queue (index, -1 unknown). */
  readonly exitCode: Int32Array | null;
  readonly definition: Int32Array | null;
  readonly definitions: readonly string[];
  readonly queue: Int32Array | null;
  readonly queues: readonly string[];
}

/** The parents of a row, in the file's order. */
export function parentsOf(rows: WorkloadRows, row: number): Uint32Array {
  return rows.parentIndex.subarray(rows.parentStart[row] ?? 0, rows.parentStart[row + 1] ?? 0);
}

/**
 * The job name of a row: the file's own where it has one, else the stem and the row's number from 1. Made to pass
 * SubmitJob's pattern (letters, digits, hyphen, underscore; 128 at most; begins with a letter or digit).
 */
export function workloadJobName(stem: string, rows: WorkloadRows, row: number): string {
  const own = rows.names?.[row];
  const text = own === undefined || own === '' ? `${stem}-${row + 1}` : own;
  const clean = text.replace(/[^A-Za-z0-9_-]/g, '-').replace(/^[_-]+/, '');
  return clean === '' ? `task-${row + 1}` : clean.slice(0, 128);
}

/**
 * The first `limit` rows in the file's order, with arrivals counted from the earliest of them and parents outside of them
 * dropped. Gives the same object when nothing is cut.
 */
export function takeRows(rows: WorkloadRows, limit: number): WorkloadRows {
  const count = Math.min(rows.count, Math.max(0, Math.floor(limit)));
  if (count === rows.count) return rows;
  let earliest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < count; row++) earliest = Math.min(earliest, rows.submitMs[row] ?? 0);
  if (count === 0) earliest = 0;
  const parentStart = new Uint32Array(count + 1);
  const parents: number[] = [];
  for (let row = 0; row < count; row++) {
    for (const parent of parentsOf(rows, row)) if (parent < count) parents.push(parent);
    parentStart[row + 1] = parents.length;
  }
  return {
    ...rows,
    count,
    firstSubmitMs: rows.firstSubmitMs + earliest,
    submitMs: rows.submitMs.slice(0, count).map((at) => at - earliest),
    runMs: rows.runMs.slice(0, count),
    milliVcpus: rows.milliVcpus.slice(0, count),
    memoryMib: rows.memoryMib.slice(0, count),
    gpus: rows.gpus.slice(0, count),
    user: rows.user.slice(0, count),
    parentStart,
    parentIndex: Uint32Array.from(parents),
    names: rows.names?.slice(0, count) ?? null,
    exitCode: rows.exitCode?.slice(0, count) ?? null,
    definition: rows.definition?.slice(0, count) ?? null,
    queue: rows.queue?.slice(0, count) ?? null,
  };
}

/** What a job or relay waits for: a row of the workload, or a relay of the same plan by its place in `relays`. */
export type RelayParent = { readonly row: number } | { readonly relay: number };

/** How a fan-in is kept within SubmitJob's limit. A relay refers to earlier relays only: make them in order. */
export interface RelayPlan {
  readonly relays: readonly (readonly RelayParent[])[];
  /** What the task itself then depends on: at most `max`. */
  readonly parents: readonly RelayParent[];
}

/** Entries that SubmitJob's dependsOn takes at most. */
export const MAX_DEPENDENCIES = 20;

/**
 * The relay jobs for a task with these parents: none up to `max` (2 or more), else the fewest possible, merged from the
 * front in the order given, level by level. The same parents always give the same plan.
 */
export function relayPlan(parents: ArrayLike<number>, max = MAX_DEPENDENCIES): RelayPlan {
  if (!(Number.isInteger(max) && max >= 2)) throw new RangeError(`A relay joins 2 jobs or more, not ${max}.`);
  const relays: RelayParent[][] = [];
  let level: RelayParent[] = Array.from(parents, (row) => ({ row }));
  while (level.length > max) {
    const missing = Math.ceil((level.length - max) / (max - 1));
    const next: RelayParent[] = [];
    let from = 0;
    for (let made = 0; made < missing && from + max <= level.length; made++) {
      next.push({ relay: relays.length });
      relays.push(level.slice(from, from + max));
      from += max;
    }
    level = next.concat(level.slice(from));
  }
  return { relays, parents: level };
}
