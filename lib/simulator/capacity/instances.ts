import type { InstanceChange } from '@/lib/batch';
import { type InstanceType, instanceTypes, usableMemoryMib } from '@/lib/catalogue';
import { atOf, type Core, type EnvironmentState, environmentAt } from '../core';
import { FLAG } from '../jobs/job-table';
import { containerInstanceArnOf, ec2IdOf, zoneName } from '../jobs/names';
import { appendRows, f64, i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent, SETTLED } from '../kernel/events';
import { instanceBill } from './bill';
import { fileInstance, unfileInstance } from './buckets';
import { isKeptOut } from './faults';
import { DOOMED, ENDED_BY, INSTANCE } from './instance-table';
import { addProvisioned } from './levels';
import { idleDelay, letGo, wakeQueues, watchIdle } from './placement';
import { bidOf, bidPercentOf, HOUR_MS, interruptionIn, marketHour, spotPrice } from './spot-market';

/** From the launch to running, from there to registered, and up to so much more; with Spot still more (SCALE-7). */
const BOOT_MS = 20_000;
const JOIN_MS = 55_000;
const JOIN_SPREAD_MS = 60_000;
const SPOT_SPREAD_MS = 30_000;
/** The longest that an instance takes from its launch to its registration. */
export const LATEST_JOIN_MS = BOOT_MS + JOIN_MS + JOIN_SPREAD_MS + SPOT_SPREAD_MS;
/** How long Batch waits for an instance that does not join, before it gives the environment up (CEI-6). */
const JOIN_PATIENCE_MS = 900_000;
/** EC2's notice before it takes a Spot instance back, in every timing profile (SPOT-1). */
const NOTICE_MS = 120_000;
const LOST_SPREAD_MS = 60_000;

/** With the event of an instance's registration: it is the last moment to join. */
export const GIVEN_UP = 1;

export const ENDED = { scaleDown: 1, interruption: 2, failure: 3, user: 4, update: 5 } as const;
export type Ended = (typeof ENDED)[keyof typeof ENDED];

// An instance's type number came from the catalogue.
export function typeOf(core: Core, row: number): InstanceType {
  const type = instanceTypes[i32(core.instances.columns.type, row)];
  if (type === undefined) throw new Error(`Instance row ${row} has no type of the catalogue.`);
  return type;
}

const ownerOf = (core: Core, row: number): EnvironmentState =>
  environmentAt(core, i32(core.instances.columns.environment, row));

/** Whether it was bought as a Spot instance, whatever its environment buys now. */
export const isSpot = (core: Core, row: number): boolean => u8(core.instances.columns.bidPercent, row) > 0;

function priceNow(core: Core, row: number): number {
  const type = typeOf(core, row);
  if (!isSpot(core, row)) return type.onDemandNanoUsdPerHour;
  const { type: types, zone } = core.instances.columns;
  return spotPrice(core, type, i32(types, row), i32(zone, row), atOf(core)) ?? type.onDemandNanoUsdPerHour;
}

function emitInstance(core: Core, row: number, withPrice: boolean): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink === null) return;
  const { state, endedBy, zone, price } = core.instances.columns;
  const type = typeOf(core, row);
  const environment = ownerOf(core, row);
  const code = u8(state, row);
  const ended = ENDED_BY[u8(endedBy, row)];
  const change: InstanceChange = {
    kind: 'instance',
    seq,
    at: atOf(core),
    instanceArn: containerInstanceArnOf(core, row),
    instanceId: ec2IdOf(core, row),
    environmentArn: environment.document.computeEnvironmentArn ?? '',
    type: type.name,
    zone: zoneName(core, i32(zone, row)),
    purchase: isSpot(core, row) ? 'SPOT' : 'ON_DEMAND',
    state: code === INSTANCE.pending ? 'pending' : code === INSTANCE.terminated ? 'terminated' : 'running',
    vcpus: type.vcpus,
    memoryMib: usableMemoryMib(type.memoryMib),
    gpus: type.gpus,
    ...(withPrice ? { nanoUsdPerHour: f64(price, row) } : {}),
    ...(ended ? { endedBy: ended } : {}),
  };
  core.sink(change);
}

function movedDesired(core: Core, environment: EnvironmentState): void {
  environment.moved = true;
  core.instant.desiredMoved = true;
  core.instant.tallyDirty = true;
}

