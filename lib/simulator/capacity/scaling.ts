import { usableMemoryMib } from '@/lib/catalogue';
import { type Core, type EnvironmentState, groupAt, type QueueState, queueAt, specAt, type WaitGroup } from '../core';
import { i32, u8 } from '../kernel/columns';
import { jobsEnoughFor } from '../resources/consumables';
import { fairLimit, fairRules, heldBy, isFair } from '../scheduling/fair-share';
import { canGrow, PATIENCE, staticVerdict } from '../scheduling/judgement';
import { INSTANCE } from './instance-table';
import { launchInstance, typeOf } from './instances';
import type { Need, NodeNeed } from './need';
import { isFargate, isTakenWhole, maximumOf, wakeQueues } from './placement';
import { gangEnvironment, gangVerdict, poolsForMissing, type Seat, seatNodes } from './seats';
import { choosePool, openPools } from './strategies';

/** RUNNABLE jobs per queue that a decision looks at (SCALE-11). */
const LOOK = 1000;

/** Room that is there or on its way, as a decision sees it. */
interface Bin {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** Set while nothing is on it nor planned for it: a node may have it whole. */
  seat: Seat | null;
}

interface Plan {
  environment: EnvironmentState;
  bins: Bin[];
  launched: number;
  refused: boolean;
}

function emptyBin(core: Core, row: number): Bin {
  const type = typeOf(core, row);
  const memoryMib = usableMemoryMib(type.memoryMib);
  return { milliVcpus: type.vcpus * 1000, memoryMib, gpus: type.gpus, seat: { row, type } };
}

function plansOf(core: Core): Map<number, Plan> {
  const plans = new Map<number, Plan>();
  for (const environment of core.environments) {
    if (environment.gone || isFargate(environment) || !environment.derived.usable) continue;
    plans.set(environment.index, { environment, bins: [], launched: 0, refused: false });
  }
  const { environment, state, doomed, freeMilli, freeMemory, freeGpus, jobs } = core.instances.columns;
  for (const row of core.derived.up) {
    const plan = plans.get(i32(environment, row));
    if (plan === undefined || u8(doomed, row) !== 0) continue;
    if (u8(state, row) !== INSTANCE.registered) plan.bins.push(emptyBin(core, row));
    else if (i32(freeMilli, row) > 0 && !isTakenWhole(core, row)) {
      plan.bins.push({
        milliVcpus: i32(freeMilli, row),
        memoryMib: i32(freeMemory, row),
        gpus: i32(freeGpus, row),
        seat: i32(jobs, row) === 0 ? { row, type: typeOf(core, row) } : null,
      });
    }
  }
  return plans;
}

/** Puts up to `count` jobs into a bin and gives how many are left. */
function fill(bin: Bin, need: Need, count: number): number {
  const byVcpu = need.milliVcpus > 0 ? Math.floor(bin.milliVcpus / need.milliVcpus) : count;
  const byMemory = need.memoryMib > 0 ? Math.floor(bin.memoryMib / need.memoryMib) : count;
  const byGpu = need.gpus > 0 ? Math.floor(bin.gpus / need.gpus) : count;
  const taken = Math.min(count, byVcpu, byMemory, byGpu);
  if (taken > 0) bin.seat = null;
  bin.milliVcpus -= taken * need.milliVcpus;
  bin.memoryMib -= taken * need.memoryMib;
  bin.gpus -= taken * need.gpus;
  return count - taken;
}

function launchFor(core: Core, plan: Plan, need: Need, count: number): number {
  const { environment } = plan;
  const pools = openPools(core, environment, need);
  let left = count;
  while (left > 0 && canGrow(environment, need)) {
    const room = maximumOf(environment) - environment.provisioned;
    const wanted = Math.min(room, Math.ceil((left * need.milliVcpus) / 1000));
    const pool = choosePool(core, environment, need, pools, wanted);
    if (pool === null) {
      plan.refused = true;
      return left;
    }
    const row = launchInstance(core, environment, pool.typeNumber, pool.zone);
    plan.launched++;
    const bin = emptyBin(core, row);
    left = fill(bin, need, left);
    plan.bins.push(bin);
  }
  return left;
}

// What a fair-share policy keeps for shares that are not active is not asked for.
function budgetOf(core: Core, queue: QueueState): number {
  if (!isFair(queue)) return Number.POSITIVE_INFINITY;
  return fairLimit(core, queue, fairRules(core, queue)) - heldBy(queue);
}

// No capacity is asked for jobs that lack a consumable resource: it would stand idle.
function mayStart(core: Core, { runnable, consumables }: WaitGroup): number {
  return consumables === undefined ? runnable : Math.min(runnable, jobsEnoughFor(core, consumables));
}

