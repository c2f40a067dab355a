import { BatchError } from './batch-error';
import { INSTANCE } from './capacity/instance-table';
import { checkPrice, ENDED, endInstance, giveNotice, isSpot, typeOf } from './capacity/instances';
import type { Fault } from './contract';
import { atOf, type Core } from './core';
import { ec2IdOf, zoneName } from './jobs/names';
import { i32, u8 } from './kernel/columns';
import { EVENT, pushEvent } from './kernel/events';
import { readInstanceId } from './kernel/ids';
import { isOfHealth } from './resources/environment-health';
import { recheckHealth } from './resources/environments';
import { letJoin } from './resources/joining';

/** Takes an operator's fault; it starts and ends as the machine's own events. */
export function addFault(core: Core, fault: Fault): void {
  if (fault.end !== undefined && fault.end <= fault.at) {
    throw new BatchError('ClientException', `A fault must end after it starts: ${fault.kind}.`);
  }
  const index = core.faults.length;
  core.faults.push(fault);
  // Faults on the wire change nothing in here.
  if (fault.kind.startsWith('api-')) return;
  pushEvent(core.heap, Math.max(atOf(core), fault.at), EVENT.faultEdge, index, 0);
  if (fault.end !== undefined) pushEvent(core.heap, Math.max(atOf(core), fault.end), EVENT.faultEdge, index, 1);
}

/** A fault starts (`edge` 0) or ends (1). */
export function onFaultEdge(core: Core, index: number, edge: number): void {
  const fault = core.faults[index];
  if (fault === undefined) return;
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  if (fault.kind === 'price-spike') {
    for (const row of [...core.derived.up]) checkPrice(core, row);
    return;
  }
  if (isOfHealth(fault)) {
    recheckHealth(core);
    return;
  }
  if (fault.kind === 'agent-not-joining' && edge === 1) letJoin(core);
  if (edge === 1) return;
  if (fault.kind === 'spot-storm') storm(core, fault, index);
  else if (fault.kind === 'zone-lost') loseZone(core, fault.zone);
  else if (fault.kind === 'instance-lost') loseInstance(core, fault.instance, index);
}

const zoneOf = (core: Core, row: number): string => zoneName(core, i32(core.instances.columns.zone, row));

function storm(core: Core, fault: Fault & { kind: 'spot-storm' }, index: number): void {
  for (const row of [...core.derived.up]) {
    if (!isSpot(core, row)) continue;
    if (fault.types !== undefined && !fault.types.includes(typeOf(core, row).name)) continue;
    if (fault.zones !== undefined && !fault.zones.includes(zoneOf(core, row))) continue;
    if (core.draws.uniform('storm', row, index) < fault.fraction) giveNotice(core, row);
  }
}

function loseZone(core: Core, zone: string): void {
  for (const row of [...core.derived.up]) if (zoneOf(core, row) === zone) endInstance(core, row, ENDED.failure);
}

function loseInstance(core: Core, instance: string | undefined, index: number): void {
  if (instance !== undefined) {
    const row = readInstanceId(core.draws, instance);
    if (core.derived.up.has(row) && ec2IdOf(core, row) === instance) endInstance(core, row, ENDED.failure);
    return;
  }
  const up = [...core.derived.up].filter((row) => u8(core.instances.columns.state, row) === INSTANCE.registered);
  const row = up[core.draws.bits('instance-choice', index, 0, 0) % Math.max(1, up.length)];
  if (row !== undefined) endInstance(core, row, ENDED.failure);
}
