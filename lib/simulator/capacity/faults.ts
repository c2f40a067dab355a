import type { Fault } from '../contract';
import { atOf, type Core, type EnvironmentState } from '../core';
import { definitionName } from '../jobs/names';
import type { JobSpec } from '../machine';

/** Whether a fault is in force at `at`: from its start to just before its end. */
export function isActive(fault: Fault, at: number): boolean {
  return fault.at <= at && (fault.end === undefined || at < fault.end);
}

/** ECS's reason where an image can't be pulled now, or null. */
export function pullFault(core: Core, spec: JobSpec): string | null {
  const at = atOf(core);
  for (const fault of core.faults) {
    if (fault.kind !== 'image-pull-failure' || !isActive(fault, at)) continue;
    if (fault.image !== undefined && fault.image !== spec.container.image) continue;
    if (fault.definition !== undefined && !isDefinition(spec.jobDefinition, fault.definition)) continue;
    return (
      fault.reason ??
      `CannotPullContainerError: Error response from daemon: pull access denied for ${spec.container.image ?? ''}`
    );
  }
  return null;
}

function isDefinition(arn: string, asked: string): boolean {
  return arn === asked || definitionName(arn) === asked || arn.endsWith(`/${asked}`);
}

/** Whether EC2 has none of a pool (type and zone) now, by the faults. */
export function isPoolOut(
  core: Core,
  type: string,
  typeNumber: number,
  zone: string,
  zoneNumber: number,
  spot: boolean,
): boolean {
  const at = atOf(core);
  for (const fault of core.faults) {
    if (!isActive(fault, at)) continue;
    if (fault.kind === 'zone-lost' && fault.zone === zone) return true;
    if (fault.kind !== 'capacity-out' && fault.kind !== 'spot-storm') continue;
    if (fault.types !== undefined && !fault.types.includes(type)) continue;
    if (fault.zones !== undefined && !fault.zones.includes(zone)) continue;
    if (fault.kind === 'spot-storm') {
      if (
        spot &&
        core.draws.uniform('storm', typeNumber * 16 + zoneNumber, Math.floor(fault.at / 1000) | 0) < fault.fraction
      )
        return true;
    } else if (fault.purchase === undefined || (fault.purchase === 'SPOT') === spot) {
      return true;
    }
  }
  return false;
}

/** Whether instances that start in an environment now don't join its cluster. */
export function isKeptOut(core: Core, { document }: EnvironmentState): boolean {
  const at = atOf(core);
  return core.faults.some((fault) => {
    if (fault.kind !== 'agent-not-joining' || !isActive(fault, at)) return false;
    return fault.environment === undefined || fault.environment === document.computeEnvironmentName;
  });
}

/** Factor on a type's Spot price at a moment. */
export function priceFactor(core: Core, type: string, at: number): number {
  let factor = 1;
  for (const fault of core.faults) {
    if (fault.kind !== 'price-spike' || !isActive(fault, at)) continue;
    if (fault.types === undefined || fault.types.includes(type)) factor *= fault.factor;
  }
  return factor;
}
