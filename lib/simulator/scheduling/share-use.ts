import { atOf, type Core, queueAt, type ShareState, specAt } from '../core';
import { i32 } from '../kernel/columns';
import { keyOf, pushKey } from './share-line';

/** What fair share counts with where a policy says 0 or nothing (FAIR-7). */
const DEFAULT_WINDOW_MS = 600_000;
/** A share's window is kept in so many steps: recent use weighs more, a step at a time, down to nothing at its end (FAIR-8). */
export const STEPS = 60;
/** A job that is placed counts this far ahead, so that shares take turns within one pass. */
const AHEAD_MS = 1000;

/** Length of the decay window of a queue's policy, ms. */
export function windowOf(core: Core, queue: number): number {
  const arn = queueAt(core, queue).document.schedulingPolicyArn;
  const policy = core.policies.find((document) => document.arn === arn)?.fairsharePolicy;
  return (policy?.shareDecaySeconds ?? 0) * 1000 || DEFAULT_WINDOW_MS;
}

export const stepOf = (windowMs: number): number => Math.ceil(windowMs / STEPS);

export function newShare(identifier: string, at: number): ShareState {
  return { identifier, ready: [], level: 0, since: at, stepMs: 0, steps: [], open: 0, idleSince: -1 };
}

// Another window: each old step goes to the new one that its middle falls into.
function rescale(share: ShareState, stepMs: number, startAt: number): void {
  const old = share.stepMs;
  const now = share.since - startAt;
  const steps = Array.from({ length: STEPS }, () => 0);
  const last = Math.floor(now / stepMs);
  for (let back = 0; back < STEPS && old > 0; back++) {
    const step = Math.floor(now / old) - back;
    const middle = Math.min(now, step * old + Math.floor(old / 2));
    const place = Math.floor(Math.max(0, middle) / stepMs);
    if (step >= 0 && last - place < STEPS) {
      steps[place % STEPS] = (steps[place % STEPS] ?? 0) + (share.steps[step % STEPS] ?? 0);
    }
  }
  share.steps = steps;
  share.stepMs = stepMs;
}

/** Books what a share held up to `at`. Whole numbers: however often it is done, the sums are the same. */
export function settleShare(share: ShareState, at: number, stepMs: number, startAt: number): void {
  if (share.stepMs !== stepMs) rescale(share, stepMs, startAt);
  if (at - share.since > STEPS * stepMs) {
    share.steps.fill(0);
    share.since = startAt + (Math.floor((at - startAt) / stepMs) - STEPS + 1) * stepMs;
  }
  while (share.since < at) {
    const step = Math.floor((share.since - startAt) / stepMs);
    const end = startAt + (step + 1) * stepMs;
    const until = Math.min(at, end);
    share.steps[step % STEPS] = (share.steps[step % STEPS] ?? 0) + share.level * (until - share.since);
    share.since = until;
    if (until === end) share.steps[(step + 1) % STEPS] = 0;
  }
}

/**
 * Thousandths of vCPU-ms of a settled share, times 60: the newest step whole, each older one a sixtieth less. Whole, and
 * exact below 2^53: a thousand vCPUs for a week.
 */
export function weighedUse(share: ShareState, startAt: number): number {
  const last = Math.floor((share.since - startAt) / share.stepMs);
  let sum = share.level * AHEAD_MS * STEPS;
  for (let back = 0; back < STEPS && back <= last; back++) {
    sum += (share.steps[(last - back) % STEPS] ?? 0) * (STEPS - back);
  }
  return sum;
}

/** The share of a job's row, or null in a queue without a policy. */
export function shareOf(core: Core, row: number): ShareState | null {
  const { queue, spec } = specAt(core, i32(core.jobs.columns.spec, row));
  if (spec.shareIdentifier === undefined) return null;
  const { shares, derived } = queueAt(core, queue);
  return shares[derived.shareNumbers.get(spec.shareIdentifier) ?? -1] ?? null;
}

/** Books that a share holds more or less from now on. */
export function bookShare(core: Core, row: number, milliVcpus: number): void {
  const share = shareOf(core, row);
  if (share === null) return;
  const { queue } = specAt(core, i32(core.jobs.columns.spec, row));
  settleShare(share, atOf(core), stepOf(windowOf(core, queue)), core.genesis.startAt);
  share.level += milliVcpus;
  const state = queueAt(core, queue);
  state.sharesMovedAt = atOf(core);
  if (milliVcpus > 0 || state.blockedHead < 0) return;
  state.dirty = true;
  core.instant.dirty = true;
}

/** A job of a share was made, or has ended. */
export function countShareJob(core: Core, row: number, by: 1 | -1): void {
  const share = shareOf(core, row);
  if (share === null) return;
  share.open += by;
  share.idleSince = share.open > 0 ? -1 : atOf(core);
}

/** Whether a share has jobs that have not ended, or had some within the window. */
export function isActive(share: ShareState, at: number, windowMs: number): boolean {
  return share.open > 0 || (share.idleSince >= 0 && at - share.idleSince < windowMs);
}

/** A job of a share is RUNNABLE: it gets its place in the share. */
export function pushShareJob(core: Core, share: ShareState, row: number, retried: boolean): void {
  const priority = specAt(core, i32(core.jobs.columns.spec, row)).spec.schedulingPriority ?? 0;
  pushKey(share.ready, keyOf(row, retried, priority));
}
