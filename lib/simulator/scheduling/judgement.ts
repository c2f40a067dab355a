import type { WaitingCause } from '@/lib/batch';
import { fargateSizeFor } from '@/lib/catalogue';
import { isKeptOut } from '../capacity/faults';
import { INSTANCE } from '../capacity/instance-table';
import type { Need, NodeNeed } from '../capacity/need';
import { findHost, isFargate, isUnmanaged, maximumOf } from '../capacity/placement';
import { emptySeats, gangEnvironment, gangVerdict, hostsFor, poolsForMissing } from '../capacity/seats';
import { bestFitType, holdsSome, mayOvershoot } from '../capacity/strategies';
import { type Core, type EnvironmentState, environmentAt, type QueueState } from '../core';
import type { ConsumableNeed } from '../resources/consumable-state';
import { lackOf } from '../resources/consumables';

/** Launch cycles in a row that EC2 may refuse before the next environment takes over (SCHED-9). */
export const PATIENCE = 2;

/** What keeps a job out of one environment, or that it has room or grows for it. */
type Verdict =
  | 'room'
  | 'off'
  | 'fits-no-type'
  | 'exceeds-maximum'
  | 'at-maximum'
  | 'no-capacity'
  | 'no-instances'
  | 'growing';

/** Whether an environment can ever hold such a job. */
export function staticVerdict(environment: EnvironmentState, need: Need): 'fits-no-type' | 'exceeds-maximum' | null {
  if (isFargate(environment)) {
    if (need.gpus > 0 || fargateSizeFor(need.milliVcpus / 1000, need.memoryMib) === null) return 'fits-no-type';
  } else if (!holdsSome(environment, need)) {
    return 'fits-no-type';
  }
  return need.milliVcpus > maximumOf(environment) * 1000 ? 'exceeds-maximum' : null;
}

/** Whether one more instance for such a job stays within the maximum and its allowed overshoot. */
export function canGrow(environment: EnvironmentState, need: Need): boolean {
  if (isFargate(environment)) return false;
  if (environment.provisioned >= maximumOf(environment)) return false;
  if (mayOvershoot(environment)) return true;
  const type = bestFitType(environment, need);
  return type !== null && environment.provisioned + type.vcpus <= maximumOf(environment);
}

function judge(core: Core, environment: EnvironmentState, need: Need, host: number): Verdict {
  if (!environment.derived.usable) return 'off';
  if (host > -2) return 'room';
  if (isUnmanaged(environment)) return 'no-instances';
  const never = staticVerdict(environment, need);
  if (never !== null) return never;
  if (environment.refusals >= PATIENCE) return 'no-capacity';
  if (canGrow(environment, need)) return 'growing';
  return hasJoining(core, environment, need) ? 'growing' : 'at-maximum';
}

/** Whether instances that could hold the job are still on their way. */
function hasJoining(core: Core, environment: EnvironmentState, need: Need): boolean {
  if (isFargate(environment) || environment.joining <= 0) return false;
  for (const row of core.derived.up) {
    const { environment: owner, state, type } = core.instances.columns;
    if (owner[row] !== environment.index || (state[row] ?? 0) > 1) continue;
    const found = environment.derived.typeNumbers.indexOf(type[row] ?? -1);
    const known = environment.derived.types[found];
    if (known !== undefined && known.vcpus * 1000 >= need.milliVcpus) return true;
  }
  return false;
}

/** The queue's verdict on a job: the environment and host that take it now, or why none does and which one decides. */
export interface QueueVerdict {
  host: number;
  /** Multi-node jobs: the host of each node. */
  hosts?: readonly number[];
  environment: EnvironmentState | null;
  cause: WaitingCause;
}

/** What a job asks for, or a multi-node one's nodes. */
export type Ask = Need & { nodes?: readonly NodeNeed[]; consumables?: readonly ConsumableNeed[] };

const CAUSE_RANK: Readonly<Record<Verdict, number>> = {
  room: 0,
  growing: 1,
  'no-capacity': 2,
  'at-maximum': 3,
  'no-instances': 4,
  'exceeds-maximum': 5,
  'fits-no-type': 6,
  off: 7,
};

function causeOf(core: Core, verdict: Verdict, environment: EnvironmentState): WaitingCause {
  if (verdict === 'room') return 'is-next';
  if (verdict === 'off') return 'not-accepting';
  if (verdict !== 'growing') return verdict;
  if (environment.refusals > 0) return 'no-capacity';
  return hasKeptOut(core, environment) ? 'not-joining' : 'starting-capacity';
}

/** Whether instances of it have started that don't join. */
function hasKeptOut(core: Core, environment: EnvironmentState): boolean {
  if (environment.joining <= 0 || !isKeptOut(core, environment)) return false;
  const { environment: owner, state } = core.instances.columns;
  for (const row of core.derived.up)
    if (owner[row] === environment.index && state[row] === INSTANCE.running) return true;
  return false;
}

/** Causes that are looked at before what a job needs besides capacity. */
const BEFORE_CONSUMABLES: ReadonlySet<WaitingCause> = new Set(['not-accepting', 'fits-no-type', 'exceeds-maximum']);

/** The queue's verdict on a job: which environment takes it, or what it lacks. */
export function judgeQueue(core: Core, queue: QueueState, need: Ask): QueueVerdict {
  const verdict = judgeEnvironments(core, queue, need);
  if (need.consumables === undefined || BEFORE_CONSUMABLES.has(verdict.cause)) return verdict;
  if (lackOf(core, need.consumables) === null) return verdict;
  return { host: -2, environment: verdict.environment, cause: 'consumable' };
}

/** Tries a queue's environments in order: the first with room, or that grows for the job, decides. */
function judgeEnvironments(core: Core, queue: QueueState, need: Ask): QueueVerdict {
  if (need.nodes !== undefined) return judgeGang(core, queue, need.nodes);
  let best: EnvironmentState | null = null;
  let bestVerdict: Verdict = 'off';
  for (const number of queue.derived.environments) {
    const environment = environmentAt(core, number);
    const host = environment.derived.usable ? findHost(core, environment, need) : -2;
    const verdict = judge(core, environment, need, host);
    if (verdict === 'room') return { host, environment, cause: 'is-next' };
    if (best === null || CAUSE_RANK[verdict] < CAUSE_RANK[bestVerdict]) {
      best = environment;
      bestVerdict = verdict;
    }
    if (verdict === 'growing') break;
  }
  return { host: -2, environment: best, cause: best === null ? 'not-accepting' : causeOf(core, bestVerdict, best) };
}

/** All nodes at once on instances of their own, in the one environment that may take them, or not at all. */
function judgeGang(core: Core, queue: QueueState, groups: readonly NodeNeed[]): QueueVerdict {
  const environment = gangEnvironment(core, queue);
  if (environment === null || !environment.derived.usable) return { host: -2, environment, cause: 'not-accepting' };
  const hosts = hostsFor(core, environment, groups);
  if (hosts !== null) return { host: hosts[0] ?? -2, hosts, environment, cause: 'is-next' };
  return { host: -2, environment, cause: causeOf(core, gangWait(core, environment, groups), environment) };
}

function gangWait(core: Core, environment: EnvironmentState, groups: readonly NodeNeed[]): Verdict {
  const never = gangVerdict(environment, groups);
  if (never !== null) return never;
  if (environment.refusals >= PATIENCE) return 'no-capacity';
  if (environment.joining > 0) return 'growing';
  const plan = poolsForMissing(core, environment, groups, emptySeats(core, environment));
  return plan === 'maximum' ? 'at-maximum' : 'growing';
}
