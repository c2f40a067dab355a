import type { AttemptChange, InstanceChange } from '@/lib/batch';
import type { Charge, InstanceFacts, LedgerPrices, Requirements } from './contract';
import { attemptHour, HOUR, hourOf, instanceHour, type Tenant } from './instance-hour';
import { shareOf, WHOLE } from './share';

/** One instance, the attempts on it that may still matter, and how far its hours have settled. */
export interface InstanceMeter {
  facts: InstanceFacts;
  /** By `jobId/n`. */
  tenants: Map<string, Tenant>;
  /** Hours before this moment are settled. */
  settledTo: number;
  /** Final charges of attempts that go on: whether they are lost shows at their end. */
  held: Map<string, Charge[]>;
  /** Sum of the shares of attempts that go on. */
  asked: number;
  /** Until when more may have been asked than there is; Infinity while it is. Never too early. */
  crowdedTo: number;
}

export function tenantKey(jobId: string, n: number): string {
  return `${jobId}/${n}`;
}

/** The hours of a time in [from, to), each within one UTC hour. Where it ends there, at least one, which may be empty. */
export function hoursBetween(from: number, to: number, ends: boolean): { from: number; to: number; ends: boolean }[] {
  const hours: { from: number; to: number; ends: boolean }[] = [];
  let start = from;
  while (start < to) {
    const end = Math.min(hourOf(start) + HOUR, to);
    hours.push({ from: start, to: end, ends: ends && end === to });
    start = end;
  }
  return ends && hours.length === 0 ? [{ from: to, to, ends }] : hours;
}

/**
 * Closes the hours before `hour` that nothing can change any more (all, where the instance ended) and gives their charges,
 * but for those of attempts that go on.
 */
export function settleHours(meter: InstanceMeter, hour: number, prices: LedgerPrices): Charge[] {
  const { facts } = meter;
  if (facts.terminatedAt === null && facts.purchase === 'SPOT' && hour < facts.runningAt + HOUR) return [];
  const ended = facts.terminatedAt !== null;
  const limit = facts.terminatedAt ?? hour;
  if (ended ? meter.settledTo > limit : meter.settledTo >= limit) return [];
  const charges: Charge[] = [];
  for (const span of hoursBetween(meter.settledTo, limit, ended)) {
    for (const charge of instanceHour(facts, [...meter.tenants.values()], span, prices)) {
      const key = charge.kind === 'attempt' ? tenantKey(charge.jobId ?? '', charge.attempt ?? 0) : null;
      const tenant = key === null ? undefined : meter.tenants.get(key);
      if (key === null || tenant === undefined || tenant.to !== Number.POSITIVE_INFINITY) charges.push(charge);
      else meter.held.set(key, [...(meter.held.get(key) ?? []), charge]);
    }
  }
  meter.settledTo = ended ? Number.POSITIVE_INFINITY : limit;
  for (const [key, tenant] of meter.tenants) {
    if (tenant.to === Number.POSITIVE_INFINITY) continue;
    if (ended || tenant.to <= limit) meter.tenants.delete(key);
    else tenant.releasedTo = Math.max(tenant.releasedTo, limit);
  }
  return charges;
}

/** Charges as they stand at `upTo` of all that has not settled. */
export function openHours(meter: InstanceMeter, upTo: number, prices: LedgerPrices): Charge[] {
  const charges = [...meter.held.values()].flat();
  const to = meter.facts.terminatedAt ?? upTo;
  const ended = meter.facts.terminatedAt !== null;
  if (meter.settledTo > to) return charges;
  for (const hour of hoursBetween(meter.settledTo, to, ended)) {
    charges.push(...instanceHour(meter.facts, [...meter.tenants.values()], hour, prices));
  }
  return charges;
}

/** Counts a tenant that came in. One that is first heard of when it is over may have been there with any other. */
export function countIn(meter: InstanceMeter, tenant: Tenant): void {
  if (tenant.to !== Number.POSITIVE_INFINITY) {
    meter.crowdedTo = Math.max(meter.crowdedTo, tenant.to);
    return;
  }
  meter.asked += tenant.share;
  if (meter.asked > WHOLE) meter.crowdedTo = Number.POSITIVE_INFINITY;
}

/** Counts out a tenant that was going on. */
export function countOut(meter: InstanceMeter, tenant: Tenant, at: number): void {
  meter.asked -= tenant.share;
  if (meter.crowdedTo === Number.POSITIVE_INFINITY && meter.asked <= WHOLE) meter.crowdedTo = at;
}

/** What an attempt that ended costs in the hours that have not settled, unless AWS gives the instance's hour back. */
export function estimateTenant(meter: InstanceMeter, tenant: Tenant, prices: LedgerPrices): Charge[] {
  const { facts } = meter;
  const from = Math.max(tenant.from, facts.runningAt, meter.settledTo);
  const to = Math.min(tenant.to, facts.terminatedAt ?? tenant.to);
  const others = meter.crowdedTo > from ? [...meter.tenants.values()] : [];
  return hoursBetween(from, to, false).flatMap((hour) => attemptHour(facts, tenant, others, hour, prices));
}

/** Nano-USD per hour in force now, or 0 while it is not up. */
export function priceNow(facts: InstanceFacts): number {
  return facts.terminatedAt === null ? (facts.prices.at(-1)?.nanoUsdPerHour ?? 0) : 0;
}

/** An instance that just came up: no attempt on it, nothing settled. */
export function newMeter(facts: InstanceFacts): InstanceMeter {
  return { facts, tenants: new Map(), settledTo: facts.runningAt, held: new Map(), asked: 0, crowdedTo: 0 };
}

/** What is known of an instance as it comes up. */
export function factsAtStart(change: InstanceChange, nanoUsdPerHour: number): InstanceFacts {
  return {
    instanceArn: change.instanceArn,
    environmentArn: change.environmentArn,
    type: change.type,
    purchase: change.purchase,
    vcpus: change.vcpus,
    memoryMib: change.memoryMib,
    gpus: change.gpus,
    runningAt: change.at,
    terminatedAt: null,
    endedBy: null,
    prices: [{ at: change.at, nanoUsdPerHour }],
  };
}

export function newTenant(meter: InstanceMeter, jobId: string, needs: Requirements, change: AttemptChange): Tenant {
  const from = Math.max(change.placedAt, meter.facts.runningAt);
  return {
    jobId,
    n: change.n,
    taskArn: change.taskArn,
    needs,
    from,
    to: change.stoppedAt ?? Number.POSITIVE_INFINITY,
    share: shareOf(needs, meter.facts),
    interrupted: change.interrupted === true,
    releasedTo: from,
  };
}
