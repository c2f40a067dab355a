import type { ConsumableResourceRequirement } from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import { atOf, type Core, groupAt, specAt } from '../core';
import { FLAG } from '../jobs/job-table';
import { isNode } from '../jobs/nodes';
import { markQueue } from '../jobs/transitions';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import type { ConsumableView, JobSpec, NewConsumable, OnceOnly } from '../machine';
import type { ConsumableNeed, ConsumableState } from './consumable-state';
import { emitResource } from './resource-changes';

/** What Describe shows may lag by up to 30 s (user guide, 'Check how many resources are in-use and available') (CR-26). */
const REFRESH_MS = 30_000;
/** An account's limit: where fewer were ever made, the deleted ones need no counting out. */
const COUNTED_FROM = 50_000;
/** How long a client token is valid. Source: UpdateConsumableResource. */
const TOKEN_MS = 8 * 3_600_000;

/** A resource that is not deleted. */
export function consumableNamed(core: Core, name: string): ConsumableState | undefined {
  const found = core.consumables[core.derived.consumableByName.get(name) ?? -1];
  return found === undefined || found.gone ? undefined : found;
}

/** How many there are: exact from the account's limit on, where it matters. */
export function consumableCount({ consumables }: Core): number {
  return consumables.length < COUNTED_FROM ? consumables.length : consumables.filter(({ gone }) => !gone).length;
}

/** Units that the next job may take. What was taken of a non-replenishable one is not in its total any more. */
function freeOf(consumable: ConsumableState): number {
  if (consumable.gone) return 0;
  return consumable.replenishable ? Math.max(0, consumable.total - consumable.inUse) : consumable.total;
}

const stepAt = (core: Core, at: number): number =>
  Math.floor((at - core.genesis.startAt) / Math.max(1, core.clockwork.delay(REFRESH_MS)));

const isFresh = (core: Core, { movedAt }: ConsumableState): boolean =>
  core.clockwork.ideal || stepAt(core, atOf(core)) > stepAt(core, movedAt);

/** DescribeConsumableResource's answer. A total below what jobs hold is reached as they end; until then it is what they hold. */
export function consumableView(core: Core, consumable: ConsumableState): ConsumableView {
  const { total, inUse } = isFresh(core, consumable) ? consumable : consumable.shown;
  const { name, arn, replenishable, createdAt, tags } = consumable;
  const shownTotal = replenishable ? Math.max(total, inUse) : total;
  const shown = {
    consumableResourceName: name,
    consumableResourceArn: arn,
    totalQuantity: shownTotal,
    inUseQuantity: inUse,
    availableQuantity: replenishable ? shownTotal - inUse : total,
    resourceType: replenishable ? 'REPLENISHABLE' : 'NON_REPLENISHABLE',
    createdAt,
    tags,
  };
  return { shown, total: consumable.total };
}

// Without what jobs hold: that moves with every job, and history would be a version a job.
function emit(core: Core, consumable: ConsumableState, edit: boolean): void {
  const { name, arn, total, replenishable, createdAt, tags, gone } = consumable;
  consumable.toldTotal = total;
  const document = {
    consumableResourceName: name,
    consumableResourceArn: arn,
    totalQuantity: total,
    resourceType: replenishable ? 'REPLENISHABLE' : 'NON_REPLENISHABLE',
    createdAt,
    tags,
  };
  emitResource(core, 'consumable-resource', arn, name, gone ? null : document, edit);
}

/** Takes a new resource. Deleted before and made again it is the same one: what jobs hold of it is still held. */
export function addConsumable(core: Core, { name, arn, total, replenishable, tags }: NewConsumable): void {
  const at = atOf(core);
  const index = core.derived.consumableByName.get(name) ?? core.consumables.length;
  const inUse = core.consumables[index]?.inUse ?? 0;
  const isTellingArmed = core.consumables[index]?.isTellingArmed ?? false;
  const fresh = { index, name, arn, replenishable, createdAt: at, tags, gone: false, total, inUse };
  core.derived.consumableByName.set(name, index);
  core.consumables[index] = {
    ...fresh,
    shown: { total, inUse },
    movedAt: at,
    toldTotal: total,
    isTellingArmed,
    applied: [],
  };
  emit(core, core.consumables[index], true);
  wake(core, core.consumables[index]);
}

function ofName(core: Core, name: string): ConsumableState {
  const found = consumableNamed(core, name);
  if (found === undefined) throw new Error(`Operation gave a consumable resource that does not exist: ${name}.`);
  return found;
}

/** Sets the total; what Describe shows follows at once. */
export function setConsumable(core: Core, name: string, total: number, once: OnceOnly | undefined): void {
  const consumable = ofName(core, name);
  const at = atOf(core);
  const kept = consumable.applied.filter(({ until }) => until > at);
  consumable.applied = once === undefined ? kept : [...kept, { ...once, until: at + TOKEN_MS }];
  const isNews = consumable.total !== total;
  consumable.total = total;
  consumable.shown = { total, inUse: consumable.inUse };
  consumable.movedAt = at;
  if (!isNews) return;
  emit(core, consumable, true);
  wake(core, consumable);
}

