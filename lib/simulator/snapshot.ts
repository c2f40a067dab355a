import { INSTANCE } from './capacity/instance-table';
import type { Genesis } from './contract';
import {
  type Core,
  createCore,
  type EnvironmentState,
  type QueueState,
  type WaitGroup,
  type WorkloadState,
} from './core';
import { specKey, specState } from './jobs/specs';
import { bytesOf, type Part, packParts, unpackParts } from './kernel/bytes';
import { appendRows, type Column, newColumn, type Shape, type Table, u8 } from './kernel/columns';
import { readEvents, writeEvents } from './kernel/events';
import type { JobSpec } from './machine';
import { deriveEnvironment, refile } from './resources/environments';
import { deriveQueues } from './resources/queues';
import { createReadyQueue } from './scheduling/ready-queue';
import { restoreServices } from './service-jobs/service-queue';
import { readRows, rowParts, rowTexts } from './snapshot-rows';

/** Changes with every change of behaviour or of a snapshot's layout; stands in logs and snapshots. */
export const ENGINE_VERSION = '7';

type TextsOfRows = Parameters<typeof readRows>[0];

/** The small tables of a snapshot, as JSON. */
interface Small {
  engineVersion: string;
  genesis: Genesis;
  heap: { sequence: number };
  counts: Record<string, number>;
  environments: Omit<EnvironmentState, 'derived'>[];
  queues: (Omit<QueueState, 'derived' | 'ready'> & { earlyCount: number })[];
  definitions: Core['definitions'];
  policies: Core['policies'];
  /** Absent while there are none. */
  consumables?: Core['consumables'];
  specs: { queue: number; group: number; spec: JobSpec }[];
  groups: WaitGroup[];
  workloads: (Pick<WorkloadState, 'options' | 'inputSeq' | 'queue' | 'definition' | 'isFargate' | 'next'> & {
    rows: TextsOfRows;
  })[];
  faults: Core['faults'];
  strings: string[];
  uuids: Core['uuids'];
  services: Core['services'];
  counters: Omit<Core['counters'], 'billNanoUsd'> & { billNanoUsd: string };
  instant: Core['instant'];
}

const TABLES = ['jobs', 'attempts', 'edges', 'arrays', 'instances'] as const;

function tableParts<S extends Shape>(name: string, table: Table<S>): Part[] {
  const columns: Record<string, Column> = table.columns;
  return Object.entries(columns).map(([column, values]) => ({
    name: `${name}.${column}`,
    bytes: bytesOf(values.subarray(0, table.count)),
  }));
}

function smallOf(core: Core): Small {
  return {
    engineVersion: ENGINE_VERSION,
    genesis: core.genesis,
    heap: { sequence: core.heap.sequence },
    counts: Object.fromEntries(TABLES.map((name) => [name, core[name].count])),
    environments: core.environments.map(({ derived: _, ...state }) => state),
    queues: core.queues.map(({ derived: _, ready, ...state }) => ({ ...state, earlyCount: ready.earlyCount })),
    definitions: core.definitions,
    policies: core.policies,
    ...(core.consumables.length === 0 ? {} : { consumables: core.consumables }),
    specs: core.specs.map(({ queue, group, spec }) => ({ queue, group, spec })),
    groups: core.groups,
    workloads: core.workloads.map(({ options, inputSeq, queue, definition, isFargate, next, rows }) => ({
      options,
      inputSeq,
      queue,
      definition,
      isFargate,
      next,
      rows: rowTexts(rows),
    })),
    faults: core.faults,
    strings: core.strings,
    uuids: core.uuids,
    services: core.services,
    counters: { ...core.counters, billNanoUsd: core.counters.billNanoUsd.toString() },
    instant: core.instant,
  };
}

/** The whole state as bytes. */
export function takeSnapshot(core: Core): Uint8Array {
  const parts: Part[] = [{ name: 'small', bytes: new TextEncoder().encode(JSON.stringify(smallOf(core))) }];
  for (const name of TABLES) parts.push(...tableParts<Shape>(name, core[name]));
  for (const [name, column] of Object.entries(readEvents(core.heap))) {
    parts.push({ name: `heap.${name}`, bytes: bytesOf(column) });
  }
  for (const { index, ready } of core.queues) {
    parts.push({ name: `queue.${index}.line`, bytes: bytesOf(ready.line.subarray(ready.from, ready.to)) });
    parts.push({ name: `queue.${index}.early`, bytes: bytesOf(ready.early.subarray(0, ready.earlyCount)) });
  }
  for (const [index, workload] of core.workloads.entries()) {
    parts.push(...rowParts(`workload.${index}.`, workload.rows));
    parts.push({ name: `workload.${index}.order`, bytes: bytesOf(workload.order) });
    parts.push({ name: `workload.${index}.arrivals`, bytes: bytesOf(workload.arrivals) });
    parts.push({ name: `workload.${index}.jobOf`, bytes: bytesOf(workload.jobOf) });
  }
  return packParts(parts);
}

