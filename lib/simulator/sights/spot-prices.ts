import { instanceTypes } from '@/lib/catalogue';
import { HOUR_MS, marketHour, spotPrice } from '../capacity/spot-market';
import { atOf, type Core } from '../core';
import { zoneName } from '../jobs/names';
import type { SpotPriceQuery, SpotPriceSight } from './contract';

/** EC2 keeps 90 days of prices. */
const KEPT_HOURS = 90 * 24;

interface Pool {
  typeNumber: number;
  zone: number;
  name: string;
}

function poolsOf(core: Core, { types, zones: asked }: SpotPriceQuery): Pool[] {
  return instanceTypes.flatMap((type, typeNumber) => {
    if (types.length > 0 && !types.includes(type.name)) return [];
    return type.zones.flatMap((_, zone) => {
      const name = zoneName(core, zone);
      return asked.length > 0 && !asked.includes(name) ? [] : [{ typeNumber, zone, name }];
    });
  });
}

function priceAt(core: Core, pool: Pool, hour: number): number | null {
  const type = instanceTypes[pool.typeNumber];
  const at = core.genesis.startAt + hour * HOUR_MS;
  return type === undefined ? null : spotPrice(core, type, pool.typeNumber, pool.zone, at);
}

/** Changes of Spot prices between two moments, newest first, and the price in force at the first of them. */
export function spotPricesSeen(core: Core, query: SpotPriceQuery): { prices: SpotPriceSight[]; more: boolean } {
  const { from, to, limit, skip } = query;
  const last = marketHour(core, Math.min(to, atOf(core)));
  const first = Math.max(0, marketHour(core, from), last - KEPT_HOURS);
  const pools = poolsOf(core, query);
  const prices: SpotPriceSight[] = [];
  const after = new Map<Pool, number | null>(pools.map((pool) => [pool, priceAt(core, pool, last)]));
  for (let hour = last; hour >= first; hour--) {
    for (const pool of pools) {
      const now = after.get(pool) ?? null;
      const before = hour === 0 ? null : priceAt(core, pool, hour - 1);
      after.set(pool, before);
      if (now === null || (before === now && hour > first)) continue;
      const at = core.genesis.startAt + hour * HOUR_MS;
      prices.push({ type: instanceTypes[pool.typeNumber]?.name ?? '', zone: pool.name, at, nanoUsdPerHour: now });
      if (prices.length > skip + limit) return { prices: prices.slice(skip, skip + limit), more: true };
    }
  }
  return { prices: prices.slice(skip), more: false };
}
