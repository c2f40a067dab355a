import { type InstanceType, instanceTypes, usableMemoryMib } from '@/lib/catalogue';
import { atOf, type Core, type EnvironmentState } from '../core';
import { zoneName } from '../jobs/names';
import { isPoolOut } from './faults';
import type { Need } from './need';
import { bidOf, bidPercentOf, interruptionRate, spotPrice } from './spot-market';

/** A type in a zone that an environment may launch now. */
export interface Pool {
  type: InstanceType;
  typeNumber: number;
  zone: number;
  /** Place of the type in the environment's list. */
  rank: number;
  /** Price per hour and per vCPU and hour, nano-USD; Spot's where the environment buys Spot. */
  price: number;
  vcpuPrice: number;
}

/** Whether one empty instance of the type holds a job. */
export function typeHolds(type: InstanceType, need: Need): boolean {
  if (need.instanceType !== undefined && need.instanceType !== type.name) return false;
  return (
    type.vcpus * 1000 >= need.milliVcpus && type.gpus >= need.gpus && usableMemoryMib(type.memoryMib) >= need.memoryMib
  );
}

function poolPrice(
  core: Core,
  environment: EnvironmentState,
  type: InstanceType,
  number: number,
  zone: number,
): number | null {
  if (environment.kind !== 'SPOT') return type.onDemandNanoUsdPerHour;
  const price = spotPrice(core, type, number, zone, atOf(core));
  return price === null || price > bidOf(bidPercentOf(environment), type) ? null : price;
}

/** Pools of the environment that EC2 has capacity in, for jobs that ask `need`. */
export function openPools(core: Core, environment: EnvironmentState, need: Need): Pool[] {
  const pools: Pool[] = [];
  const { types, typeNumbers, zones } = environment.derived;
  for (const [rank, type] of types.entries()) {
    if (!typeHolds(type, need)) continue;
    const typeNumber = typeNumbers[rank] ?? 0;
    for (const zone of zones) {
      const name = zoneName(core, zone);
      if (!type.zones.some((offered) => offered.slice(-1) === name.slice(-1))) continue;
      if (isPoolOut(core, type.name, typeNumber, name, zone, environment.kind === 'SPOT')) continue;
      const price = poolPrice(core, environment, type, typeNumber, zone);
      if (price !== null) pools.push({ type, typeNumber, zone, rank, price, vcpuPrice: price / type.vcpus });
    }
  }
  return pools;
}

/** Whether any type of the environment holds such a job, whatever EC2 has now. */
export function holdsSome(environment: EnvironmentState, need: Need): boolean {
  for (const type of environment.derived.types) if (typeHolds(type, need)) return true;
  return false;
}

/** Types of the environment that hold such a job, whatever EC2 has now. */
function fittingTypes(environment: EnvironmentState, need: Need): InstanceType[] {
  return environment.derived.types.filter((type) => typeHolds(type, need));
}

const strategyOf = (environment: EnvironmentState): string =>
  environment.document.computeResources?.allocationStrategy ?? 'BEST_FIT';

/** BEST_FIT keeps to one type: the cheapest that holds the job, with the least waste. */
export function bestFitType(environment: EnvironmentState, need: Need): InstanceType | null {
  let best: InstanceType | null = null;
  for (const type of fittingTypes(environment, need)) {
    const cheaper = best === null ? -1 : type.onDemandNanoUsdPerHour - best.onDemandNanoUsdPerHour;
    if (best === null || cheaper < 0 || (cheaper === 0 && type.vcpus < best.vcpus)) best = type;
  }
  return best;
}

/** Whether an environment may go over its maximum by one instance: all but BEST_FIT with On-Demand. */
export function mayOvershoot(environment: EnvironmentState): boolean {
  return strategyOf(environment) !== 'BEST_FIT' || environment.kind === 'SPOT';
}

// Equal per vCPU: the largest within what is wanted, else the smallest.
function sizeScore(pool: Pool, wantedVcpus: number): number {
  return pool.type.vcpus <= wantedVcpus ? -pool.type.vcpus : pool.type.vcpus;
}

function scores(strategy: string, pool: Pool, wantedVcpus: number): number[] {
  const size = sizeScore(pool, wantedVcpus);
  const perVcpu = Math.floor(pool.vcpuPrice / 1000);
  switch (strategy) {
    case 'BEST_FIT_PROGRESSIVE_ORDERED':
      return [pool.rank, perVcpu, size];
    case 'SPOT_CAPACITY_OPTIMIZED':
      return [interruptionRate(pool.type), size, perVcpu];
    case 'SPOT_CAPACITY_OPTIMIZED_PRIORITIZED':
      return [interruptionRate(pool.type), pool.rank, size];
    case 'SPOT_PRICE_CAPACITY_OPTIMIZED':
      return [Math.floor(perVcpu * (1 + interruptionRate(pool.type))), size];
    case 'BEST_FIT':
      return [pool.price, size];
    default:
      return [perVcpu, size];
  }
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value < other;
  }
  return false;
}

/**
 * The pool to launch in next, or null when EC2 has none that fits. Zones of one score take turns; `ahead` counts
 * launches that are planned before this one.
 */
export function choosePool(
  core: Core,
  environment: EnvironmentState,
  need: Need,
  pools: readonly Pool[],
  wantedVcpus: number,
  ahead = 0,
): Pool | null {
  const strategy = strategyOf(environment);
  const only = strategy === 'BEST_FIT' ? bestFitType(environment, need) : null;
  const turn = core.instances.count + ahead;
  let best: Pool | null = null;
  let bestScores: number[] = [];
  for (let step = 0; step < pools.length; step++) {
    const pool = pools[(step + turn) % pools.length];
    if (pool === undefined || (only !== null && pool.type !== only)) continue;
    const own = scores(strategy, pool, wantedVcpus);
    if (best === null || isLess(own, bestScores)) {
      best = pool;
      bestScores = own;
    }
  }
  return best;
}

/** Numbers of types in the catalogue, by name. */
export const TYPE_NUMBER: ReadonlyMap<string, number> = new Map(instanceTypes.map((type, at) => [type.name, at]));
