import type { Core } from '../core';
import { markQueue } from '../jobs/transitions';
import type { ServiceJob } from './contract';
import { joinLine, leaveLine } from './lines';
import { hasEnded } from './service-job';

/** Another priority for a job: it moves in its line. In a queue without a policy priorities mean nothing. */
export function prioritise(core: Core, job: ServiceJob, priority: number): void {
  if (hasEnded(job) || core.queues[job.queue]?.document.schedulingPolicyArn === undefined) return;
  if (job.status === 'RUNNABLE') leaveLine(core, job);
  job.priority = priority;
  if (job.status === 'RUNNABLE') joinLine(core, job);
  markQueue(core, job.queue);
}
