import type { InstanceFacts, LedgerPrices } from './contract';
import { HOUR } from './instance-hour';
import type { InstanceMeter } from './instance-meter';
import { WHOLE } from './share';

const PER_NANO_USD = BigInt(WHOLE) * BigInt(HOUR);

/**
 * What Spot saves while it runs, as a line that bends only when something changes: exact integers of shares times
 * nano-USD an hour times ms, so that adding and taking away leaves nothing behind, in whatever order.
 */
export interface SpotAccrual {
  /** Moves to `at`; never back. */
  advance(at: number): void;
  /** Where the line has come to. */
  now(): number;
  addRate(rate: bigint): void;
  add(amount: bigint): void;
  nanoUsd(at: number): bigint;
  moves(): boolean;
}

export function createSpotAccrual(): SpotAccrual {
  let at = 0;
  let amount = 0n;
  let rate = 0n;
  return {
    advance(to) {
      if (to <= at) return;
      amount += rate * BigInt(to - at);
      at = to;
    },
    now: () => at,
    addRate(change) {
      rate += change;
    },
    add(change) {
      amount += change;
    },
    nanoUsd(to) {
      return (amount + rate * BigInt(Math.max(0, to - at))) / PER_NANO_USD;
    },
    moves: () => rate !== 0n,
  };
}

/** What a share of an instance saves in an hour at one price: zero for On-Demand and unknown types. */
function savesAt(facts: InstanceFacts, nanoUsdPerHour: number, prices: LedgerPrices): number {
  return facts.purchase === 'SPOT' ? (prices.onDemand(facts.type) ?? nanoUsdPerHour) - nanoUsdPerHour : 0;
}

/** Saved by `share` of an instance over [from, to), in the accrual's unit. */
export function accruedOver(
  facts: InstanceFacts,
  share: number,
  from: number,
  to: number,
  prices: LedgerPrices,
): bigint {
  if (facts.purchase !== 'SPOT') return 0n;
  let sum = 0n;
  facts.prices.forEach((price, index) => {
    const start = Math.max(from, index === 0 ? from : price.at);
    const end = Math.min(to, facts.prices[index + 1]?.at ?? to);
    if (end > start) sum += BigInt(savesAt(facts, price.nanoUsdPerHour, prices)) * BigInt(end - start);
  });
  return sum * BigInt(share);
}

/** Rate and amount that an instance's attempts have in the accrual at `now`. */
export function accrualOf(meter: InstanceMeter, now: number, prices: LedgerPrices): { rate: bigint; amount: bigint } {
  const { facts } = meter;
  let shares = 0;
  let amount = 0n;
  for (const tenant of meter.tenants.values()) {
    const end = Math.min(tenant.to, facts.terminatedAt ?? tenant.to);
    if (end === Number.POSITIVE_INFINITY) shares += tenant.share;
    if (tenant.interrupted) continue;
    const from = Math.max(tenant.from, tenant.releasedTo, facts.runningAt);
    amount += accruedOver(facts, tenant.share, from, Math.min(end, now), prices);
  }
  return { rate: rateOf(facts, shares, prices), amount };
}

/** How fast so large a share of an instance saves at its newest price. */
export function rateOf(facts: InstanceFacts, share: number, prices: LedgerPrices): bigint {
  const price = facts.prices.at(-1)?.nanoUsdPerHour;
  return price === undefined ? 0n : BigInt(savesAt(facts, price, prices)) * BigInt(share);
}
