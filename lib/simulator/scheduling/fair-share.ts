import { atOf, type Core, environmentAt, type QueueState, queueAt, type ShareState, specAt } from '../core';
import { STATUS } from '../jobs/job-table';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { NO_JOB } from './ready-queue';
import { dropKey, rowOf } from './share-line';
import { isActive, STEPS, settleShare, stepOf, weighedUse, windowOf } from './share-use';

/** Whether a queue goes by a fair-share policy; it does so for life. */
export const isFair = (queue: QueueState): boolean => queue.document.schedulingPolicyArn !== undefined;

/** A policy as a pass reads it. */
interface FairRules {
  windowMs: number;
  stepMs: number;
  /** Percent kept for shares that are not active. */
  reservation: number;
  /** Ten-thousandths. A prefix's weight counts once for each active share that it covers. */
  weightOf(identifier: string): number;
  active: number;
}

const WEIGHT_UNIT = 10_000;

/** The policy in force and those of the shares that are active now. */
export function fairRules(core: Core, queue: QueueState, shares: readonly ShareState[] = queue.shares): FairRules {
  const at = atOf(core);
  const policy = core.policies.find(({ arn }) => arn === queue.document.schedulingPolicyArn)?.fairsharePolicy;
  const windowMs = windowOf(core, queue.index);
  const active = shares.filter((share) => isActive(share, at, windowMs));
  const entries = (policy?.shareDistribution ?? []).map(({ shareIdentifier = '', weightFactor = 1 }) => {
    const isPrefix = shareIdentifier.endsWith('*');
    const name = isPrefix ? shareIdentifier.slice(0, -1) : shareIdentifier;
    const covered = isPrefix ? active.filter(({ identifier }) => identifier.startsWith(name)).length : 1;
    const weight = Math.max(1, Math.floor(weightFactor * WEIGHT_UNIT + 0.5)) * Math.max(1, covered);
    return { name, isPrefix, weight };
  });
  const known = new Map<string, number>();
  const weightOf = (identifier: string): number => {
    const before = known.get(identifier);
    if (before !== undefined) return before;
    const entry = entries.find(({ name, isPrefix }) => (isPrefix ? identifier.startsWith(name) : identifier === name));
    const weight = entry?.weight ?? WEIGHT_UNIT;
    known.set(identifier, weight);
    return weight;
  };
  const { computeReservation: reservation = 0 } = policy ?? {};
  return { windowMs, stepMs: stepOf(windowMs), reservation, active: active.length, weightOf };
}

/** First live job of a share; entries of jobs that left another way are dropped on the way. */
function shareHead(core: Core, share: ShareState): number {
  const { status } = core.jobs.columns;
  for (;;) {
    const key = share.ready[0];
    if (key === undefined) return NO_JOB;
    if (u8(status, rowOf(key)) === STATUS.runnable) return rowOf(key);
    dropKey(share.ready);
  }
}

/** Weighed use times weight: the share with the least goes next. */
function standingOf(core: Core, rules: FairRules, share: ShareState): number {
  return weighedUse(share, core.genesis.startAt) * rules.weightOf(share.identifier);
}

/** The job that goes next: the first of the share with the least; of equals the one submitted first. */
export function fairHead(core: Core, queue: QueueState, rules: FairRules): number {
  let best = NO_JOB;
  let least = Number.POSITIVE_INFINITY;
  for (const share of queue.shares) {
    const row = shareHead(core, share);
    if (row === NO_JOB) continue;
    settleShare(share, atOf(core), rules.stepMs, core.genesis.startAt);
    const value = standingOf(core, rules, share);
    if (value < least || (value === least && row < best)) {
      least = value;
      best = row;
    }
  }
  return best;
}

/** Thousandths of a vCPU that active shares may hold together; the rest waits for shares that are not active yet. */
export function fairLimit(core: Core, queue: QueueState, rules: FairRules): number {
  let maximum = 0;
  for (const number of queue.derived.environments) {
    const { computeResources, unmanagedvCpus } = environmentAt(core, number).document;
    maximum += (computeResources?.maxvCpus ?? unmanagedvCpus ?? 0) * 1000;
  }
  if (rules.reservation === 0) return Number.POSITIVE_INFINITY;
  let kept = maximum;
  for (let share = 0; share < rules.active; share++) kept = (kept * rules.reservation) / 100;
  return maximum - kept;
}

/** Thousandths of a vCPU that a queue's shares hold. */
export function heldBy(queue: QueueState): number {
  return queue.shares.reduce((sum, share) => sum + share.level, 0);
}

/**
 * A queue that stands still with jobs of several shares is looked at again when use has decayed by a step, for one window
 * after its shares moved last: the order may have turned.
 */
export function armShareStep(core: Core, queue: QueueState, rules: FairRules): void {
  const at = atOf(core);
  if (queue.stepArmed || at > queue.sharesMovedAt + rules.windowMs) return;
  const waiting = queue.shares.filter((share) => share.ready.length > 0);
  if (waiting.length < 2) return;
  queue.stepArmed = true;
  const { startAt } = core.genesis;
  const next = startAt + (Math.floor((at - startAt) / rules.stepMs) + 1) * rules.stepMs;
  pushEvent(core.heap, next, EVENT.shareStep, queue.index, 0);
}

export function onShareStep(core: Core, index: number): void {
  const queue = queueAt(core, index);
  queue.stepArmed = false;
  if (queue.blockedHead < 0) return;
  queue.dirty = true;
  core.instant.dirty = true;
}

/** Active shares of a queue, by identifier. */
export function activeShares(core: Core, queue: QueueState): string[] {
  const at = atOf(core);
  const windowMs = windowOf(core, queue.index);
  return queue.shares.filter((share) => isActive(share, at, windowMs)).map(({ identifier }) => identifier);
}

/** The first RUNNABLE jobs in the order in which they would go if all were placed one after the other now. Changes nothing. */
export function fairFront(core: Core, queue: QueueState, limit: number): number[] {
  const rules = fairRules(core, queue);
  const lines = queue.shares.map((share) => {
    const copy = settledCopy(core, rules, share);
    const live = share.ready.filter((key) => u8(core.jobs.columns.status, rowOf(key)) === STATUS.runnable);
    return { copy, keys: live.sort((a, b) => a - b), next: 0 };
  });
  const rows: number[] = [];
  while (rows.length < limit) {
    let best: { line: (typeof lines)[number]; row: number; value: number } | null = null;
    for (const line of lines) {
      const key = line.keys[line.next];
      if (key === undefined) continue;
      const value = standingOf(core, rules, line.copy);
      const row = rowOf(key);
      if (best === null || value < best.value || (value === best.value && row < best.row)) best = { line, row, value };
    }
    if (best === null) return rows;
    best.line.next++;
    best.line.copy.level += specAt(core, i32(core.jobs.columns.spec, best.row)).spec.milliVcpus;
    rows.push(best.row);
  }
  return rows;
}

/** A share as it stands now, for a look that leaves no trace. */
function settledCopy(core: Core, rules: FairRules, share: ShareState): ShareState {
  const copy = { ...share, steps: [...share.steps] };
  settleShare(copy, atOf(core), rules.stepMs, core.genesis.startAt);
  return copy;
}

/** Weighed use of a share times its weight, in vCPU-seconds, for a look that leaves no trace. */
export function shownUse(core: Core, rules: FairRules, share: ShareState): number {
  const copy = settledCopy(core, rules, share);
  return standingOf(core, rules, copy) / (STEPS * WEIGHT_UNIT * 1_000_000);
}