// The JSON is a machine's own of this engine version: takeSnapshot wrote it.
function readSmall(bytes: Uint8Array): Small {
  const small = JSON.parse(new TextDecoder().decode(bytes)) as Small;
  if (small.engineVersion !== ENGINE_VERSION) {
    throw new Error(
      `The snapshot is of engine version ${small.engineVersion}; this one is ${ENGINE_VERSION}: replay the log instead.`,
    );
  }
  return small;
}

function readTable<S extends Shape>(
  name: string,
  table: Table<S>,
  count: number,
  read: (name: string) => Uint8Array,
): void {
  appendRows(table, count);
  const columns: Record<string, Column> = table.columns;
  for (const [column, kind] of Object.entries(table.shape)) {
    const values = newColumn(kind, table.capacity);
    bytesOf(values).set(read(`${name}.${column}`));
    columns[column] = values;
  }
}

function readHeap(core: Core, small: Small['heap'], read: (name: string) => Uint8Array): void {
  const f64s = (name: string): Float64Array => new Float64Array(read(`heap.${name}`).buffer);
  const i32s = (name: string): Int32Array => new Int32Array(read(`heap.${name}`).buffer);
  core.heap.sequence = small.sequence;
  const events = { at: f64s('at'), order: f64s('order'), kind: i32s('kind'), a: i32s('a'), b: i32s('b') };
  writeEvents(core.heap, events);
}

function readQueues(core: Core, small: Small, read: (name: string) => Uint8Array): void {
  for (const { earlyCount, ...state } of small.queues) {
    const line = new Int32Array(read(`queue.${state.index}.line`).buffer);
    const early = new Int32Array(read(`queue.${state.index}.early`).buffer);
    const ready = createReadyQueue();
    ready.to = line.length;
    ready.line = new Int32Array(Math.max(64, line.length * 2));
    ready.line.set(line);
    ready.earlyCount = earlyCount;
    ready.early = new Int32Array(Math.max(8, early.length * 2));
    ready.early.set(early);
    const shareNumbers = new Map(state.shares.map(({ identifier }, number) => [identifier, number]));
    core.queues.push({ ...state, ready, derived: { environments: [], groups: [], shareNumbers } });
    if (!state.gone) core.derived.queueByName.set(state.document.jobQueueName ?? '', state.index);
  }
}

function readSpecs(core: Core, small: Small): void {
  for (const { queue, group, spec } of small.specs) {
    core.derived.specNumbers.set(specKey(queue, spec), core.specs.length);
    core.specs.push(specState(queue, group, spec));
  }
  for (const [number, group] of small.groups.entries()) {
    core.groups.push(group);
    core.derived.groupNumbers.set(`${group.queue} ${group.share} ${group.shape}`, number);
    core.queues[group.queue]?.derived.groups.push(number);
  }
  for (const [number, text] of small.strings.entries()) {
    core.strings[number] = text;
    core.derived.stringNumbers.set(text, number);
  }
}

/** The state from a snapshot's bytes; runs on exactly as the original would. */
export function readSnapshot(bytes: Uint8Array): Core {
  const parts = unpackParts(bytes);
  const read = (name: string): Uint8Array => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`The snapshot lacks its part '${name}'.`);
    return part;
  };
  const small = readSmall(read('small'));
  const core = createCore(small.genesis);
  for (const name of TABLES) readTable<Shape>(name, core[name], small.counts[name] ?? 0, read);
  readHeap(core, small.heap, read);
  readQueues(core, small, read);
  readSpecs(core, small);
  core.definitions.push(...small.definitions);
  core.policies.push(...small.policies);
  for (const consumable of small.consumables ?? []) {
    core.derived.consumableByName.set(consumable.name, consumable.index);
    core.consumables.push(consumable);
  }
  core.faults.push(...small.faults);
  Object.assign(core.uuids, small.uuids);
  restoreServices(core, small.services);
  Object.assign(core.counters, small.counters, { billNanoUsd: BigInt(small.counters.billNanoUsd) });
  Object.assign(core.instant, small.instant);
  for (const { rows, ...workload } of small.workloads) {
    const of = (name: string): Uint8Array => read(`workload.${core.workloads.length}.${name}`);
    core.workloads.push({
      ...workload,
      rows: readRows(rows, of),
      order: new Int32Array(of('order').buffer),
      arrivals: new Float64Array(of('arrivals').buffer),
      jobOf: new Int32Array(of('jobOf').buffer),
    });
  }
  deriveAll(core, small);
  return core;
}

function deriveAll(core: Core, small: Small): void {
  const { state } = core.instances.columns;
  for (let row = 0; row < core.instances.count; row++)
    if (u8(state, row) !== INSTANCE.terminated) core.derived.up.add(row);
  for (const environment of small.environments) {
    const whole: EnvironmentState = { ...environment, derived: deriveEnvironment(environment.document) };
    core.environments.push(whole);
    if (!environment.gone)
      core.derived.environmentByName.set(environment.document.computeEnvironmentName ?? '', environment.index);
    refile(core, whole);
  }
  deriveQueues(core);
}
