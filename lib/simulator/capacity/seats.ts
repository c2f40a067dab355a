import { type InstanceType, usableMemoryMib } from '@/lib/catalogue';
import { type Core, type EnvironmentState, environmentAt, type QueueState } from '../core';
import { i32, u8 } from '../kernel/columns';
import { INSTANCE } from './instance-table';
import { typeOf } from './instances';
import type { NodeNeed } from './need';
import { isUnmanaged, maximumOf } from './placement';
import { bestFitType, choosePool, mayOvershoot, openPools, type Pool, typeHolds } from './strategies';

/** An instance without jobs that a node may take whole. `row` is -1 for one that is only planned. */
export interface Seat {
  row: number;
  type: InstanceType;
}

/** Where a multi-node job's nodes would sit: a seat per node, and the nodes that have none. */
interface Seating {
  seats: (Seat | undefined)[];
  missing: { node: number; need: NodeNeed }[];
}

/** The environment whose instances take a queue's multi-node jobs: its first with On-Demand EC2, and no other. */
export function gangEnvironment(core: Core, queue: QueueState): EnvironmentState | null {
  for (const number of queue.derived.environments) {
    const environment = environmentAt(core, number);
    if (environment.kind === 'EC2' && !isUnmanaged(environment)) return environment;
  }
  return null;
}

/** Instances of an environment that have registered, take jobs and have none, oldest first. */
export function emptySeats(core: Core, environment: EnvironmentState): Seat[] {
  const { environment: owner, state, doomed, jobs } = core.instances.columns;
  const seats: Seat[] = [];
  for (const row of core.derived.up) {
    if (i32(owner, row) !== environment.index || u8(state, row) !== INSTANCE.registered) continue;
    if (u8(doomed, row) === 0 && i32(jobs, row) === 0) seats.push({ row, type: typeOf(core, row) });
  }
  return seats;
}

// The most demanding nodes choose first; each takes the smallest that holds it, the oldest of equals.
const demands = (a: NodeNeed, b: NodeNeed): number =>
  b.gpus - a.gpus || b.milliVcpus - a.milliVcpus || b.memoryMib - a.memoryMib || a.first - b.first;

function isSmaller(a: InstanceType, b: InstanceType): boolean {
  return a.vcpus !== b.vcpus ? a.vcpus < b.vcpus : usableMemoryMib(a.memoryMib) < usableMemoryMib(b.memoryMib);
}

/** Gives each node an instance of its own. */
export function seatNodes(groups: readonly NodeNeed[], free: readonly Seat[]): Seating {
  const taken = new Set<Seat>();
  const seating: Seating = { seats: [], missing: [] };
  for (const need of [...groups].sort(demands)) {
    const fitting = free.filter((seat) => !taken.has(seat) && typeHolds(seat.type, need));
    fitting.sort((a, b) => (isSmaller(a.type, b.type) ? -1 : isSmaller(b.type, a.type) ? 1 : 0));
    for (let node = need.first; node <= need.last; node++) {
      const seat = fitting[node - need.first];
      seating.seats[node] = seat;
      if (seat === undefined) seating.missing.push({ node, need });
      else taken.add(seat);
    }
  }
  return seating;
}

/** Rows of the instances for all nodes of a job, by node, or null while one of them has none. */
export function hostsFor(core: Core, environment: EnvironmentState, groups: readonly NodeNeed[]): number[] | null {
  const { seats, missing } = seatNodes(groups, emptySeats(core, environment));
  if (missing.length > 0) return null;
  return seats.map((seat) => seat?.row ?? -1);
}

function mayLaunch(environment: EnvironmentState, provisioned: number, type: InstanceType): boolean {
  if (provisioned >= maximumOf(environment)) return false;
  return mayOvershoot(environment) || provisioned + type.vcpus <= maximumOf(environment);
}

/** Pools to launch in so that with `free` all nodes sit; 'maximum' or 'refused' where that can't be. All or none. */
export function poolsForMissing(
  core: Core,
  environment: EnvironmentState,
  groups: readonly NodeNeed[],
  free: readonly Seat[],
): Pool[] | 'maximum' | 'refused' {
  const pools: Pool[] = [];
  const open = new Map<NodeNeed, Pool[]>();
  let { provisioned } = environment;
  for (const { need } of seatNodes(groups, free).missing) {
    const choice = open.get(need) ?? openPools(core, environment, need);
    open.set(need, choice);
    const pool = choosePool(core, environment, need, choice, Math.ceil(need.milliVcpus / 1000), pools.length);
    if (pool === null) return 'refused';
    if (!mayLaunch(environment, provisioned, pool.type)) return 'maximum';
    provisioned += pool.type.vcpus;
    pools.push(pool);
  }
  const together = [...free, ...pools.map(({ type }) => ({ row: -1, type }))];
  return seatNodes(groups, together).missing.length === 0 ? pools : 'maximum';
}

/** Whether an empty environment could ever run all nodes at once: 'fits-no-type', 'exceeds-maximum', or null. */
export function gangVerdict(
  environment: EnvironmentState,
  groups: readonly NodeNeed[],
): 'fits-no-type' | 'exceeds-maximum' | null {
  let provisioned = 0;
  for (const need of groups) {
    const type = smallestType(environment, need);
    if (type === null) return 'fits-no-type';
    for (let node = need.first; node <= need.last; node++) {
      if (!mayLaunch(environment, provisioned, type)) return 'exceeds-maximum';
      provisioned += type.vcpus;
    }
  }
  return null;
}

function smallestType(environment: EnvironmentState, need: NodeNeed): InstanceType | null {
  if (!mayOvershoot(environment)) return bestFitType(environment, need);
  let best: InstanceType | null = null;
  for (const type of environment.derived.types) {
    if (typeHolds(type, need) && (best === null || isSmaller(type, best))) best = type;
  }
  return best;
}
