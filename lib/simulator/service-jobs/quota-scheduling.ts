import type { WaitingCause } from '@/lib/batch';
import { atOf, type Core, type QueueState } from '../core';
import { block } from './blocked-heads';
import { holdersOf } from './capacity';
import type { ServiceJob } from './contract';
import { preempt, schedule } from './lives';
import { lineOf, QuotaLedger } from './quota-ledger';
import { serviceJobAt } from './service-job';

/** One pass over a queue's quota shares. */
interface Pass {
  core: Core;
  queue: QueueState;
  environment: number;
  /** As things stand, and as they will once those being stopped are gone and heads have what was freed for them. */
  now: QuotaLedger;
  plan: QuotaLedger;
}

/**
 * Quota shares: each takes its own first, and takes it back from those who borrowed it; what is idle then goes to borrowers in
 * order of submission. A share's head waits without keeping other shares waiting.
 */
export function dispatchShares(core: Core, queue: QueueState, environment: number): void {
  const pass: Pass = {
    core,
    queue,
    environment,
    now: QuotaLedger.of(core, queue.index, environment, false),
    plan: QuotaLedger.of(core, queue.index, environment, true),
  };
  restoreLimits(pass);
  const causes = new Map<string, WaitingCause>();
  const names = [...pass.now.shares.keys()];
  for (const name of names) while (takesOwn(pass, name));
  while (lendsOne(pass, names));
  for (const name of names) settleHead(pass, name, causes);
  for (const name of names) block(core, queue, name, causes.get(name) ?? 'unknown');
}

function headOf({ core, queue }: Pass, share: string): ServiceJob | null {
  const [first] = lineOf(core, queue.index, share);
  const job = first === undefined ? null : serviceJobAt(core, first);
  return job === null || job.heldUntil > atOf(core) ? null : job;
}

function place(pass: Pass, job: ServiceJob): void {
  schedule(pass.core, job, pass.environment);
  pass.now.book(job, 1);
  pass.plan.book(job, 1);
}

/** Places the head of a share within the share's own limits; false where there is none, or no room. */
function takesOwn(pass: Pass, share: string): boolean {
  const job = headOf(pass, share);
  if (job === null || !pass.now.isWithinOwn(job) || pass.now.refusal(job) !== null) return false;
  place(pass, job);
  return true;
}

/** Lends idle capacity to the one of the heads that was submitted first; false where none can have any. */
function lendsOne(pass: Pass, names: readonly string[]): boolean {
  const heads = names.map((name) => headOf(pass, name)).filter((job) => job !== null);
  // Own capacity that is promised to a head is not lent: the plan knows it.
  const able = heads.filter((job) => pass.now.refusal(job) === null && pass.plan.refusal(job) === null);
  const [first] = able.sort((a, b) => a.ordinal - b.ordinal);
  if (first === undefined) return false;
  place(pass, first);
  return true;
}

/** A head that could not go: capacity is taken back for it where its share may, and why it waits is noted. */
function settleHead(pass: Pass, share: string, causes: Map<string, WaitingCause>): void {
  const [first] = lineOf(pass.core, pass.queue.index, share);
  if (first === undefined) return;
  const job = serviceJobAt(pass.core, first);
  const never = pass.now.never(job);
  if (never !== null || job.heldUntil > atOf(pass.core)) {
    causes.set(share, never ?? 'no-capacity');
    return;
  }
  const why = pass.now.refusal(job);
  causes.set(share, why === 'full' || why === 'lent' ? 'at-maximum' : 'quota-share');
  const isOwn = pass.plan.isWithinOwn(job);
  if (pass.plan.refusal(job) !== null) {
    const freed = (isOwn && freeFor(pass, job, 'cross-share')) || freeFor(pass, job, 'in-share');
    if (!freed) return;
  }
  pass.plan.book(job, 1);
}

type Kind = 'in-share' | 'cross-share';

/** Stops as few jobs as let `job` go, in order; none where all of them would not. */
function freeFor(pass: Pass, job: ServiceJob, kind: Kind): boolean {
  if (kind === 'in-share' && pass.plan.shares.get(job.share)?.preemptsInShare !== true) return false;
  const chosen: ServiceJob[] = [];
  while (pass.plan.refusal(job) !== null) {
    const victim = nextVictim(pass, job, kind, chosen);
    if (victim === undefined) {
      for (const one of chosen) pass.plan.book(one, 1);
      return false;
    }
    chosen.push(victim);
    pass.plan.book(victim, -1);
  }
  for (const one of [...chosen]) {
    pass.plan.book(one, 1);
    if (pass.plan.refusal(job) === null) chosen.splice(chosen.indexOf(one), 1);
    else pass.plan.book(one, -1);
  }
  for (const victim of chosen) preempt(pass.core, victim, kind);
  return true;
}

/** The job that loses its capacity next: of the share that borrowed most, the lowest priority, the shortest run. */
function nextVictim(pass: Pass, job: ServiceJob, kind: Kind, chosen: readonly ServiceJob[]): ServiceJob | undefined {
  const units = job.request.needs.map(({ unit }) => unit);
  const candidates = holdersOf(pass.core, pass.environment).filter((one) => {
    if (one.stopping !== null || chosen.includes(one) || !one.request.needs.some(({ unit }) => units.includes(unit)))
      return false;
    if (kind === 'in-share') return one.share === job.share && one.priority < job.priority;
    return one.share !== job.share && borrowedOf(pass, one.share, units) > 0;
  });
  return firstVictim(pass, candidates, units);
}

function borrowedOf({ plan }: Pass, share: string, units: readonly string[]): number {
  return units.reduce((sum, unit) => sum + plan.borrowed(share, unit), 0);
}

function firstVictim(pass: Pass, candidates: ServiceJob[], units: readonly string[]): ServiceJob | undefined {
  const ran = (job: ServiceJob): number => (job.startedAt === null ? 0 : atOf(pass.core) - job.startedAt);
  const [first] = candidates.sort(
    (a, b) =>
      borrowedOf(pass, b.share, units) - borrowedOf(pass, a.share, units) ||
      a.priority - b.priority ||
      ran(a) - ran(b) ||
      b.ordinal - a.ordinal,
  );
  return first;
}

/** Limits were lowered: jobs beyond them lose their capacity until what is held is in order again. */
function restoreLimits(pass: Pass): void {
  for (;;) {
    const over = pass.plan.excess();
    if (over === null) return;
    const units = [over.unit];
    const candidates = holdersOf(pass.core, pass.environment).filter(
      (job) =>
        job.stopping === null &&
        pass.plan.borrowed(job.share, over.unit) > 0 &&
        (over.share === null || job.share === over.share) &&
        job.request.needs.some(({ unit }) => unit === over.unit),
    );
    const victim = firstVictim(pass, candidates, units);
    if (victim === undefined) return;
    pass.plan.book(victim, -1);
    preempt(pass.core, victim, 'cross-share');
  }
}
