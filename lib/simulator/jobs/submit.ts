import { atOf, type Core } from '../core';
import { appendRows, i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { evaluate, settleEnds } from './dependencies';
import { emitJob } from './job-changes';
import { FLAG, FLAG2, STATUS } from './job-table';
import { countNew } from './transitions';

/** A job as the engine takes it: numbers of interned things. */
export interface NewJob {
  spec: number;
  /** See the column `name`. */
  name: number;
  source: number;
  runMs: number;
  flags: number;
  size: number;
  sequential: boolean;
  /** Numbers of the nodes' specs, one each; empty where the job is no multi-node one. */
  nodes: readonly number[];
  needs: readonly { row: number; nToN: boolean }[];
}

/** The row's columns that are not SUBMITTED's own from the start. */
function initRow(core: Core, row: number, job: NewJob): void {
  const { columns } = core.jobs;
  if (job.flags !== 0) columns.flags[row] = job.flags;
  columns.spec[row] = job.spec;
  columns.name[row] = job.name;
  columns.source[row] = job.source;
  columns.createdAt[row] = atOf(core);
  columns.runMs[row] = job.runMs;
}

function addEdge(core: Core, row: number, need: { row: number; nToN: boolean }): void {
  const edge = appendRows(core.edges, 1);
  const edges = core.edges.columns;
  const { dependants, needs } = core.jobs.columns;
  edges.dependency[edge] = need.row;
  edges.dependant[edge] = row;
  edges.nToN[edge] = need.nToN ? 1 : 0;
  edges.nextDependant[edge] = i32(dependants, need.row);
  dependants[need.row] = edge;
  edges.nextNeed[edge] = i32(needs, row);
  needs[row] = edge;
}

/** Books a need on a row unless it is over already; a failed one is remembered. */
function openNeed(core: Core, row: number, need: number): void {
  const { status, openDependencies, flags } = core.jobs.columns;
  const state = u8(status, need);
  if (state === STATUS.succeeded) return;
  if (state === STATUS.failed) flags[row] = u8(flags, row) | FLAG.dependencyFailed;
  else openDependencies[row] = i32(openDependencies, row) + 1;
}

function makeChildren(core: Core, parent: number, job: NewJob): void {
  const first = appendRows(core.jobs, job.size);
  const entry = appendRows(core.arrays, 1);
  core.arrays.columns.parent[entry] = parent;
  core.arrays.columns.size[entry] = job.size;
  const { columns } = core.jobs;
  columns.parent[parent] = entry;
  const waits = i32(columns.openDependencies, parent) > 0 ? 1 : 0;
  const failed = u8(columns.flags, parent) & FLAG.dependencyFailed;
  for (let index = 0; index < job.size; index++) {
    const row = first + index;
    initRow(core, row, { ...job, flags: FLAG.child | failed, source: index });
    columns.parent[row] = parent;
    columns.openDependencies[row] = waits + (job.sequential && index > 0 ? 1 : 0);
    for (const need of job.needs) if (need.nToN) openNeed(core, row, need.row + 1 + index);
    countNew(core, row);
  }
}

/** From a submission to the scheduler's first look, and up to so much more (JOB-STATE-8). */
const LOOK_MS = 1000;
const LOOK_SPREAD_MS = 2000;

/** Ms from a submission to the scheduler's first look at it; an array's children go by their parent. */
export function lookDelay(core: Core, row: number): number {
  return core.clockwork.spread(LOOK_MS, LOOK_SPREAD_MS, 'evaluate-delay', row, 0);
}

function makeNodes(core: Core, parent: number, job: NewJob): void {
  const first = appendRows(core.jobs, job.nodes.length);
  const { columns } = core.jobs;
  columns.flags2[parent] = u8(columns.flags2, parent) | FLAG2.multiNode;
  for (const [index, spec] of job.nodes.entries()) {
    const row = first + index;
    initRow(core, row, { ...job, spec, flags: 0, source: index });
    columns.flags2[row] = FLAG2.node;
    columns.parent[row] = parent;
  }
}

/** Makes the rows of a job, array or multi-node job, SUBMITTED, and arms the scheduler's first look. Gives the (parent's) row. */
export function addJob(core: Core, job: NewJob): number {
  const row = appendRows(core.jobs, 1);
  const { columns } = core.jobs;
  const isArray = job.size > 0;
  initRow(core, row, isArray ? { ...job, flags: job.flags | FLAG.array } : job);
  for (const need of job.needs) {
    addEdge(core, row, need);
    if (!need.nToN) openNeed(core, row, need.row);
  }
  if (job.sequential) columns.flags2[row] = FLAG2.sequential;
  if (isArray) makeChildren(core, row, job);
  else countNew(core, row);
  if (job.nodes.length > 0) makeNodes(core, row, job);
  if ((job.flags & FLAG.relay) !== 0) core.counters.relay++;
  else core.counters.submitted += isArray ? job.size : 1;
  emitJob(core, row, 'none', true);
  const parts = job.size + job.nodes.length;
  for (let part = row + 1; part <= row + parts; part++) emitJob(core, part, 'none', true);
  const { clockwork } = core;
  if (clockwork.ideal) {
    evaluate(core, row);
    settleEnds(core);
  } else {
    pushEvent(core.heap, atOf(core) + lookDelay(core, row), EVENT.evaluate, row, 0);
  }
  return row;
}
