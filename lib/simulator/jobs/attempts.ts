import { exitOf, runMsOf } from '../behaviour/behaviour';
import { chargeFargate } from '../capacity/bill';
import { pullFault } from '../capacity/faults';
import { giveRoom, takeRoom } from '../capacity/placement';
import { fargateInterruption, startDelay } from '../capacity/start-up';
import { atOf, type Core, type EnvironmentState, environmentAt, intern } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { giveConsumables } from '../resources/consumables';
import { type AttemptEnd, attemptNumber, recordAttempt, specOf } from './attempt-rows';
import { endJob } from './dependencies';
import { FLAG, FLAG2, STATUS } from './job-table';
import { ec2IdOf } from './names';
import { endNodeAttempt } from './node-ends';
import { isMainNode, isNode, jobOfNode, nodeCount } from './nodes';
import { mayRetry } from './retry';
import { makeRunnable, setStatus } from './transitions';

const CONTAINER_EXITED = 'Essential container in task exited';
const TIMED_OUT = 'Job attempt duration exceeded timeout';
const NEVER_STARTED = 'Task failed to start';
const SPOT_TASK = 'Your Spot Task was interrupted.';
/** From SIGTERM to SIGKILL, in every timing profile (TIME-3, STOP-5). */
export const KILL_AFTER_MS = 30_000;
/** How late a timeout may be (TIME-4). */
const TIMEOUT_SPREAD_MS = 5000;

/** STARTING on a host that has room: `host` is an instance's row, or -1 on Fargate. */
export function startAttempt(core: Core, row: number, environment: EnvironmentState, host: number): void {
  const { columns } = core.jobs;
  const { spec } = specOf(core, row);
  const delay = startDelay(core, row, attemptNumber(core, row), environment, host, spec);
  takeRoom(core, environment, host, row, spec);
  columns.placedAt[row] = atOf(core);
  if (u8(columns.attemptsEnded, row) > 0) columns.startedAt[row] = -1;
  if (i32(columns.reason, row) !== 0) columns.reason[row] = 0;
  setStatus(core, row, STATUS.starting, 'current');
  if (delay === 0) beginRun(core, row);
  else pushEvent(core.heap, atOf(core) + delay, EVENT.attemptStart, row, attemptNumber(core, row));
}

// A multi-node job's timeout is over for all of it when it is for the main node.
function timeoutOf(core: Core, row: number): number {
  return isNode(core, row) && !isMainNode(core, row) ? Number.POSITIVE_INFINITY : specOf(core, row).timeoutMs;
}

/** The container runs, unless its image could not be pulled. */
export function beginRun(core: Core, row: number): void {
  const { columns } = core.jobs;
  const at = atOf(core);
  const { spec, behaviour } = specOf(core, row);
  const timeoutMs = timeoutOf(core, row);
  const pull = pullFault(core, spec);
  if (pull !== null) {
    endAttempt(core, row, { exitCode: -1, statusReason: NEVER_STARTED, reason: pull, interrupted: false });
    return;
  }
  const n = attemptNumber(core, row);
  if (isMainNode(core, row)) runJobOf(core, row);
  columns.startedAt[row] = at;
  setStatus(core, row, STATUS.running, 'current');
  const runMs = runMsOf(core.draws, behaviour, f64(columns.runMs, row), row, n);
  pushEvent(core.heap, at + runMs, EVENT.attemptEnd, row, n);
  if (runMs > timeoutMs) {
    const late = core.clockwork.spread(0, TIMEOUT_SPREAD_MS, 'timeout-delay', row, n);
    pushEvent(core.heap, at + timeoutMs + late, EVENT.timeout, row, n);
  }
  const interruption = fargateInterruption(core, row, n, environmentAt(core, i32(columns.environment, row)));
  if (interruption < runMs) pushEvent(core.heap, at + interruption, EVENT.hostLost, row, n);
  if (isMainNode(core, row)) startOtherNodes(core, row);
}

/** A multi-node job runs from the moment its main node does. */
function runJobOf(core: Core, main: number): void {
  const job = jobOfNode(core, main);
  core.jobs.columns.startedAt[job] = atOf(core);
  setStatus(core, job, STATUS.running, 'current');
}

/** The main node runs: now the others start, each after its own image pull. */
function startOtherNodes(core: Core, main: number): void {
  const { columns } = core.jobs;
  const job = jobOfNode(core, main);
  for (let node = job + 1; node <= job + nodeCount(core, job); node++) {
    if (node === main || u8(columns.status, node) !== STATUS.starting) continue;
    if ((u8(columns.flags, node) & FLAG.hostLost) !== 0) continue;
    const n = attemptNumber(core, node);
    const environment = environmentAt(core, i32(columns.environment, node));
    const delay = startDelay(core, node, n, environment, i32(columns.instance, node), specOf(core, node).spec);
    if (delay === 0) beginRun(core, node);
    else pushEvent(core.heap, atOf(core) + delay, EVENT.attemptStart, node, n);
  }
}

