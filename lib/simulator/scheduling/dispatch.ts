import { atOf, type Core, groupAt, queueAt, specAt } from '../core';
import { startAttempt } from '../jobs/attempts';
import { settleEnds } from '../jobs/dependencies';
import { STATUS } from '../jobs/job-table';
import { startNodes } from '../jobs/node-starts';
import { i32, u8 } from '../kernel/columns';
import { watchHead } from './diagnosis';
import { judgeQueue } from './judgement';
import { dropReady, NO_JOB, peekReady } from './ready-queue';

/** One scheduling pass: the queues that may have changed, by priority; in each the head goes until it can't be placed. */
export function dispatchAll(core: Core): void {
  core.instant.dirty = false;
  for (const number of core.derived.queueOrder) if (queueAt(core, number).dirty) dispatchQueue(core, number);
}

/** First live job of a queue; entries of jobs that left another way are dropped on the way. */
export function liveHead(core: Core, number: number): number {
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
  queue.dirty = false;
  for (;;) {
    const row = liveHead(core, number);
    if (row === NO_JOB) {
      queue.blockedHead = -1;
      return;
    }
    const { group } = specAt(core, i32(core.jobs.columns.spec, row));
    const { host, hosts, environment } = judgeQueue(core, queue, groupAt(core, group));
    if (environment === null || host <= -2) {
      if (queue.blockedHead !== row) watchHead(core, queue, row);
      queue.blockedHead = row;
      return;
    }
    dropReady(queue.ready);
    queue.movedAt = atOf(core);
    if (hosts !== undefined) startNodes(core, row, environment, hosts);
    else startAttempt(core, row, environment, host);
    if (core.derived.ended.count > 0) settleEnds(core);
  }
}
