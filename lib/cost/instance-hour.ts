import type { Charge, InstanceFacts, LedgerPrices, Requirements } from './contract';
import { divideBill, partOf, priceOf } from './money';
import { divide, type Presence, WHOLE, weightAmong } from './share';

export const HOUR = 3_600_000;
const MINIMUM_MS = 60_000;
const SECOND = 1_000;

export function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}

/** End of the last UTC hour that is over at `at`. An hour is over once its end has passed: an instance may end with it. */
export function lastHourOver(at: number): number {
  return hourOf(at - 1);
}

/** Time billed beyond what passed: seconds are rounded up, and a start costs a minute. Source: EC2 and Fargate pricing. */
export function billedBeyond(milliseconds: number): number {
  return Math.max(MINIMUM_MS, Math.ceil(milliseconds / SECOND) * SECOND) - milliseconds;
}

/** An attempt on an instance. */
export interface Tenant extends Presence {
  jobId: string;
  n: number;
  /** Orders attempts that were placed at once. */
  taskArn: string;
  needs: Requirements;
  interrupted: boolean;
  /** Its charges for hours before this moment have been given out. */
  releasedTo: number;
}

/** AWS takes nothing for a Spot instance that it takes back within its first hour. */
function isFree(facts: InstanceFacts): boolean {
  return (
    facts.purchase === 'SPOT' &&
    facts.endedBy === 'interruption' &&
    facts.terminatedAt !== null &&
    facts.terminatedAt - facts.runningAt < HOUR
  );
}

interface Segment {
  from: number;
  to: number;
  nanoUsdPerHour: number;
  beyond: number;
}

/** Stretches of [from, to) at one price each; the last one also carries the time billed beyond the instance's end. */
function segmentsOf(facts: InstanceFacts, from: number, to: number, beyond: number): Segment[] {
  let inForce = facts.prices[0]?.nanoUsdPerHour ?? 0;
  const segments: Segment[] = [];
  let start = from;
  for (const price of facts.prices) {
    if (price.at >= to) break;
    if (price.at > start) {
      segments.push({ from: start, to: price.at, nanoUsdPerHour: inForce, beyond: 0 });
      start = price.at;
    }
    inForce = price.nanoUsdPerHour;
  }
  if (to > start || beyond > 0) segments.push({ from: start, to, nanoUsdPerHour: inForce, beyond });
  return segments;
}

/**
 * The charges of an instance for its time in [from, to), which lies in one UTC hour. Each stretch at one price is rounded
 * once; an attempt's part depends on nothing after its end. With `ends` the rounding to the second and the minute's minimum fall to idle.
 */
export function instanceHour(
  facts: InstanceFacts,
  tenants: readonly Tenant[],
  span: { from: number; to: number; ends: boolean },
  prices: LedgerPrices,
): Charge[] {
  const beyond = span.ends ? billedBeyond(span.to - facts.runningAt) : 0;
  const present = tenants
    .filter((tenant) => Math.min(tenant.to, span.to) > Math.max(tenant.from, span.from))
    .sort((a, b) => a.from - b.from || (a.taskArn < b.taskArn ? -1 : 1));
  const sums = [...present.map(() => nothing()), nothing(), nothing()];
  const free = isFree(facts);
  for (const segment of segmentsOf(facts, span.from, span.to, beyond)) {
    const division = divide(segment.from, segment.to, present);
    const idle = division.idle + WHOLE * segment.beyond;
    const weights = { attempts: division.weights, unused: division.unused, idle };
    const billed = segment.to - segment.from + segment.beyond;
    const listed = listedPrice(facts, segment, prices);
    const price = free ? 0 : segment.nanoUsdPerHour;
    const paid = divideBill(priceOf(price, billed), price, weights);
    const onDemand = listed === null ? paid : divideBill(priceOf(listed, billed), listed, weights);
    sums.forEach((sum, index) => {
      sum.paid += paid[index] ?? 0n;
      sum.onDemand += onDemand[index] ?? 0n;
    });
    addTime(sums, segment, present, division.busyMs);
  }
  return toCharges(facts, present, sums, hourOf(span.from));
}

/** What an attempt costs in [from, to), which lies in one UTC hour, among the others there: as `instanceHour` has it. */
export function attemptHour(
  facts: InstanceFacts,
  tenant: Tenant,
  others: Iterable<Tenant>,
  span: { from: number; to: number },
  prices: LedgerPrices,
): Charge[] {
  const sum = nothing();
  for (const segment of segmentsOf(facts, span.from, span.to, 0)) {
    const weight = weightAmong(tenant, others, segment.from, segment.to);
    const paid = partOf(segment.nanoUsdPerHour, weight);
    const listed = listedPrice(facts, segment, prices);
    sum.paid += paid;
    sum.onDemand += listed === null ? paid : partOf(listed, weight);
    addTime([sum], segment, [tenant], 0);
  }
  return toCharges(facts, [tenant], [sum], hourOf(span.from));
}

/** The On-Demand price where it is another than what is paid. */
function listedPrice(facts: InstanceFacts, segment: Segment, prices: LedgerPrices): number | null {
  return facts.purchase === 'SPOT' ? (prices.onDemand(facts.type) ?? segment.nanoUsdPerHour) : null;
}

interface Sum {
  paid: bigint;
  onDemand: bigint;
  milliseconds: number;
}

function nothing(): Sum {
  return { paid: 0n, onDemand: 0n, milliseconds: 0 };
}

function addTime(sums: readonly Sum[], segment: Segment, present: readonly Tenant[], busyMs: number): void {
  present.forEach((tenant, index) => {
    const sum = sums[index];
    if (sum === undefined) return;
    sum.milliseconds += Math.max(0, Math.min(segment.to, tenant.to) - Math.max(segment.from, tenant.from));
  });
  const unused = sums[present.length];
  const idle = sums[present.length + 1];
  if (unused !== undefined) unused.milliseconds += busyMs;
  if (idle !== undefined) idle.milliseconds += segment.to - segment.from - busyMs + segment.beyond;
}

function toCharges(facts: InstanceFacts, present: readonly Tenant[], sums: readonly Sum[], hourAt: number): Charge[] {
  const charges: Charge[] = [];
  sums.forEach((sum, index) => {
    const tenant = present[index];
    const kind = tenant !== undefined ? 'attempt' : index === present.length ? 'unused' : 'idle';
    if (tenant === undefined && sum.paid === 0n && sum.onDemand === 0n) return;
    charges.push({
      kind,
      jobId: tenant?.jobId ?? null,
      attempt: tenant?.n ?? null,
      instanceArn: facts.instanceArn,
      environmentArn: facts.environmentArn,
      queue: tenant?.needs.queue ?? null,
      purchase: facts.purchase,
      hourAt,
      milliseconds: sum.milliseconds,
      paidNanoUsd: sum.paid,
      onDemandNanoUsd: sum.onDemand,
      lost: tenant?.interrupted ?? false,
    });
  });
  return charges;
}