/** Whether an event meant this attempt of the job, in this state. */
function isCurrent(core: Core, row: number, n: number, state: number): boolean {
  const { status } = core.jobs.columns;
  return u8(status, row) === state && attemptNumber(core, row) === n;
}

export function onAttemptStart(core: Core, row: number, n: number): void {
  if (!isCurrent(core, row, n, STATUS.starting)) return;
  if ((u8(core.jobs.columns.flags, row) & FLAG.hostLost) === 0) beginRun(core, row);
}

/** The container ended by itself. */
export function onAttemptEnd(core: Core, row: number, n: number): void {
  if (!isCurrent(core, row, n, STATUS.running)) return;
  if ((u8(core.jobs.columns.flags, row) & FLAG.hostLost) !== 0) return;
  const { exitCode, reason } = exitOf(specOf(core, row).behaviour, n);
  const isClean = exitCode === 0 && reason === '';
  endAttempt(core, row, isClean ? CLEAN_END : { ...CLEAN_END, exitCode, reason });
}

/** The timeout is over: SIGTERM, and 30 s later SIGKILL. */
export function onTimeout(core: Core, row: number, n: number): void {
  const { flags, flags2 } = core.jobs.columns;
  if (!isCurrent(core, row, n, STATUS.running) || (u8(flags, row) & FLAG.hostLost) !== 0) return;
  flags2[row] = u8(flags2, row) | FLAG2.timedOut;
  pushEvent(core.heap, atOf(core) + KILL_AFTER_MS, EVENT.kill, row, n);
}

export function onKill(core: Core, row: number, n: number): void {
  if (!isCurrent(core, row, n, STATUS.running) || (u8(core.jobs.columns.flags, row) & FLAG.hostLost) !== 0) return;
  endAttempt(core, row, { exitCode: 137, statusReason: CONTAINER_EXITED, reason: '', interrupted: false });
}

/** Batch learns that the host is gone (EC2), or the Spot task was taken back (Fargate). */
export function onHostLost(core: Core, row: number, n: number): void {
  const { instance, startedAt } = core.jobs.columns;
  if (!isCurrent(core, row, n, STATUS.running) && !isCurrent(core, row, n, STATUS.starting)) return;
  const host = i32(instance, row);
  if (host >= 0) {
    const interrupted = u8(core.instances.columns.endedBy, host) === 2;
    const statusReason = `Host EC2 (instance ${ec2IdOf(core, host)}) terminated.`;
    endAttempt(core, row, { exitCode: -1, statusReason, reason: '', interrupted });
    return;
  }
  core.counters.interruptions++;
  const exitCode = f64(startedAt, row) >= 0 ? 137 : -1;
  endAttempt(core, row, { exitCode, statusReason: SPOT_TASK, reason: '', interrupted: true });
}

const CLEAN_END: AttemptEnd = { exitCode: 0, statusReason: CONTAINER_EXITED, reason: '', interrupted: false };

/** An attempt is over: its room is free, and the job ends or goes to the front of its queue again. */
export function endAttempt(core: Core, row: number, end: AttemptEnd): void {
  const { columns } = core.jobs;
  const { spec } = specOf(core, row);
  const flags = u8(columns.flags, row);
  const isTimedOut = (u8(columns.flags2, row) & FLAG2.timedOut) !== 0;
  const isTerminated = (flags & FLAG.terminated) !== 0;
  const told = isTimedOut ? { ...end, statusReason: TIMED_OUT } : end;
  if (isNode(core, row)) {
    endNodeAttempt(core, row, told, isTimedOut);
    return;
  }
  giveRoom(core, row, spec);
  giveConsumables(core, row);
  const statusReason = intern(core, told.statusReason);
  recordAttempt(core, row, told, statusReason);
  if (i32(columns.instance, row) < 0) chargeFargate(core, row, spec);
  columns.flags[row] = flags & ~FLAG.hostLost;
  if (isTerminated) {
    endJob(core, row, STATUS.failed, i32(columns.endReason, row), 'last');
  } else if (!isTimedOut && end.exitCode === 0) {
    endJob(core, row, STATUS.succeeded, statusReason, 'last');
  } else if (!isTimedOut && mayRetryAfter(core, row, told)) {
    columns.flags[row] = u8(columns.flags, row) | FLAG.retried;
    columns.reason[row] = statusReason;
    makeRunnable(core, row, 'last');
  } else {
    endJob(core, row, STATUS.failed, statusReason, 'last');
  }
}

function mayRetryAfter(core: Core, row: number, end: AttemptEnd): boolean {
  const { attemptsEnded } = core.jobs.columns;
  const exitCode = end.exitCode < 0 ? null : end.exitCode;
  return mayRetry(specOf(core, row).spec.retryStrategy, u8(attemptsEnded, row), { ...end, exitCode });
}