/** Asks EC2 for an instance; it runs and registers after its delays, at once where there are none. */
export function launchInstance(core: Core, environment: EnvironmentState, typeNumber: number, zone: number): number {
  const row = appendRows(core.instances, 1);
  const { columns } = core.instances;
  const at = atOf(core);
  columns.environment[row] = environment.index;
  columns.type[row] = typeNumber;
  columns.zone[row] = zone;
  columns.bidPercent[row] = environment.kind === 'SPOT' ? bidPercentOf(environment) : 0;
  columns.launchedAt[row] = at;
  columns.runningAt[row] = -1;
  columns.terminatedAt[row] = -1;
  columns.idleSince[row] = -1;
  columns.firstJob[row] = -1;
  environment.provisioned += typeOf(core, row).vcpus;
  environment.joining++;
  core.derived.up.add(row);
  movedDesired(core, environment);
  emitInstance(core, row, false);
  if (core.clockwork.ideal || core.instant.settling) {
    onInstanceRunning(core, row);
    onInstanceRegistered(core, row);
    return row;
  }
  const boot = core.clockwork.delay(BOOT_MS);
  const spread = JOIN_SPREAD_MS + (isSpot(core, row) ? SPOT_SPREAD_MS : 0);
  const join = core.clockwork.spread(JOIN_MS, spread, 'launch-delay', row, 0);
  pushEvent(core.heap, at + boot, EVENT.instanceRunning, row, 0);
  pushEvent(core.heap, at + boot + join, EVENT.instanceRegistered, row, 0);
  return row;
}

/** EC2's `running`: from here on it is paid for. */
export function onInstanceRunning(core: Core, row: number): void {
  const { columns } = core.instances;
  if (u8(columns.state, row) !== INSTANCE.pending) return;
  columns.state[row] = INSTANCE.running;
  columns.runningAt[row] = atOf(core);
  columns.price[row] = priceNow(core, row);
  addProvisioned(core, typeOf(core, row).vcpus * 1000);
  emitInstance(core, row, true);
  if (isSpot(core, row)) watchMarket(core, row);
}

/** The agent has joined the cluster: jobs can be placed. */
export function onInstanceRegistered(core: Core, row: number): void {
  const { columns } = core.instances;
  if (u8(columns.state, row) !== INSTANCE.running) return;
  const type = typeOf(core, row);
  const environment = ownerOf(core, row);
  if (isKeptOut(core, environment)) {
    core.instant.tallyDirty = true;
    const patience = Math.max(1, core.clockwork.delay(JOIN_PATIENCE_MS));
    pushEvent(core.heap, atOf(core) + patience, EVENT.instanceRegistered, row, GIVEN_UP);
    return;
  }
  columns.state[row] = INSTANCE.registered;
  environment.joining--;
  columns.freeMilli[row] = type.vcpus * 1000;
  columns.freeMemory[row] = usableMemoryMib(type.memoryMib);
  columns.freeGpus[row] = type.gpus;
  core.instant.tallyDirty = true;
  watchIdle(core, environment, row);
  if (u8(columns.doomed, row) !== 0) return;
  fileInstance(environment.derived.buckets, core.instances, row);
  wakeQueues(core, environment);
}

function watchMarket(core: Core, row: number): void {
  const at = atOf(core);
  const notice = interruptionIn(core, row, typeOf(core, row), at);
  if (notice !== null) pushEvent(core.heap, notice, EVENT.spotNotice, row, 0);
  const next = core.genesis.startAt + (marketHour(core, at) + 1) * HOUR_MS;
  pushEvent(core.heap, next, EVENT.spotHour, row, 0);
}

/** A full hour of the market: a new price, perhaps a reclaim. */
export function onSpotHour(core: Core, row: number): void {
  if (u8(core.instances.columns.state, row) === INSTANCE.terminated) return;
  checkPrice(core, row);
  watchMarket(core, row);
}

/** Tells a new price, and takes the instance back where it is above the bid. */
export function checkPrice(core: Core, row: number): void {
  const { state, price, bidPercent } = core.instances.columns;
  const code = u8(state, row);
  if (code === INSTANCE.terminated || code === INSTANCE.pending || !isSpot(core, row)) return;
  const now = priceNow(core, row);
  if (now === f64(price, row)) return;
  price[row] = now;
  emitInstance(core, row, true);
  if (now > bidOf(u8(bidPercent, row), typeOf(core, row))) giveNotice(core, row);
}

/** The two minutes' notice: no more jobs, gone at its end. */
export function giveNotice(core: Core, row: number): void {
  const { state, doomed } = core.instances.columns;
  if (u8(state, row) === INSTANCE.terminated || (u8(doomed, row) & DOOMED.noticed) !== 0) return;
  doomed[row] = u8(doomed, row) | DOOMED.noticed;
  unfileInstance(ownerOf(core, row).derived.buckets, row);
  core.instant.scaleDirty = true;
  pushEvent(core.heap, atOf(core) + NOTICE_MS, EVENT.instanceGone, row, ENDED.interruption);
}

