import { isKeptOut } from '../capacity/faults';
import { INSTANCE } from '../capacity/instance-table';
import { ENDED, endInstance, GIVEN_UP, LATEST_JOIN_MS, onInstanceRegistered } from '../capacity/instances';
import { atOf, type Core, environmentAt } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { NONE_JOINED } from './environment-health';
import { invalidate } from './environments';

/**
 * An instance's agent joins the cluster, if nothing keeps it out. Where no instance of its environment has joined by the
 * last moment, the environment is INVALID and all of them go. Beside others that have, or amid another change, it stays and
 * joins when it can.
 */
export function onInstanceDue(core: Core, row: number, turn: number): void {
  const { state, environment: owner } = core.instances.columns;
  if (u8(state, row) !== INSTANCE.running) return;
  const environment = environmentAt(core, i32(owner, row));
  if (turn !== GIVEN_UP || !isKeptOut(core, environment)) {
    onInstanceRegistered(core, row);
    return;
  }
  const own = [...core.derived.up].filter((other) => i32(owner, other) === environment.index);
  if (environment.document.status !== 'VALID' || own.some((other) => u8(state, other) === INSTANCE.registered)) return;
  invalidate(core, environment, NONE_JOINED);
  for (const other of own) endInstance(core, other, ENDED.scaleDown);
}

/** Nothing keeps them out any more: those still up join, at the latest when the slowest of them would have anyway. */
export function letJoin(core: Core): void {
  const { state, launchedAt } = core.instances.columns;
  for (const row of core.derived.up) {
    if (u8(state, row) !== INSTANCE.running) continue;
    const at = Math.max(atOf(core), f64(launchedAt, row) + core.clockwork.delay(LATEST_JOIN_MS));
    pushEvent(core.heap, at, EVENT.instanceRegistered, row, 0);
  }
}
