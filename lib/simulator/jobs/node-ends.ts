import { giveRoom } from '../capacity/placement';
import { type Core, intern } from '../core';
import { i32, u8 } from '../kernel/columns';
import { giveConsumables } from '../resources/consumables';
import { type AttemptEnd, attemptNumber, recordAttempt, specOf } from './attempt-rows';
import { endJob, endNode } from './dependencies';
import { FLAG, STATUS, type StatusCode } from './job-table';
import { isMainNode, jobOfNode, mainNodeOf, nodeCount } from './nodes';
import { mayRetry } from './retry';
import { makeRunnable, setStatus } from './transitions';

/** What a node shows that Batch stopped because the main node had ended. */
const NODE_STOPPED = 'Stopped because the main node ended';
const STOPPED: AttemptEnd = { exitCode: -1, statusReason: NODE_STOPPED, reason: '', interrupted: false };

/** A node's container is over. The main node's end is the end of the job's attempt; another node's changes nothing. */
export function endNodeAttempt(core: Core, node: number, end: AttemptEnd, isTimedOut: boolean): void {
  if (isMainNode(core, node)) endJobAttempt(core, jobOfNode(core, node), end, isTimedOut);
  else endOtherNode(core, node, end);
}

const isPlaced = (core: Core, node: number): boolean => {
  const state = u8(core.jobs.columns.status, node);
  return state === STATUS.starting || state === STATUS.running;
};

function close(core: Core, node: number, end: AttemptEnd): number {
  const { flags } = core.jobs.columns;
  giveRoom(core, node, specOf(core, node).spec);
  const statusReason = intern(core, end.statusReason);
  recordAttempt(core, node, end, statusReason);
  flags[node] = u8(flags, node) & ~FLAG.hostLost;
  return statusReason;
}

// Where the job may yet be tried again, each of its nodes may: until then the node waits for the job's end.
function endOtherNode(core: Core, node: number, end: AttemptEnd): void {
  const { flags, reason } = core.jobs.columns;
  const job = jobOfNode(core, node);
  const statusReason = close(core, node, end);
  const isLast = attemptNumber(core, job) >= (specOf(core, job).spec.retryStrategy.attempts ?? 1);
  if (isLast || (u8(flags, job) & FLAG.terminated) !== 0) {
    endNode(core, node, end.exitCode === 0 ? STATUS.succeeded : STATUS.failed, statusReason, 'last');
    return;
  }
  reason[node] = statusReason;
  setStatus(core, node, STATUS.runnable, 'last');
}

function nextOf(core: Core, job: number, end: AttemptEnd, isTimedOut: boolean): StatusCode {
  const { flags, attemptsEnded } = core.jobs.columns;
  if ((u8(flags, job) & FLAG.terminated) !== 0 || isTimedOut) return STATUS.failed;
  if (end.exitCode === 0) return STATUS.succeeded;
  const exitCode = end.exitCode < 0 ? null : end.exitCode;
  const again = mayRetry(specOf(core, job).spec.retryStrategy, u8(attemptsEnded, job), { ...end, exitCode });
  return again ? STATUS.runnable : STATUS.failed;
}

function endJobAttempt(core: Core, job: number, end: AttemptEnd, isTimedOut: boolean): void {
  const { flags, reason, endReason } = core.jobs.columns;
  const main = mainNodeOf(core, job);
  const last = job + nodeCount(core, job);
  const statusReason = close(core, main, end);
  giveConsumables(core, job);
  recordAttempt(core, job, end, statusReason);
  const next = nextOf(core, job, end, isTimedOut);
  for (let node = job + 1; node <= last; node++) {
    if (!isPlaced(core, node)) continue;
    const hasRun = u8(core.jobs.columns.status, node) === STATUS.running;
    const own = node === main ? statusReason : close(core, node, STOPPED);
    reason[node] = own;
    if (next === STATUS.runnable) setStatus(core, node, next, 'last');
    else endNode(core, node, hasRun ? next : STATUS.failed, own, 'last');
  }
  if (next === STATUS.runnable) {
    flags[job] = u8(flags, job) | FLAG.retried;
    reason[job] = statusReason;
    makeRunnable(core, job, 'last');
  } else {
    const isTerminated = (u8(flags, job) & FLAG.terminated) !== 0;
    endJob(core, job, next, isTerminated ? i32(endReason, job) : statusReason, 'last');
  }
}