/** Groups of a queue with waiting jobs, the head's first, `LOOK` jobs in all. */
function demandOf(core: Core, number: number): { group: WaitGroup; count: number }[] {
  const queue = queueAt(core, number);
  const head = queue.blockedHead >= 0 ? specAt(core, i32(core.jobs.columns.spec, queue.blockedHead)).group : -1;
  const order = head < 0 ? queue.derived.groups : [head, ...queue.derived.groups.filter((other) => other !== head)];
  const demand: { group: WaitGroup; count: number }[] = [];
  let budget = budgetOf(core, queue);
  if (head >= 0 && (groupAt(core, head).milliVcpus > budget || mayStart(core, groupAt(core, head)) === 0))
    return demand;
  let left = LOOK;
  for (const at of order) {
    const group = groupAt(core, at);
    const count = Math.min(left, mayStart(core, group), Math.floor(budget / group.milliVcpus));
    if (count > 0) demand.push({ group, count });
    left -= count;
    budget -= count * group.milliVcpus;
  }
  return demand;
}

// Where nothing can be done for the head, nothing is done for those behind it: they could not use it.
function planQueue(core: Core, number: number, plans: Map<number, Plan>): void {
  const { blockedHead } = queueAt(core, number);
  const headGroup =
    blockedHead < 0 ? null : groupAt(core, specAt(core, i32(core.jobs.columns.spec, blockedHead)).group);
  for (const { group, count } of demandOf(core, number)) {
    if (group.nodes !== undefined) {
      const isPlanned = planGangs(core, number, plans, group.nodes, count);
      if (!isPlanned && group === headGroup) return;
      continue;
    }
    let left = count;
    for (const environmentNumber of queueAt(core, number).derived.environments) {
      const plan = plans.get(environmentNumber);
      if (plan === undefined || staticVerdict(plan.environment, group) !== null) continue;
      for (const bin of plan.bins) if (left > 0) left = fill(bin, group, left);
      if (left > 0) left = launchFor(core, plan, group, left);
      const waitsHere = plan.refused && plan.environment.refusals + 1 < PATIENCE;
      if (left === 0 || waitsHere) break;
    }
    if (left === count && group === headGroup) return;
  }
}

/** Multi-node jobs of one kind: for each, all that its nodes lack or nothing. False when not even one could be helped. */
function planGangs(
  core: Core,
  number: number,
  plans: Map<number, Plan>,
  groups: readonly NodeNeed[],
  count: number,
): boolean {
  const plan = plans.get(gangEnvironment(core, queueAt(core, number))?.index ?? -1);
  if (plan === undefined || gangVerdict(plan.environment, groups) !== null) return false;
  for (let done = 0; done < count; done++) {
    const free = plan.bins.flatMap(({ seat }) => (seat === null ? [] : [seat]));
    const pools = poolsForMissing(core, plan.environment, groups, free);
    if (typeof pools === 'string') {
      if (pools === 'refused') plan.refused = true;
      return done > 0;
    }
    for (const { typeNumber, zone } of pools) {
      plan.bins.push(emptyBin(core, launchInstance(core, plan.environment, typeNumber, zone)));
      plan.launched++;
    }
    sitDown(plan, groups);
  }
  return true;
}

function sitDown(plan: Plan, groups: readonly NodeNeed[]): void {
  const free = plan.bins.flatMap(({ seat }) => (seat === null ? [] : [seat]));
  const taken = new Set(seatNodes(groups, free).seats);
  plan.bins = plan.bins.filter(({ seat }) => seat === null || !taken.has(seat));
}

const NO_NEED: Need = { milliVcpus: 0, memoryMib: 0, gpus: 0 };

/** Up to the minimum, or what an operator asked for. */
function raiseToMinimum(core: Core, plan: Plan): void {
  const { environment } = plan;
  const least = Math.min(
    maximumOf(environment),
    Math.max(environment.document.computeResources?.minvCpus ?? 0, environment.requested),
  );
  if (environment.provisioned < least) {
    const pools = openPools(core, environment, NO_NEED);
    while (environment.provisioned < least) {
      const pool = choosePool(core, environment, NO_NEED, pools, least - environment.provisioned);
      if (pool === null) {
        plan.refused = true;
        break;
      }
      launchInstance(core, environment, pool.typeNumber, pool.zone);
      plan.launched++;
    }
  }
  if (environment.provisioned >= environment.requested) environment.requested = 0;
}

function canAnyGrow(core: Core): boolean {
  for (const environment of core.environments) {
    if (!environment.derived.usable || isFargate(environment)) continue;
    if (environment.provisioned < maximumOf(environment)) return true;
  }
  return false;
}

/**
 * One scaling decision over all environments: minimums first, then what waits, by queue. True when EC2 refused something,
 * so that it is asked again in the next cycle.
 */
export function scaleAll(core: Core): boolean {
  core.instant.scaleDirty = false;
  if (!canAnyGrow(core)) return false;
  const plans = plansOf(core);
  for (const plan of plans.values()) raiseToMinimum(core, plan);
  for (const number of core.derived.queueOrder) planQueue(core, number, plans);
  let refused = false;
  for (const { environment, launched, refused: wasRefused } of plans.values()) {
    if (wasRefused && launched === 0) {
      refused = true;
      countRefusal(core, environment);
    } else if (launched > 0 && environment.refusals > 0) {
      environment.refusals = 0;
      core.instant.tallyDirty = true;
    }
  }
  return refused;
}

function countRefusal(core: Core, environment: EnvironmentState): void {
  environment.refusals++;
  core.instant.tallyDirty = true;
  if (environment.refusals === PATIENCE) wakeQueues(core, environment);
}
