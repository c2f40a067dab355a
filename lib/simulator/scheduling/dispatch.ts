import { atOf, type Core, groupAt, intern, type QueueState, queueAt, specAt, type WaitGroup } from '../core';
import { startAttempt } from '../jobs/attempts';
import { endJob, settleEnds } from '../jobs/dependencies';
import { STATUS } from '../jobs/job-table';
import { startNodes } from '../jobs/node-starts';
import { i32, u8 } from '../kernel/columns';
import { takeConsumables } from '../resources/consumables';
import { isServiceQueue } from '../service-jobs/lines';
import { dispatchServiceQueue } from '../service-jobs/scheduling';
import { watchHead } from './diagnosis';
import { armShareStep, fairHead, fairLimit, fairRules, heldBy, isFair } from './fair-share';
import { judgeQueue } from './judgement';
import { dropReady, NO_JOB, peekReady } from './ready-queue';
import { dropKey } from './share-line';
import { shareOf } from './share-use';

/** One scheduling pass: the queues that may have changed, by priority; in each the head goes until it can't be placed. */
export function dispatchAll(core: Core): void {
  core.instant.dirty = false;
  for (const number of core.derived.queueOrder) if (queueAt(core, number).dirty) dispatchQueue(core, number);
}

/** First live job of a queue; entries of jobs that left another way are dropped on the way. */
function liveHead(core: Core, number: number): number {
  const { ready } = queueAt(core, number);
  const { status } = core.jobs.columns;
  for (;;) {
    const row = peekReady(ready);
    if (row === NO_JOB || u8(status, row) === STATUS.runnable) return row;
    dropReady(ready);
  }
}

function dispatchQueue(core: Core, number: number): void {
  const queue = queueAt(core, number);
  if (isServiceQueue(core, number)) {
    dispatchServiceQueue(core, queue);
    return;
  }
  if (isFair(queue)) {
    dispatchFair(core, queue);
    return;
  }
  queue.dirty = false;
  for (;;) {
    const row = liveHead(core, number);
    if (row === NO_JOB) {
      queue.blockedHead = -1;
      return;
    }
    if (!placeHead(core, queue, row)) return;
  }
}

/** Fair share: each time the share with the least weighed use goes, while what is kept for other shares stays free. */
function dispatchFair(core: Core, queue: QueueState): void {
  queue.dirty = false;
  const rules = fairRules(core, queue);
  const limit = fairLimit(core, queue, rules);
  for (;;) {
    const row = fairHead(core, queue, rules);
    if (row === NO_JOB) {
      queue.blockedHead = -1;
      return;
    }
    const { milliVcpus } = groupOf(core, row);
    if (heldBy(queue) + milliVcpus > limit) block(core, queue, row);
    else if (placeHead(core, queue, row)) continue;
    armShareStep(core, queue, rules);
    return;
  }
}

function groupOf(core: Core, row: number): WaitGroup {
  return groupAt(core, specAt(core, i32(core.jobs.columns.spec, row)).group);
}

function block(core: Core, queue: QueueState, row: number): void {
  if (queue.blockedHead !== row) watchHead(core, queue, row);
  queue.blockedHead = row;
}

/** Starts the job where there is room now; else it blocks its queue, and the answer is false. */
function placeHead(core: Core, queue: QueueState, row: number): boolean {
  const group = groupOf(core, row);
  const { host, hosts, environment } = judgeQueue(core, queue, group);
  if (environment === null || host <= -2) {
    block(core, queue, row);
    return false;
  }
  const share = shareOf(core, row);
  if (share === null) dropReady(queue.ready);
  else dropKey(share.ready);
  queue.movedAt = atOf(core);
  const { refusedByEcs } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  if (refusedByEcs !== undefined) {
    endJob(core, row, STATUS.failed, intern(core, refusedByEcs), 'none');
    settleEnds(core);
    return true;
  }
  if (group.consumables !== undefined) takeConsumables(core, group.consumables);
  if (hosts !== undefined) startNodes(core, row, environment, hosts);
  else startAttempt(core, row, environment, host);
  if (core.derived.ended.count > 0) settleEnds(core);
  return true;
}