/** The instance ends now; its jobs fail as soon as Batch learns of it. */
export function endInstance(core: Core, row: number, endedBy: Ended): void {
  const { columns } = core.instances;
  const before = u8(columns.state, row);
  if (before === INSTANCE.terminated) return;
  const environment = ownerOf(core, row);
  const at = atOf(core);
  columns.state[row] = INSTANCE.terminated;
  columns.endedBy[row] = endedBy;
  columns.terminatedAt[row] = at;
  unfileInstance(environment.derived.buckets, row);
  core.derived.up.delete(row);
  environment.provisioned -= typeOf(core, row).vcpus;
  if (before !== INSTANCE.registered) environment.joining--;
  if (before !== INSTANCE.pending) addProvisioned(core, -typeOf(core, row).vcpus * 1000);
  if (endedBy === ENDED.interruption) core.counters.interruptions++;
  core.counters.billNanoUsd += instanceBill(core, row, at);
  movedDesired(core, environment);
  core.instant.scaleDirty = true;
  emitInstance(core, row, false);
  loseJobs(core, row);
  if (isReplaced(core, row)) countReplaced(core, environment);
}

const isReplaced = (core: Core, row: number): boolean =>
  (u8(core.instances.columns.doomed, row) & DOOMED.replaced) !== 0;

/** One instance from before an update less; with the last one the update is done. */
function countReplaced(core: Core, environment: EnvironmentState): void {
  environment.replaced--;
  if (environment.replaced > 0 || !environment.awaitsReplaced) return;
  environment.awaitsReplaced = false;
  pushEvent(core.heap, atOf(core), EVENT.settled, SETTLED.environment, environment.index);
}

/**
 * Instances of an environment's former settings: no more jobs; those without one end now, the others with their last
 * job, at the latest after `graceMs`.
 */
export function replaceInstances(core: Core, environment: EnvironmentState, graceMs: number): void {
  const { environment: owner, doomed, jobs } = core.instances.columns;
  for (const row of [...core.derived.up]) {
    if (i32(owner, row) !== environment.index) continue;
    doomed[row] = u8(doomed, row) | DOOMED.replaced;
    environment.replaced++;
    unfileInstance(environment.derived.buckets, row);
    if (graceMs === 0 || i32(jobs, row) === 0) endInstance(core, row, ENDED.update);
    else pushEvent(core.heap, atOf(core) + graceMs, EVENT.instanceGone, row, ENDED.update);
  }
}

function loseJobs(core: Core, row: number): void {
  const { flags, nextOnInstance, attemptsEnded } = core.jobs.columns;
  for (let job = i32(core.instances.columns.firstJob, row); job >= 0; job = i32(nextOnInstance, job)) {
    const n = u8(attemptsEnded, job) + 1;
    flags[job] = u8(flags, job) | FLAG.hostLost;
    const lag = core.clockwork.spread(0, LOST_SPREAD_MS, 'host-lost-delay', row, 0);
    pushEvent(core.heap, atOf(core) + lag, EVENT.hostLost, job, n);
  }
}

function isOverdue(core: Core, row: number): boolean {
  const { state, idleSince } = core.instances.columns;
  const since = f64(idleSince, row);
  if (u8(state, row) !== INSTANCE.registered || since < 0) return false;
  return atOf(core) - since >= idleDelay(core, ownerOf(core, row), row);
}

/** An instance's idle time is over, if no job came since. */
export function onIdle(core: Core, row: number): void {
  if (isOverdue(core, row)) letGo(core, row);
}

/**
 * Lets go of what is idle, down to the minimum; true when something was looked at. What still waits can't use it: the
 * head would have been placed on it, and nothing passes the head.
 */
export function shedIdle(core: Core): boolean {
  const { instant } = core;
  if (instant.idle.length === 0) return false;
  instant.passed = true;
  const rows = instant.idle;
  instant.idle = [];
  for (const row of rows) {
    if (isReplaced(core, row) && i32(core.instances.columns.jobs, row) === 0) endInstance(core, row, ENDED.update);
    if (!isOverdue(core, row)) continue;
    const environment = ownerOf(core, row);
    const least = environment.document.computeResources?.minvCpus ?? 0;
    if (environment.provisioned - typeOf(core, row).vcpus >= least) endInstance(core, row, ENDED.scaleDown);
  }
  return true;
}
