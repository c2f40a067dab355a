import { MAX_DEPENDENCIES, relayPlan, type WorkloadRows } from '@/lib/batch';
import type { Workload, WorkloadFormat } from './workload';

/** What a workload holds, for the person about to load it. Times in ms, work in vCPU-hours. */
export interface WorkloadSummary {
  readonly format: WorkloadFormat;
  readonly name: string;
  readonly jobs: number;
  /** Users with their jobs, most first (ties by code unit); jobs of no known user are in `jobsWithoutUser`. */
  readonly users: readonly { readonly name: string; readonly jobs: number }[];
  readonly jobsWithoutUser: number;
  /** From the first arrival to the last. */
  readonly spanMs: number;
  /** How many jobs ask each size, smallest first; the mode is the most frequent (the smaller of equals). */
  readonly vcpuSizes: readonly { readonly milliVcpus: number; readonly jobs: number }[];
  readonly minMilliVcpus: number;
  readonly maxMilliVcpus: number;
  readonly modeMilliVcpus: number;
  /** Null where the file records no memory. */
  readonly maxMemoryMib: number | null;
  readonly gpuJobs: number;
  readonly medianRunMs: number;
  readonly maxRunMs: number;
  readonly vcpuHours: number;
  /** Jobs whose run time is 0 or less in the file. */
  readonly zeroRunJobs: number;
  readonly dependencies: number;
  readonly maxParents: number;
  /** Jobs made besides, to keep each fan-in within SubmitJob's limit. */
  readonly relayJobs: number;
  readonly outsideDependencies: number;
  readonly arrivals: ArrivalHistogram;
}

/** Arrivals by bucket from the first arrival on: an hour each, doubled until there are at most 20,000. */
export interface ArrivalHistogram {
  readonly bucketMs: number;
  readonly counts: Uint32Array;
}

const HOUR_MS = 3_600_000;
const BUCKETS_MAX = 20_000;

/** Jobs arriving by hour (or a multiple of it, for spans of years). */
export function arrivalHistogram(rows: WorkloadRows): ArrivalHistogram {
  const span = greatest(rows.submitMs);
  let bucketMs = HOUR_MS;
  while (span / bucketMs >= BUCKETS_MAX) bucketMs *= 2;
  const counts = new Uint32Array(Math.floor(span / bucketMs) + 1);
  for (let row = 0; row < rows.count; row++) {
    const bucket = Math.floor((rows.submitMs[row] ?? 0) / bucketMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { bucketMs, counts };
}

function greatest(values: ArrayLike<number>): number {
  let found = 0;
  for (let at = 0; at < values.length; at++) found = Math.max(found, values[at] ?? 0);
  return found;
}

/** Nearest rank: an actual run time, the lower of the middle two. */
function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)] ?? 0;
}

function userCounts(rows: WorkloadRows): { users: { name: string; jobs: number }[]; jobsWithoutUser: number } {
  const counts = new Uint32Array(rows.users.length);
  let jobsWithoutUser = 0;
  for (let row = 0; row < rows.count; row++) {
    const user = rows.user[row] ?? -1;
    if (user < 0) jobsWithoutUser += 1;
    else counts[user] = (counts[user] ?? 0) + 1;
  }
  const users = rows.users.map((name, user) => ({ name, jobs: counts[user] ?? 0 }));
  users.sort((a, b) => b.jobs - a.jobs || (a.name < b.name ? -1 : 1));
  return { users, jobsWithoutUser };
}

function vcpuSizes(rows: WorkloadRows): { milliVcpus: number; jobs: number }[] {
  const counts = new Map<number, number>();
  for (let row = 0; row < rows.count; row++) {
    const size = rows.milliVcpus[row] ?? 0;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  const sizes = Array.from(counts, ([milliVcpus, jobs]) => ({ milliVcpus, jobs }));
  return sizes.sort((a, b) => a.milliVcpus - b.milliVcpus);
}

function fanIn(rows: WorkloadRows): { maxParents: number; relayJobs: number } {
  let maxParents = 0;
  let relayJobs = 0;
  for (let row = 0; row < rows.count; row++) {
    const parents = rows.parentIndex.subarray(rows.parentStart[row] ?? 0, rows.parentStart[row + 1] ?? 0);
    if (parents.length > maxParents) maxParents = parents.length;
    if (parents.length > MAX_DEPENDENCIES) relayJobs += relayPlan(parents).relays.length;
  }
  return { maxParents, relayJobs };
}

/** Sums up a workload. Takes about 20 ms for 200,000 rows. */
export function summariseWorkload(
  workload: Pick<Workload, 'format' | 'name' | 'rows' | 'outsideDependencies'>,
): WorkloadSummary {
  const { rows } = workload;
  const sizes = vcpuSizes(rows);
  let vcpuMs = 0;
  let zeroRunJobs = 0;
  let gpuJobs = 0;
  for (let row = 0; row < rows.count; row++) {
    const runMs = rows.runMs[row] ?? 0;
    vcpuMs += (runMs * (rows.milliVcpus[row] ?? 0)) / 1000;
    if (runMs === 0) zeroRunJobs += 1;
    if ((rows.gpus[row] ?? 0) > 0) gpuJobs += 1;
  }
  const maxMemoryMib = greatest(rows.memoryMib);
  return {
    format: workload.format,
    name: workload.name,
    jobs: rows.count,
    ...userCounts(rows),
    spanMs: greatest(rows.submitMs),
    vcpuSizes: sizes,
    minMilliVcpus: sizes[0]?.milliVcpus ?? 0,
    maxMilliVcpus: sizes.at(-1)?.milliVcpus ?? 0,
    modeMilliVcpus: sizes.reduce((mode, size) => (size.jobs > mode.jobs ? size : mode), { milliVcpus: 0, jobs: 0 })
      .milliVcpus,
    maxMemoryMib: maxMemoryMib === 0 ? null : maxMemoryMib,
    gpuJobs,
    medianRunMs: median(rows.runMs),
    maxRunMs: greatest(rows.runMs),
    vcpuHours: vcpuMs / HOUR_MS,
    zeroRunJobs,
    dependencies: rows.parentIndex.length,
    ...fanIn(rows),
    outsideDependencies: workload.outsideDependencies,
    arrivals: arrivalHistogram(rows),
  };
}