export function wasApplied(core: Core, name: string, { token, request }: OnceOnly): boolean {
  return ofName(core, name).applied.some(
    (one) => one.token === token && one.request === request && one.until > atOf(core),
  );
}

/** Its end, at any time: jobs that hold it go on, those that need it wait until it is made again. */
export function removeConsumable(core: Core, name: string): void {
  const consumable = ofName(core, name);
  consumable.gone = true;
  consumable.applied = [];
  emit(core, consumable, true);
  wake(core, consumable);
}

export function retagConsumable(core: Core, consumable: ConsumableState, tags: Record<string, string>): void {
  consumable.tags = tags;
  emit(core, consumable, true);
}

/** A fall of a non-replenishable one's total, told once a refresh and not once a job. */
export function onConsumableTelling(core: Core, index: number): void {
  const consumable = core.consumables[index];
  if (consumable === undefined) return;
  consumable.isTellingArmed = false;
  if (!consumable.gone && consumable.total !== consumable.toldTotal) emit(core, consumable, false);
}

/** What a job needs in all: its own list, and that of each of its nodes. Undefined where it needs nothing. */
export function consumablesOf(spec: JobSpec): readonly ConsumableNeed[] | undefined {
  const needs = new Map<string, number>();
  const add = (list: readonly ConsumableResourceRequirement[] | undefined, times: number): void => {
    for (const { consumableResource = '', quantity = 0 } of list ?? []) {
      const name = nameOfArn(consumableResource);
      needs.set(name, (needs.get(name) ?? 0) + quantity * times);
    }
  };
  add(spec.consumables, 1);
  for (const { consumables, first, last } of spec.nodes?.groups ?? []) add(consumables, last - first + 1);
  if (needs.size === 0) return undefined;
  const names = [...needs.keys()].sort();
  return names.map((name) => ({ name, quantity: needs.get(name) ?? 0 }));
}

/** The first resource of which there is not enough for one more such job; null where all is there. */
export function lackOf(core: Core, needs: readonly ConsumableNeed[]): ConsumableNeed | null {
  return needs.find(({ name, quantity }) => freeNow(core, name) < quantity) ?? null;
}

/** Units that a job may take now; none of what does not exist. */
export function freeNow(core: Core, name: string): number {
  const consumable = consumableNamed(core, name);
  return consumable === undefined ? 0 : freeOf(consumable);
}

/** How many more such jobs there is enough for. */
export function jobsEnoughFor(core: Core, needs: readonly ConsumableNeed[]): number {
  return Math.min(...needs.map(({ name, quantity }) => Math.floor(freeNow(core, name) / quantity)));
}

// What Describe shows is as of the last refresh before this move.
function beforeMove(core: Core, consumable: ConsumableState): void {
  if (isFresh(core, consumable)) consumable.shown = { total: consumable.total, inUse: consumable.inUse };
  consumable.movedAt = atOf(core);
}

/** A job goes to STARTING: what it needs is locked, and of a non-replenishable one used up. */
export function takeConsumables(core: Core, needs: readonly ConsumableNeed[]): void {
  for (const { name, quantity } of needs) {
    const consumable = ofName(core, name);
    beforeMove(core, consumable);
    consumable.inUse += quantity;
    if (consumable.replenishable) continue;
    consumable.total -= quantity;
    if (consumable.isTellingArmed) continue;
    consumable.isTellingArmed = true;
    pushEvent(core.heap, core.clockwork.grid(REFRESH_MS, atOf(core)), EVENT.consumableTelling, consumable.index, 0);
  }
}

/** An attempt has ended: what it held is free again, or was used up. */
export function giveConsumables(core: Core, row: number): void {
  const needs = groupAt(core, specAt(core, i32(core.jobs.columns.spec, row)).group).consumables;
  for (const { name, quantity } of needs ?? []) {
    const consumable = core.consumables[core.derived.consumableByName.get(name) ?? -1];
    if (consumable === undefined) continue;
    beforeMove(core, consumable);
    consumable.inUse -= quantity;
    if (consumable.replenishable) wake(core, consumable);
  }
}

/** Whether a row can run and needs the resource: a single job, a child, a multi-node job as a whole. */
export function needsConsumable(core: Core, row: number, name: string): boolean {
  if ((u8(core.jobs.columns.flags, row) & FLAG.array) !== 0 || isNode(core, row)) return false;
  const needs = groupAt(core, specAt(core, i32(core.jobs.columns.spec, row)).group).consumables;
  return needs?.some((need) => need.name === name) ?? false;
}

/** There is more or less of it: queues whose head needs it are looked at, and what was told of those that wait for it again. */
function wake(core: Core, { name }: ConsumableState): void {
  const needs = (group: number): boolean =>
    groupAt(core, group).consumables?.some((need) => need.name === name) ?? false;
  for (const queue of core.queues) {
    if (queue.gone || !queue.derived.groups.some(needs)) continue;
    for (const number of queue.derived.groups) if (needs(number)) groupAt(core, number).isStale = true;
    core.instant.scaleDirty = true;
    core.instant.tallyDirty = true;
    if (queue.blockedHead < 0) continue;
    if (needs(specAt(core, i32(core.jobs.columns.spec, queue.blockedHead)).group)) markQueue(core, queue.index);
  }
}
