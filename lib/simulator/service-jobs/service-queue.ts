import type { Core } from '../core';
import { byName } from '../kernel/by-name';
import type { ServiceQueueState } from './world';

/** The state of a queue of service jobs, made at first sight. */
export function serviceQueue(core: Core, queue: number): ServiceQueueState {
  const known = core.services.queues[queue];
  if (known !== undefined) return known;
  const made: ServiceQueueState = { lines: byName(), blocked: byName(), movedAt: 0, shares: [], told: [] };
  core.services.queues[queue] = made;
  return made;
}

/** Takes the state that a snapshot holds. */
export function restoreServices(core: Core, services: Core['services']): void {
  Object.assign(core.services, services);
  for (const state of Object.values(core.services.queues)) {
    state.lines = byName(state.lines);
    state.blocked = byName(state.blocked);
  }
}

/** Names of a record in order. */
export function namesOf(record: Record<string, unknown>): string[] {
  return Object.keys(record).sort();
}
