import { atOf, type Core, queueAt } from '../core';
import { markQueue } from '../jobs/transitions';
import type { ServiceJob } from './contract';
import { serviceJobAt } from './service-job';
import { serviceQueue } from './service-queue';

/** Whether `a` goes before `b` in their line: by priority, retried jobs first, then in order of submission. */
function isBefore(a: ServiceJob, b: ServiceJob): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.isRetried !== b.isRetried) return a.isRetried;
  return a.ordinal < b.ordinal;
}

/** Puts a job that has become RUNNABLE into its line. */
export function joinLine(core: Core, job: ServiceJob): void {
  const { lines } = serviceQueue(core, job.queue);
  const line = lines[job.share] ?? [];
  lines[job.share] = line;
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(job, serviceJobAt(core, line[middle] ?? 0))) high = middle;
    else low = middle + 1;
  }
  line.splice(low, 0, job.ordinal);
  core.instant.tallyDirty = true;
  markQueue(core, job.queue);
}

/** Takes a job out of its line. */
export function leaveLine(core: Core, job: ServiceJob): void {
  const state = serviceQueue(core, job.queue);
  const line = state.lines[job.share] ?? [];
  const at = line.indexOf(job.ordinal);
  if (at >= 0) line.splice(at, 1);
  state.movedAt = atOf(core);
  core.instant.tallyDirty = true;
  if (state.blocked[job.share]?.ordinal !== job.ordinal) return;
  delete state.blocked[job.share];
  markQueue(core, job.queue);
}

/** Whether a queue's jobs are service jobs. */
export function isServiceQueue(core: Core, queue: number): boolean {
  return (queueAt(core, queue).document.serviceEnvironmentOrder?.length ?? 0) > 0;
}
