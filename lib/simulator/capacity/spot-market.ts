import {
  type InstanceType,
  type InterruptionBand,
  interruptionBands,
  type SpotPriceParameters,
  spotMovement,
  spotPriceParameters,
} from '@/lib/catalogue';
import type { Core, EnvironmentState } from '../core';
import { exp } from '../kernel/elementary';
import { priceFactor } from './faults';

export const HOUR_MS = 3_600_000;
/** Prices move about 3.3 times a day: one step in so many hours. */
const STEP_HOURS = 7;
/** A pool's level drifts from one keyed value to the next over ten days. */
const KNOT_STEPS = 34;
/** Spot prices are told to a hundredth of a cent. */
const GRAIN = 100_000;
const HOURS_PER_MONTH = 730;

/** Steps of the market: whole hours since startAt. */
export function marketHour(core: Core, at: number): number {
  return Math.floor((at - core.genesis.startAt) / HOUR_MS);
}

function poolKey(typeNumber: number, zone: number): number {
  return typeNumber * 16 + zone;
}

function level(core: Core, pool: number, hour: number): number {
  const step = Math.floor((hour + (core.draws.bits('spot-step', pool, 0, 0) % STEP_HOURS)) / STEP_HOURS);
  const knot = Math.floor(step / KNOT_STEPS);
  const part = (step % KNOT_STEPS) / KNOT_STEPS;
  const before = core.draws.normal('spot-price', pool, knot);
  const after = core.draws.normal('spot-price', pool, knot + 1);
  return (before * (1 - part) + after * part) / Math.sqrt((1 - part) * (1 - part) + part * part);
}

// One hour's prices are asked for many times in a row.
function calmPrice(core: Core, parameters: SpotPriceParameters, pool: number, hour: number): number {
  const { calmPrices } = core.derived;
  if (calmPrices.hour !== hour) {
    calmPrices.hour = hour;
    calmPrices.byPool.clear();
  }
  const known = calmPrices.byPool.get(pool);
  if (known !== undefined) return known;
  const offset = spotMovement.deviationBetweenZones * core.draws.normal('spot-zone', pool, 0);
  const moved = spotMovement.deviationOverTime * level(core, pool, hour);
  const price = Math.min(parameters.onDemandNanoUsdPerHour, parameters.meanNanoUsdPerHour * exp(offset + moved));
  calmPrices.byPool.set(pool, price);
  return price;
}

/**
 * Spot price of a pool (type and zone) at a moment, nano-USD per hour: a keyed function of (seed, pool, hour), times the
 * price spikes in force, at most the On-Demand price unless a spike lifts it. Null where the type has no Spot market.
 */
export function spotPrice(core: Core, type: InstanceType, typeNumber: number, zone: number, at: number): number | null {
  const parameters = spotPriceParameters(type);
  if (parameters === null) return null;
  const calm = calmPrice(core, parameters, poolKey(typeNumber, zone), marketHour(core, at));
  return Math.max(GRAIN, Math.floor((calm * priceFactor(core, type.name, at)) / GRAIN + 0.5) * GRAIN);
}

/** The bid of an environment's new Spot instances, 1 to 100 per cent of On-Demand. */
export function bidPercentOf(environment: EnvironmentState): number {
  return environment.document.computeResources?.bidPercentage || 100;
}

/** The most that is paid for a type at a bid, nano-USD per hour. */
export function bidOf(percent: number, type: InstanceType): number {
  return Math.floor((type.onDemandNanoUsdPerHour * percent) / 100);
}

const middle = (band: InterruptionBand): number =>
  (interruptionBands[band].fromPercent + Math.min(30, interruptionBands[band].toPercent)) / 200;

/** Share of a pool's instances that EC2 takes back in a month, 0 to 1: the middle of the advisor's band. */
export function interruptionRate(type: InstanceType): number {
  return middle(type.interruptionBand ?? 2);
}

/**
 * When EC2 takes an instance back within the part of an hour that begins at `at`, or null: one keyed draw per instance and
 * hour of the market.
 */
export function interruptionIn(core: Core, instance: number, type: InstanceType, at: number): number | null {
  const hour = marketHour(core, at);
  const rest = core.genesis.startAt + (hour + 1) * HOUR_MS - at;
  const chance = (interruptionRate(type) / HOURS_PER_MONTH) * (rest / HOUR_MS);
  if (core.draws.uniform('spot-hour', instance, hour) >= chance) return null;
  return at + Math.floor(rest * core.draws.uniform('spot-moment', instance, hour));
}
