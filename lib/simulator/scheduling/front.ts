import { type Core, queueAt } from '../core';
import { STATUS } from '../jobs/job-table';
import { childIndex } from '../jobs/names';
import { lookDelay } from '../jobs/submit';
import { f64, i32, u8 } from '../kernel/columns';
import { fairFront, isFair } from './fair-share';
import { keysInOrder, rowOfKey } from './ready-queue';

/** The first RUNNABLE jobs of a queue in the order in which they will be dispatched, as rows. */
export function frontRows(core: Core, queue: number, limit: number): number[] {
  if (isFair(queueAt(core, queue))) return fairFront(core, queueAt(core, queue), limit);
  const { status } = core.jobs.columns;
  const rows: number[] = [];
  for (const key of keysInOrder(queueAt(core, queue).ready)) {
    const row = rowOfKey(key);
    if (u8(status, row) !== STATUS.runnable) continue;
    if (rows.push(row) === limit) break;
  }
  return rows;
}

/** Virtual ms since when a RUNNABLE job can have its present place: since it is RUNNABLE, or since one before it left. */
export function placeSince(core: Core, queue: number, row: number): number {
  return Math.max(queueAt(core, queue).movedAt, readySince(core, row));
}

function readySince(core: Core, row: number): number {
  const { createdAt, lastAttempt, needs, parent, stoppedAt } = core.jobs.columns;
  const last = i32(lastAttempt, row);
  if (last >= 0) return f64(core.attempts.columns.stoppedAt, last);
  const submitted = childIndex(core, row) < 0 ? row : i32(parent, row);
  let since = f64(createdAt, submitted) + lookDelay(core, submitted);
  const { dependency, nextNeed } = core.edges.columns;
  for (let edge = i32(needs, submitted); edge >= 0; edge = i32(nextNeed, edge)) {
    since = Math.max(since, f64(stoppedAt, i32(dependency, edge)));
  }
  return since;
}
