import { atOf, type Core, intern, textOf } from '../core';
import { i32, u8 } from '../kernel/columns';
import type { ToldAttempt } from './job-changes';
import { FLAG, FLAG2, STATUS, type StatusCode } from './job-table';
import { arraySize } from './names';
import { nodeCount } from './nodes';
import { makeRunnable, setStatus } from './transitions';

const DEPENDENT_FAILED = 'Dependent Job failed';
const CHILD_FAILED = 'Array Child Job failed';

/** SUCCEEDED or FAILED; those that wait for it hear of it in `settleEnds`. */
export function endJob(core: Core, row: number, status: StatusCode, reason: number, told: ToldAttempt): void {
  endNodes(core, row, status, reason);
  setEnd(core, row, status, reason, told);
  const { ended } = core.derived;
  ended.rows[ended.count++] = row;
}

function setEnd(core: Core, row: number, status: StatusCode, reason: number, told: ToldAttempt): void {
  const { columns } = core.jobs;
  columns.stoppedAt[row] = atOf(core);
  columns.reason[row] = reason;
  setStatus(core, row, status, told);
}

/** A node ends for good, by itself or with its job; nobody waits for nodes. */
export function endNode(core: Core, node: number, status: StatusCode, reason: number, told: ToldAttempt): void {
  setEnd(core, node, status, reason, told);
}

/** Nodes that have not ended end with their job: of an attempt under way each by its own outcome, else like the job. */
function endNodes(core: Core, row: number, status: StatusCode, reason: number): void {
  const count = nodeCount(core, row);
  const { status: states, lastAttempt } = core.jobs.columns;
  const { exitCode, statusReason } = core.attempts.columns;
  const ran = u8(states, row) >= STATUS.starting;
  for (let node = row + 1; node <= row + count; node++) {
    if (u8(states, node) >= STATUS.succeeded) continue;
    const last = ran ? i32(lastAttempt, node) : -1;
    if (last < 0) setEnd(core, node, status, reason, 'none');
    else
      setEnd(core, node, i32(exitCode, last) === 0 ? STATUS.succeeded : STATUS.failed, i32(statusReason, last), 'none');
  }
}

/** Tells all ends of this moment on, and what they cause in turn; without recursion, as chains may be 10,000 long. */
export function settleEnds(core: Core): void {
  const { ended } = core.derived;
  for (let next = 0; next < ended.count; next++) tellEnd(core, ended.rows[next] ?? 0);
  ended.count = 0;
}

function tellEnd(core: Core, row: number): void {
  const { flags, status, dependants, parent, source } = core.jobs.columns;
  const ok = u8(status, row) === STATUS.succeeded;
  const edges = core.edges.columns;
  for (let edge = i32(dependants, row); edge >= 0; edge = i32(edges.nextDependant, edge)) {
    if (u8(edges.nToN, edge) === 0) resolve(core, i32(edges.dependant, edge), ok);
  }
  if ((u8(flags, row) & FLAG.child) === 0) return;
  const array = i32(parent, row);
  const index = i32(source, row);
  if ((u8(core.jobs.columns.flags2, array) & FLAG2.sequential) !== 0 && index + 1 < arraySize(core, array)) {
    resolveOne(core, row + 1, ok);
  }
  for (let edge = i32(dependants, array); edge >= 0; edge = i32(edges.nextDependant, edge)) {
    if (u8(edges.nToN, edge) === 1) resolveOne(core, i32(edges.dependant, edge) + 1 + index, ok);
  }
  endArrayIfDone(core, array);
}

function endArrayIfDone(core: Core, array: number): void {
  const { columns } = core.arrays;
  const entry = i32(core.jobs.columns.parent, array);
  const failed = i32(columns.failed, entry);
  if (failed + i32(columns.succeeded, entry) < i32(columns.size, entry)) return;
  const given = textOf(core, i32(core.jobs.columns.endReason, array));
  const hasEnded = u8(core.jobs.columns.status, array) >= STATUS.succeeded;
  if (hasEnded) return;
  if (failed === 0) {
    endJob(core, array, STATUS.succeeded, 0, 'none');
    return;
  }
  const dependency = (u8(core.jobs.columns.flags, array) & FLAG.dependencyFailed) !== 0;
  const reason = given !== '' ? given : dependency ? DEPENDENT_FAILED : CHILD_FAILED;
  endJob(core, array, STATUS.failed, intern(core, reason), 'none');
}

/** One dependency of a job, or of all children of an array, is over. */
function resolve(core: Core, row: number, ok: boolean): void {
  const size = arraySize(core, row);
  if (size === 0) {
    resolveOne(core, row, ok);
    return;
  }
  const { openDependencies, flags } = core.jobs.columns;
  openDependencies[row] = i32(openDependencies, row) - 1;
  if (!ok) flags[row] = u8(flags, row) | FLAG.dependencyFailed;
  const isDone = i32(openDependencies, row) === 0;
  for (let child = row + 1; child <= row + size; child++) {
    if (!ok) flags[child] = u8(flags, child) | FLAG.dependencyFailed;
    if (isDone) openDependencies[child] = i32(openDependencies, child) - 1;
    if (!ok || isDone) moveOn(core, child);
  }
}

function resolveOne(core: Core, row: number, ok: boolean): void {
  const { openDependencies, flags } = core.jobs.columns;
  openDependencies[row] = i32(openDependencies, row) - 1;
  if (!ok) flags[row] = u8(flags, row) | FLAG.dependencyFailed;
  moveOn(core, row);
}

/** Takes a PENDING job on where its dependencies allow it. */
export function moveOn(core: Core, row: number): void {
  const { status, flags, openDependencies, endReason } = core.jobs.columns;
  if (u8(status, row) !== STATUS.pending) return;
  const bits = u8(flags, row);
  const isOpen = i32(openDependencies, row) > 0;
  if ((bits & (FLAG.cancelled | FLAG.terminated)) !== 0) {
    if (!isOpen) endJob(core, row, STATUS.failed, i32(endReason, row), 'none');
  } else if ((bits & FLAG.dependencyFailed) !== 0) {
    endJob(core, row, STATUS.failed, intern(core, DEPENDENT_FAILED), 'none');
  } else if (!isOpen) {
    makeRunnable(core, row, 'none');
  }
}

/** The scheduler's first look at a submitted job: open dependencies make it PENDING, none RUNNABLE. */
export function evaluate(core: Core, row: number): void {
  if (u8(core.jobs.columns.status, row) !== STATUS.submitted) return;
  const size = arraySize(core, row);
  if (size === 0) {
    evaluateOne(core, row);
    return;
  }
  setStatus(core, row, STATUS.pending, 'none');
  for (let child = row + 1; child <= row + size; child++) evaluateOne(core, child);
}

function evaluateOne(core: Core, row: number): void {
  const { status, flags, openDependencies } = core.jobs.columns;
  if (u8(status, row) !== STATUS.submitted) return;
  const waits = i32(openDependencies, row) > 0 || (u8(flags, row) & FLAG.dependencyFailed) !== 0;
  if (!waits) {
    makeRunnable(core, row, 'none');
    return;
  }
  setStatus(core, row, STATUS.pending, 'none');
  moveOn(core, row);
}
