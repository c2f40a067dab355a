import type { Core } from '../core';
import { terminateServiceJob } from './lives';
import { hasEnded } from './service-job';

/** Ends all service jobs of a queue that is deleted, as TerminateServiceJob does. */
export function endServiceJobs(core: Core, queue: number, reason: string): void {
  for (const job of core.services.jobs) if (job.queue === queue) terminateServiceJob(core, job, reason);
}

/** Whether a service job of the queue has not ended. */
export function hasLiveServiceJobs(core: Core, queue: number): boolean {
  return core.services.jobs.some((job) => job.queue === queue && !hasEnded(job));
}
