import type { JobQueueDetail } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuse } from './refusals';
import { localName } from './request-rules';

/** The queue that a request names by its name or ARN. Refuses, in AWS's words, what names none. */
export function knownQueue(machine: Machine, given: string): { name: string; queue: JobQueueDetail } {
  const name = localName(machine.place, 'job-queue', given);
  const queue = name === null ? undefined : machine.queue(name);
  if (name === null || queue === undefined) refuse(`JobQueue ${given} not found.`);
  return { name, queue };
}

/** Refuses a submit to a queue that takes none. */
export function checkTakesJobs(queue: JobQueueDetail): void {
  if (queue.state !== 'ENABLED') refuse(`Job queue ${queue.jobQueueArn} is not in ENABLED state`);
}
