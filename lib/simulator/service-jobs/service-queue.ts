import type { Core } from '../core';
import type { ServiceQueueState } from './world';

/** The state of a queue of service jobs, made at first sight. */
export function serviceQueue(core: Core, queue: number): ServiceQueueState {
  const known = core.services.queues[queue];
  if (known !== undefined) return known;
  const made: ServiceQueueState = { lines: {}, blocked: {}, movedAt: 0, shares: [], told: [] };
  core.services.queues[queue] = made;
  return made;
}

/** Names of a record in order. */
export function namesOf(record: Record<string, unknown>): string[] {
  return Object.keys(record).sort();
}
