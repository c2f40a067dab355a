import { type Core, groupAt, queueAt, specAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import { peekReady, pushReady } from '../scheduling/ready-queue';
import { countShareJob, pushShareJob, shareOf } from '../scheduling/share-use';
import { emitJob, type ToldAttempt } from './job-changes';
import { ARRAY_COLUMN, FLAG, STATUS, type StatusCode, statusName } from './job-table';
import { isNode, nodeCount } from './nodes';
import { leads } from './state-table';

/** Bits of the states that may follow each one, by the table. */
const ALLOWED = new Uint8Array(7);
for (const from of Object.values(STATUS)) {
  for (const to of Object.values(STATUS)) {
    if (leads(statusName(from), statusName(to))) ALLOWED[from] = u8(ALLOWED, from) | (1 << to);
  }
}

/** Counts a job that was just made: totals, its array's summary, the why tally. */
export function countNew(core: Core, row: number): void {
  const bits = u8(core.jobs.columns.flags, row);
  if ((bits & FLAG.array) !== 0) return;
  if ((bits & FLAG.child) !== 0) countChild(core, row, STATUS.submitted, 1);
  countShareJob(core, row, 1);
  if ((bits & FLAG.relay) === 0) core.counters.waiting++;
}

function countChild(core: Core, row: number, state: number, by: 1 | -1): void {
  const { parent } = core.jobs.columns;
  const column = core.arrays.columns[ARRAY_COLUMN[state] ?? 'failed'];
  const array = i32(parent, i32(parent, row));
  column[array] = i32(column, array) + by;
}

/** Counts a job out of one state and into the next. */
function recount(core: Core, row: number, from: StatusCode, next: StatusCode): void {
  const bits = u8(core.jobs.columns.flags, row);
  if ((bits & FLAG.array) !== 0 || isNode(core, row)) return;
  if ((bits & FLAG.child) !== 0) {
    countChild(core, row, from, -1);
    countChild(core, row, next, 1);
  }
  if (isTallied(from) || isTallied(next)) {
    const group = groupAt(core, specAt(core, i32(core.jobs.columns.spec, row)).group);
    if (from === STATUS.pending) group.pending--;
    else if (from === STATUS.runnable) group.runnable--;
    if (next === STATUS.pending) group.pending++;
    else if (next === STATUS.runnable) group.runnable++;
    core.instant.tallyDirty = true;
  }
  if (next >= STATUS.succeeded) countShareJob(core, row, -1);
  if ((bits & FLAG.relay) !== 0) return;
  const { counters } = core;
  if (from <= STATUS.runnable) counters.waiting--;
  else counters.running--;
  if (next <= STATUS.runnable) counters.waiting++;
  else if (next <= STATUS.running) counters.running++;
  else if (next === STATUS.succeeded) counters.succeeded++;
  else counters.failed++;
}

const isTallied = (state: number): boolean => state === STATUS.pending || state === STATUS.runnable;

// The column holds codes of states alone.
const stateOf = (core: Core, row: number): StatusCode => u8(core.jobs.columns.status, row) as StatusCode;

/** The only way from one state to another. */
export function setStatus(core: Core, row: number, next: StatusCode, told: ToldAttempt): void {
  const from = stateOf(core, row);
  if ((u8(ALLOWED, from) & (1 << next)) === 0) {
    throw new Error(`Job row ${row} can't go from ${statusName(from)} to ${statusName(next)}.`);
  }
  core.jobs.columns.status[row] = next;
  recount(core, row, from, next);
  emitJob(core, row, told);
  if (next <= STATUS.runnable) takeNodesAlong(core, row, next);
}

/** While a multi-node job waits its nodes wait with it; those whose attempt has just ended are there already. */
function takeNodesAlong(core: Core, row: number, next: StatusCode): void {
  const count = nodeCount(core, row);
  for (let node = row + 1; node <= row + count; node++) {
    if (stateOf(core, node) !== next) setStatus(core, node, next, 'none');
  }
}

/** RUNNABLE, with its place in the queue. */
export function makeRunnable(core: Core, row: number, told: ToldAttempt): void {
  setStatus(core, row, STATUS.runnable, told);
  const queue = queueAt(core, specAt(core, i32(core.jobs.columns.spec, row)).queue);
  const share = shareOf(core, row);
  if (share !== null) {
    pushShareJob(core, share, row, (u8(core.jobs.columns.flags, row) & FLAG.retried) !== 0);
    core.instant.scaleDirty = true;
    markQueue(core, queue.index);
    return;
  }
  pushReady(queue.ready, row, (u8(core.jobs.columns.flags, row) & FLAG.retried) !== 0);
  core.instant.scaleDirty = true;
  if (queue.blockedHead < 0 || peekReady(queue.ready) === row) markQueue(core, queue.index);
}

/** The queue's head may go now: it is looked at in the next pass. */
export function markQueue(core: Core, queue: number): void {
  queueAt(core, queue).dirty = true;
  core.instant.dirty = true;
}
