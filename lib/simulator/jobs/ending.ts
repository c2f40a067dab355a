import { atOf, type Core, intern, queueAt, specAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { endServiceJobs, hasLiveServiceJobs } from '../service-jobs/queue-ends';
import { attemptNumber } from './attempt-rows';
import { endAttempt, KILL_AFTER_MS } from './attempts';
import { endJob, moveOn, settleEnds } from './dependencies';
import { emitJob } from './job-changes';
import { FLAG, STATUS } from './job-table';
import { arraySize, isPart } from './names';
import { isNode, jobOfNode, mainNodeOf, nodeCount } from './nodes';
import { markQueue } from './transitions';

/** TerminateJob: ends a job in any state; a running one gets SIGTERM and 30 s. */
export function terminateJob(core: Core, row: number, reason: string): void {
  endByRequest(core, row, intern(core, reason), FLAG.terminated);
  settleEnds(core);
}

/** CancelJob: ends a job that has not reached STARTING. */
export function cancelJob(core: Core, row: number, reason: string): void {
  endByRequest(core, row, intern(core, reason), FLAG.cancelled);
  settleEnds(core);
}

// A node is not ended by itself: the call means its job.
function endByRequest(core: Core, asked: number, reason: number, flag: number): void {
  const row = isNode(core, asked) ? jobOfNode(core, asked) : asked;
  const { status } = core.jobs.columns;
  if (u8(status, row) >= STATUS.succeeded) return;
  const size = arraySize(core, row);
  if (size === 0) {
    endOne(core, row, reason, flag);
    return;
  }
  mark(core, row, reason, flag);
  emitJob(core, row, 'none');
  for (let child = row + 1; child <= row + size; child++) endOne(core, child, reason, flag);
}

function mark(core: Core, row: number, reason: number, flag: number): void {
  const { flags, endReason } = core.jobs.columns;
  flags[row] = u8(flags, row) | flag;
  endReason[row] = reason;
}

function endOne(core: Core, row: number, reason: number, flag: number): void {
  const { status, flags } = core.jobs.columns;
  const state = u8(status, row);
  if (state >= STATUS.succeeded) return;
  if (state >= STATUS.starting) {
    if (flag === FLAG.terminated && (u8(flags, row) & FLAG.terminated) === 0) stopRunning(core, row, reason);
    return;
  }
  const wasAsked = (u8(flags, row) & (FLAG.terminated | FLAG.cancelled)) !== 0;
  mark(core, row, reason, flag);
  if (state === STATUS.pending) {
    if (!wasAsked || (u8(flags, row) & flag) === 0) emitJob(core, row, 'none');
    moveOn(core, row);
    return;
  }
  const queue = queueAt(core, specAt(core, i32(core.jobs.columns.spec, row)).queue);
  if (state === STATUS.runnable) queue.movedAt = atOf(core);
  endJob(core, row, STATUS.failed, reason, 'none');
  if (queue.blockedHead === row) markQueue(core, queue.index);
}

function stopRunning(core: Core, row: number, reason: number): void {
  mark(core, row, reason, FLAG.terminated);
  const runner = nodeCount(core, row) > 0 ? mainNodeOf(core, row) : row;
  if (u8(core.jobs.columns.status, row) === STATUS.starting) {
    endAttempt(core, runner, {
      exitCode: -1,
      statusReason: core.strings[reason] ?? '',
      reason: '',
      interrupted: false,
    });
    return;
  }
  emitJob(core, row, 'none');
  pushEvent(core.heap, atOf(core) + KILL_AFTER_MS, EVENT.kill, runner, attemptNumber(core, runner));
}

/** The statusReason of jobs whose queue was deleted under them; AWS publishes none. */
const QUEUE_DELETED = 'Job queue deleted';

const isLive = (core: Core, row: number, queue: number): boolean =>
  u8(core.jobs.columns.status, row) < STATUS.succeeded &&
  specAt(core, i32(core.jobs.columns.spec, row)).queue === queue;

/** Ends all jobs of a queue from row `from` on, as TerminateJob does; those that wait for other jobs end at once, too. */
export function endQueueJobs(core: Core, queue: number, from: number): void {
  const { status } = core.jobs.columns;
  const reason = intern(core, QUEUE_DELETED);
  for (let row = from; row < core.jobs.count; row++) {
    if (!isLive(core, row, queue)) continue;
    if (!isPart(core, row)) endByRequest(core, row, reason, FLAG.terminated);
    if (u8(status, row) === STATUS.pending && arraySize(core, row) === 0)
      endJob(core, row, STATUS.failed, reason, 'none');
  }
  settleEnds(core);
  endServiceJobs(core, queue, QUEUE_DELETED);
}

/** Whether a job of the queue has not ended. */
export function hasLiveJobs(core: Core, queue: number): boolean {
  if (hasLiveServiceJobs(core, queue)) return true;
  for (let row = core.jobs.count - 1; row >= 0; row--) if (isLive(core, row, queue)) return true;
  return false;
}
