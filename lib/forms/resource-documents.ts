import { nameOfArn } from '@/lib/batch';
import { isObject } from './json-document';
import type { JsonObject, JsonValue } from './json-text';

/** Plain JSON of a document that came from history: what is undefined is absent. */
function plain(document: object): JsonObject {
  const copy: JsonValue = JSON.parse(JSON.stringify(document));
  return isObject(copy) ? copy : {};
}

function picked(document: JsonObject, names: readonly string[]): JsonObject {
  const found: JsonObject = {};
  for (const name of names) {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    if (value !== undefined && value !== null) found[name] = value;
  }
  return found;
}

/** Without members that are empty lists, objects or texts: Describe fills them in, and a call does not need them. */
function withoutEmpty(document: JsonObject): JsonObject {
  const kept = Object.entries(document).filter(
    ([, value]) =>
      !(
        value === '' ||
        (Array.isArray(value) && value.length === 0) ||
        (isObject(value) && Object.keys(value).length === 0)
      ),
  );
  return Object.fromEntries(kept);
}

function namedOrder(value: JsonValue | undefined): JsonValue[] {
  const entries = Array.isArray(value) ? value.filter(isObject) : [];
  return entries
    .map((entry) => ({
      order: entry.order ?? 0,
      computeEnvironment: typeof entry.computeEnvironment === 'string' ? nameOfArn(entry.computeEnvironment) : '',
    }))
    .sort((a, b) => Number(a.order) - Number(b.order));
}

const QUEUE_MEMBERS = [
  'state',
  'priority',
  'schedulingPolicyArn',
  'jobStateTimeLimitActions',
  'serviceEnvironmentOrder',
];

/** A queue as Describe shows it, in the terms of UpdateJobQueue: environments by name, in order, or its service environment. */
export function queueUpdateBase(detail: object): JsonObject {
  const document = plain(detail);
  const members = withoutEmpty(picked(document, QUEUE_MEMBERS));
  const order =
    members.serviceEnvironmentOrder === undefined
      ? { computeEnvironmentOrder: namedOrder(document.computeEnvironmentOrder) }
      : {};
  return { jobQueue: document.jobQueueName ?? '', ...members, ...order };
}

/** The call that makes a queue like this one, without its name. */
export function queueCreateCall(detail: object): JsonObject {
  const { jobQueue: _name, ...rest } = queueUpdateBase(detail);
  const tags = withoutEmpty(picked(plain(detail), ['tags']));
  return { jobQueueName: '', ...rest, state: 'ENABLED', ...tags };
}

/** A scheduling policy in the terms of UpdateSchedulingPolicy. */
export function policyUpdateBase(detail: object): JsonObject {
  const document = plain(detail);
  return { arn: document.arn ?? '', ...picked(document, ['fairsharePolicy', 'quotaSharePolicy']) };
}

/** The call that makes a policy like this one, without its name. */
export function policyCreateCall(detail: object): JsonObject {
  const { arn: _arn, ...rest } = policyUpdateBase(detail);
  return { name: '', ...rest, ...withoutEmpty(picked(plain(detail), ['tags'])) };
}

/** The call that makes a consumable resource like this one, without its name. */
export function consumableCreateCall(detail: object): JsonObject {
  const document = plain(detail);
  return {
    consumableResourceName: '',
    ...picked(document, ['totalQuantity', 'resourceType']),
    ...withoutEmpty(picked(document, ['tags'])),
  };
}

const RESOURCES_OF_UPDATE = [
  'type',
  'allocationStrategy',
  'minvCpus',
  'maxvCpus',
  'desiredvCpus',
  'instanceTypes',
  'imageId',
  'subnets',
  'securityGroupIds',
  'ec2KeyPair',
  'instanceRole',
  'tags',
  'placementGroup',
  'bidPercentage',
  'launchTemplate',
  'ec2Configuration',
  'scalingPolicy',
];

/** An environment as Describe shows it, in the terms of UpdateComputeEnvironment. */
export function environmentUpdateBase(detail: object): JsonObject {
  const document = plain(detail);
  const resources = isObject(document.computeResources) ? document.computeResources : null;
  return {
    computeEnvironment: document.computeEnvironmentName ?? '',
    ...withoutEmpty(picked(document, ['state', 'unmanagedvCpus', 'serviceRole', 'updatePolicy', 'ecsSettings'])),
    ...(resources !== null && { computeResources: withoutEmpty(picked(resources, RESOURCES_OF_UPDATE)) }),
  };
}

/** The call that makes an environment like this one, without its name; what AWS moves by itself is left out. */
export function environmentCreateCall(detail: object): JsonObject {
  const document = plain(detail);
  const base = environmentUpdateBase(detail);
  const resources = isObject(base.computeResources) ? base.computeResources : null;
  const { desiredvCpus: _desired, ...given } = resources ?? {};
  const role =
    typeof base.serviceRole === 'string' && !base.serviceRole.includes('AWSServiceRoleForBatch')
      ? base.serviceRole
      : null;
  const fleetRole = isObject(document.computeResources) ? picked(document.computeResources, ['spotIamFleetRole']) : {};
  return {
    computeEnvironmentName: '',
    type: document.type ?? 'MANAGED',
    state: 'ENABLED',
    ...picked(base, ['unmanagedvCpus']),
    ...(resources !== null && { computeResources: { ...given, ...fleetRole } }),
    ...(role !== null && { serviceRole: role }),
    ...withoutEmpty(picked(document, ['tags'])),
    ...picked(base, ['ecsSettings']),
  };
}
