import { refuseValue } from './refusals';

const LIMITS_MAX = 5;
/** The unit of environments whose queues go first-in-first-out or by fair share. */
export const NUM_INSTANCES = 'NUM_INSTANCES';
const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;

interface GivenLimit {
  maxCapacity?: number | undefined;
  capacityUnit?: string | undefined;
}

/** AWS's rules on the limits of a service environment or a quota share: 1-5, of one kind, each more than 0. */
export function checkCapacityLimits(limits: readonly GivenLimit[] | undefined): void {
  if (limits === undefined || limits.length === 0) refuseValue('Capacitylimits are required.');
  if (limits.length > LIMITS_MAX) refuseValue(`Number of capacity limits exceeds ${LIMITS_MAX}.`);
  if (limits.some(({ maxCapacity }) => (maxCapacity ?? 0) <= 0)) refuseValue('Max capacity must be more than 0.');
  const units = limits.map(({ capacityUnit }) => capacityUnit ?? '');
  const counts = units.filter((unit) => unit === NUM_INSTANCES).length;
  if (units.some((unit) => unit !== NUM_INSTANCES && !INSTANCE_TYPE.test(unit)) || (counts > 0 && units.length > 1)) {
    refuseValue('Capacity units must specify either number of instances OR instance type');
  }
  if (new Set(units).size < units.length) refuseValue('Duplicate capacity units are not allowed.');
}

/** Whether limits count instances of any type, not those of named types. */
export function countsInstances(limits: readonly GivenLimit[] | undefined): boolean {
  return limits?.some(({ capacityUnit }) => capacityUnit === NUM_INSTANCES) ?? false;
}
