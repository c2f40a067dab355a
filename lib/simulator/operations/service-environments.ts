import type {
  CreateServiceEnvironmentCommandInput,
  DeleteServiceEnvironmentCommandInput,
  DescribeServiceEnvironmentsCommandInput,
  ServiceEnvironmentDetail,
  UpdateServiceEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { checkCapacityLimits, countsInstances } from './capacity-limit-rules';
import { checkDeletable } from './deletions';
import { byCodeUnit, pageByKey } from './pages';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags, localName } from './request-rules';

const ENVIRONMENTS_MAX = 50;
const ENVIRONMENTS_DESCRIBED_MAX = 100;

const nameOf = (document: ServiceEnvironmentDetail): string => document.serviceEnvironmentName ?? '';

function named(machine: Machine, given: string): ServiceEnvironmentDetail | undefined {
  const name = localName(machine.place, 'service-environment', given);
  return name === null ? undefined : machine.serviceEnvironment(name);
}

/** CreateServiceEnvironment: capacity limits for jobs that run in another service. */
export function createServiceEnvironment(machine: Machine, input: CreateServiceEnvironmentCommandInput): object {
  const name = input.serviceEnvironmentName ?? '';
  checkResourceName('Service environment', name);
  checkCapacityLimits(input.capacityLimits);
  checkTags(input.tags);
  if (machine.serviceEnvironment(name) !== undefined) refuse('Object already exists');
  if (machine.serviceEnvironments().length >= ENVIRONMENTS_MAX) {
    refuse(`Number of service environments exceeds the limit of ${ENVIRONMENTS_MAX}.`);
  }
  const arn = batchArn(machine.place, 'service-environment', name);
  machine.addServiceEnvironment({
    serviceEnvironmentName: name,
    serviceEnvironmentArn: arn,
    serviceEnvironmentType: input.serviceEnvironmentType,
    state: input.state ?? 'ENABLED',
    status: 'CREATING',
    capacityLimits: input.capacityLimits,
    tags: input.tags ?? {},
  });
  return { serviceEnvironmentName: name, serviceEnvironmentArn: arn };
}

/** UpdateServiceEnvironment: state and capacity limits, which stay of their kind while a queue goes by them. */
export function updateServiceEnvironment(machine: Machine, input: UpdateServiceEnvironmentCommandInput): object {
  const given = input.serviceEnvironment ?? '';
  const current = named(machine, given);
  if (current === undefined) refuse(`ServiceEnvironment ${given} not found.`);
  if (input.capacityLimits !== undefined) {
    checkCapacityLimits(input.capacityLimits);
    const isOther = countsInstances(input.capacityLimits) !== countsInstances(current.capacityLimits);
    if (isOther && machine.serviceQueues(nameOf(current)).length > 0) {
      refuseValue('Capacity units can not be changed while the service environment is attached to a job queue.');
    }
  }
  if (current.status !== 'VALID' && current.status !== 'INVALID') refuse('Cannot update, resource is being modified');
  machine.updateServiceEnvironment({
    ...current,
    state: input.state ?? current.state,
    capacityLimits: input.capacityLimits ?? current.capacityLimits,
  });
  const { serviceEnvironmentName, serviceEnvironmentArn } = current;
  return { serviceEnvironmentName, serviceEnvironmentArn };
}

/** DeleteServiceEnvironment: DISABLED, and no queue refers to it. One that does not exist is gone already. */
export function deleteServiceEnvironment(machine: Machine, input: DeleteServiceEnvironmentCommandInput): object {
  const current = named(machine, input.serviceEnvironment ?? '');
  if (current === undefined) return {};
  checkDeletable('service environment', current);
  if (machine.serviceQueues(nameOf(current)).length > 0) refuse('Cannot delete, found existing JobQueue relationship');
  machine.deleteServiceEnvironment(nameOf(current));
  return {};
}

/** DescribeServiceEnvironments: those asked for, or all by name in pages of at most 100. */
export function describeServiceEnvironments(machine: Machine, input: DescribeServiceEnvironmentsCommandInput): object {
  const asked = input.serviceEnvironments;
  if (asked !== undefined && asked.length > 0) {
    if (input.maxResults !== undefined) refuseValue('ServiceEnvironments and MaxResults cannot both be set');
    if (asked.length > ENVIRONMENTS_DESCRIBED_MAX) {
      refuseValue(`Maximum number of service environments supported is ${ENVIRONMENTS_DESCRIBED_MAX} .`);
    }
    const found = asked.map((given) => named(machine, given)).filter((document) => document !== undefined);
    return { serviceEnvironments: [...new Set(found)] };
  }
  const all = [...machine.serviceEnvironments()].sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const page = pageByKey(machine, 'DescribeServiceEnvironments', all, nameOf, input);
  return { serviceEnvironments: page.items, nextToken: page.nextToken };
}
