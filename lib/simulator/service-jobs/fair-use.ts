import { atOf, type Core, queueAt, type ShareState } from '../core';
import { fairRules } from '../scheduling/fair-share';
import { isActive, newShare, settleShare, stepOf, weighedUse, windowOf } from '../scheduling/share-use';
import type { ServiceJob } from './contract';
import { serviceQueue } from './service-queue';

const MILLI = 1000;

/** Instances that a job holds, of whatever type. */
export function instancesOf(job: ServiceJob): number {
  return job.request.needs.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The share of a job in a fair-share queue, or null. */
function shareOf(core: Core, job: ServiceJob): ShareState | null {
  const { shareIdentifier } = job.request;
  if (shareIdentifier === undefined) return null;
  const { shares } = serviceQueue(core, job.queue);
  const known = shares.find(({ identifier }) => identifier === shareIdentifier);
  if (known !== undefined) return known;
  const made = newShare(shareIdentifier, atOf(core));
  shares.push(made);
  return made;
}

/** A job of a share was made, or has ended. */
export function countFairJob(core: Core, job: ServiceJob, by: 1 | -1): void {
  const share = shareOf(core, job);
  if (share === null) return;
  share.open += by;
  share.idleSince = share.open > 0 ? -1 : atOf(core);
}

/** Books that a job's share holds more or less from now on. */
export function bookFairUse(core: Core, job: ServiceJob, by: 1 | -1): void {
  const share = shareOf(core, job);
  if (share === null) return;
  settleShare(share, atOf(core), stepOf(windowOf(core, job.queue)), core.genesis.startAt);
  share.level += by * instancesOf(job) * MILLI;
}

/** Instances that the shares of a queue may hold together, of `maximum`; the rest waits for shares that are not active yet. */
export function fairMaximum(core: Core, queue: number, maximum: number): number {
  const rules = fairRules(core, queueAt(core, queue), serviceQueue(core, queue).shares);
  if (rules.reservation === 0) return maximum;
  let kept = maximum;
  for (let share = 0; share < rules.active; share++) kept = (kept * rules.reservation) / 100;
  return maximum - kept;
}

/** Shares that have jobs waiting, the one that goes first in front: the least weighed use, then the oldest job. Changes nothing. */
export function fairOrder(core: Core, queue: number): string[] {
  const state = core.services.queues[queue];
  if (state === undefined) return [];
  const rules = fairRules(core, queueAt(core, queue), state.shares);
  const { startAt } = core.genesis;
  const waiting = state.shares.flatMap(({ identifier, ...share }) => {
    const first = state.lines[identifier]?.[0];
    if (first === undefined) return [];
    const copy = { ...share, identifier, steps: [...share.steps] };
    settleShare(copy, atOf(core), rules.stepMs, startAt);
    return [{ identifier, first, value: weighedUse(copy, startAt) * rules.weightOf(identifier) }];
  });
  waiting.sort((a, b) => a.value - b.value || a.first - b.first);
  return waiting.map(({ identifier }) => identifier);
}

/** Identifiers of a queue's active shares. */
export function activeServiceShares(core: Core, queue: number): string[] {
  const windowMs = windowOf(core, queue);
  const shares = core.services.queues[queue]?.shares ?? [];
  return shares.filter((share) => isActive(share, atOf(core), windowMs)).map(({ identifier }) => identifier);
}
