import { type Core, groupAt, queueAt, specAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import { peekReady, pushReady } from '../scheduling/ready-queue';
import { emitJob, type ToldAttempt } from './job-changes';
import { ARRAY_COLUMN, FLAG, FOLLOWS, STATUS, type StatusCode, statusName } from './job-table';

const ALLOWED = new Uint8Array(7);
for (const from of Object.values(STATUS)) for (const to of FOLLOWS[from]) ALLOWED[from] = u8(ALLOWED, from) | (1 << to);

/** Counts a job in a state (`by` 1) or out of it (-1): totals, its array's summary, the why tally. */
export function countJob(core: Core, row: number, state: number, by: 1 | -1): void {
  const { flags, parent, spec } = core.jobs.columns;
  const bits = u8(flags, row);
  if ((bits & FLAG.array) !== 0) return;
  if ((bits & FLAG.child) !== 0) {
    const column = core.arrays.columns[ARRAY_COLUMN[state] ?? 'failed'];
    const array = i32(parent, i32(parent, row));
    column[array] = i32(column, array) + by;
  }
  if (state === STATUS.pending || state === STATUS.runnable) {
    const group = groupAt(core, specAt(core, i32(spec, row)).group);
    if (state === STATUS.pending) group.pending += by;
    else group.runnable += by;
    core.instant.tallyDirty = true;
  }
  if ((bits & FLAG.relay) !== 0) return;
  const { counters } = core;
  if (state <= STATUS.runnable) counters.waiting += by;
  else if (state <= STATUS.running) counters.running += by;
  else if (state === STATUS.succeeded) counters.succeeded += by;
  else counters.failed += by;
}

/** The only way from one state to another. */
export function setStatus(core: Core, row: number, next: StatusCode, told: ToldAttempt): void {
  const { status } = core.jobs.columns;
  const from = u8(status, row);
  if ((u8(ALLOWED, from) & (1 << next)) === 0) {
    throw new Error(`Job row ${row} can't go from ${statusName(from)} to ${statusName(next)}.`);
  }
  countJob(core, row, from, -1);
  status[row] = next;
  countJob(core, row, next, 1);
  emitJob(core, row, told);
}

/** RUNNABLE, with its place in the queue. */
export function makeRunnable(core: Core, row: number, told: ToldAttempt): void {
  setStatus(core, row, STATUS.runnable, told);
  const queue = queueAt(core, specAt(core, i32(core.jobs.columns.spec, row)).queue);
  pushReady(queue.ready, row, (u8(core.jobs.columns.flags, row) & FLAG.retried) !== 0);
  core.instant.scaleDirty = true;
  if (queue.blockedHead < 0 || peekReady(queue.ready) === row) markQueue(core, queue.index);
}

/** The queue's head may go now: it is looked at in the next pass. */
export function markQueue(core: Core, queue: number): void {
  queueAt(core, queue).dirty = true;
  core.instant.dirty = true;
}
