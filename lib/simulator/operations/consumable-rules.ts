import type { ConsumableResourceProperties, ConsumableResourceRequirement } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuse, refuseValue } from './refusals';
import { isResourceName, localName } from './request-rules';

const CONSUMABLES_MAX = 5;

/** The name in what a request gives, be it a name or an ARN; refuses what is neither. */
export function consumableName({ place }: Pick<Machine, 'place'>, given: string): string {
  const name = localName(place, 'consumable-resource', given);
  if (name === null || !isResourceName(name)) refuseValue('ConsumableResource name should match a valid pattern.');
  return name;
}

/** What AWS refuses of the consumable resources that a job or a node needs. They need not exist yet. */
export function checkConsumables(machine: Machine, properties: ConsumableResourceProperties | undefined): void {
  const list = properties?.consumableResourceList ?? [];
  if (list.length > CONSUMABLES_MAX) {
    refuseValue(`Each ConsumableResourceProperty can have at most ${CONSUMABLES_MAX} consumableResources`);
  }
  const names = list.map(({ consumableResource = '' }) => consumableName(machine, consumableResource));
  if (new Set(names).size < names.length) {
    refuseValue('Cannot have duplicate consumableResource in consumableResourceProperties');
  }
  for (const { quantity = 0 } of list) {
    if (quantity < 1) refuseValue('quantity of a consumableResource must be at least 1.');
  }
}

/** As Describe shows them: as given, and not at all where there are none. */
export function shownConsumables(properties: ConsumableResourceProperties | undefined): {
  consumableResourceProperties?: ConsumableResourceProperties;
} {
  const list = properties?.consumableResourceList ?? [];
  return list.length === 0 ? {} : { consumableResourceProperties: { consumableResourceList: list } };
}

/**
 * What a job needs: the request's list where it gives one, as a whole, else the definition's. AWS does not say what a
 * list of fewer resources leaves of the definition's: here nothing, as for retry and timeout.
 */
export function neededConsumables(
  machine: Machine,
  defined: ConsumableResourceProperties | undefined,
  given: ConsumableResourceProperties | undefined,
): { consumables?: ConsumableResourceRequirement[] } {
  checkConsumables(machine, given);
  const own = given?.consumableResourceList ?? [];
  const list = own.length > 0 ? own : (defined?.consumableResourceList ?? []);
  for (const { consumableResource = '' } of list) {
    // A job that needs what does not exist could never start: refused, as a dependency on an unknown job is.
    if (machine.consumable(consumableName(machine, consumableResource)) === undefined) {
      refuse(`ConsumableResource ${consumableResource} not found.`);
    }
  }
  return list.length === 0 ? {} : { consumables: list };
}
