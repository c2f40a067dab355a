import type {
  ComputeResource,
  CreateComputeEnvironmentCommandInput,
  UpdateComputeEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import { NOT_FOR_FARGATE } from '@/lib/batch';
import { typesOf } from '@/lib/catalogue';
import { checkResourceName, checkRole, checkTags, Findings } from './checks';
import {
  checkAllocation,
  checkCluster,
  checkImages,
  checkLaunchTemplate,
  checkNetwork,
  SCALE_DOWN_MINUTES,
  UPDATE_MINUTES_MAX,
} from './environment-parts';
import { joined } from './json-document';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkShape, type Part, soundInput } from './shapes';

/** Most vCPUs that a limit may name; far above any account's quota. */
const VCPUS_MAX = 10_000_000;

const SERVICE_LINKED = 'AWSServiceRoleForBatch';
const AT = 'computeResources';

type Resources = Part<ComputeResource>;

const isFargate = (type: string | undefined) => type === 'FARGATE' || type === 'FARGATE_SPOT';

/** What is wrong with a CreateComputeEnvironment. */
export function createComputeEnvironmentProblems(shapes: OperationShapes, document: JsonObject): Problem[] {
  const shape = checkShape(shapes, 'CreateComputeEnvironment', document);
  const input = soundInput<CreateComputeEnvironmentCommandInput>(shape);
  const found = new Findings();
  checkResourceName(found, input.computeEnvironmentName, 'computeEnvironmentName');
  found.when(input.state === 'DISABLED', 'state', 'An environment is made enabled; disable it afterwards.');
  checkTags(found, input.tags, 'tags');
  checkRole(found, input.serviceRole, 'serviceRole', 'The service role');
  checkCluster(found, input);
  if (input.type === 'UNMANAGED') checkUnmanaged(found, input);
  else if (input.type === 'MANAGED') {
    found.when(
      input.unmanagedvCpus !== undefined,
      'unmanagedvCpus',
      'Only an unmanaged environment has this: take it out.',
    );
    if (input.computeResources === undefined)
      found.add(AT, 'A managed environment says what it runs on: give computeResources.');
    else checkResources(found, input.computeResources);
  }
  return found.after(shape.problems);
}

function checkUnmanaged(found: Findings, input: Part<CreateComputeEnvironmentCommandInput>): void {
  const role = input.serviceRole ?? '';
  if (role === '') found.add('serviceRole', 'An unmanaged environment needs a service role of its own.');
  else
    found.when(
      role.includes(SERVICE_LINKED),
      'serviceRole',
      'An unmanaged environment can not use the service-linked role: give another.',
    );
  found.when(
    input.computeResources !== undefined,
    AT,
    'You start the instances of an unmanaged environment yourself: take computeResources out.',
  );
  found.when(input.eksConfiguration !== undefined, 'eksConfiguration', 'An unmanaged environment runs on ECS.');
  found.range(input.unmanagedvCpus, 'unmanagedvCpus', 'The number of vCPU', 0, VCPUS_MAX);
}

function checkResources(found: Findings, resources: Resources): void {
  if (isFargate(resources.type)) checkFargate(found, resources);
  else if (resources.type === 'ECS_MANAGED_INSTANCES') {
    found.when(
      resources.managedInstancesProvider === undefined,
      `${AT}.managedInstancesProvider`,
      'ECS_MANAGED_INSTANCES needs a managedInstancesProvider.',
    );
  } else if (resources.type !== undefined) checkInstances(found, resources);
  checkLimits(found, resources);
  checkScaleDown(found, resources);
}

function checkFargate(found: Findings, resources: Resources): void {
  for (const member of NOT_FOR_FARGATE) {
    found.when(
      resources[member] !== undefined,
      `${AT}.${member}`,
      `${member} is not applicable for Fargate: take it out.`,
    );
  }
  checkNetwork(found, resources);
}

function checkInstances(found: Findings, resources: Resources): void {
  found.when(
    resources.minvCpus === undefined,
    `${AT}.minvCpus`,
    'Give the least vCPU that are kept up: 0 costs nothing while no job runs.',
  );
  checkTypes(found, resources.instanceTypes, true);
  found.when(!resources.instanceRole, `${AT}.instanceRole`, 'Give the role of the instances, such as ecsInstanceRole.');
  checkRole(found, resources.instanceRole, `${AT}.instanceRole`, 'The instance role');
  checkNetwork(found, resources);
  checkAllocation(found, resources);
  const isBestFit = resources.allocationStrategy === undefined || resources.allocationStrategy === 'BEST_FIT';
  found.when(
    resources.type === 'SPOT' && isBestFit && !resources.spotIamFleetRole,
    `${AT}.spotIamFleetRole`,
    'Spot with BEST_FIT needs a Spot fleet role; the other strategies do not.',
  );
  checkRole(found, resources.spotIamFleetRole, `${AT}.spotIamFleetRole`, 'The Spot fleet role');
  found.when(
    resources.type === 'EC2' && resources.bidPercentage !== undefined,
    `${AT}.bidPercentage`,
    'On-Demand instances have no bid: take it out.',
  );
  checkImages(found, resources.ec2Configuration);
  checkLaunchTemplate(found, resources.launchTemplate, resources.instanceTypes);
  checkTags(found, resources.tags, `${AT}.tags`);
}

function checkTypes(found: Findings, list: readonly string[] | undefined, isRequired: boolean): void {
  const path = `${AT}.instanceTypes`;
  if (list === undefined || list.length === 0) {
    if (isRequired || list !== undefined) found.add(path, 'Choose instance types or families, or optimal.');
    return;
  }
  const { architectures } = typesOf(list);
  for (const [at, entry] of list.entries()) {
    found.when(
      typesOf([entry]).unknown.length > 0,
      `${path}[${at}]`,
      `${entry.slice(0, 60) || 'An empty text'} is no instance type or family that this portal knows.`,
    );
    found.when(list.indexOf(entry) !== at, `${path}[${at}]`, `${entry} stands twice.`);
  }
  found.when(architectures.length > 1, path, 'Types of arm64 can not be used with others in one environment.');
}

function checkLimits(found: Findings, resources: Resources): void {
  const { minvCpus, maxvCpus, desiredvCpus } = resources;
  found.range(minvCpus, `${AT}.minvCpus`, 'The minimum', 0, VCPUS_MAX);
  found.range(maxvCpus, `${AT}.maxvCpus`, 'The maximum', 0, VCPUS_MAX);
  found.when(
    minvCpus !== undefined && maxvCpus !== undefined && maxvCpus < minvCpus,
    `${AT}.maxvCpus`,
    'The maximum is at least the minimum.',
  );
  const isOutside =
    desiredvCpus !== undefined && (desiredvCpus < (minvCpus ?? 0) || desiredvCpus > (maxvCpus ?? VCPUS_MAX));
  found.when(isOutside, `${AT}.desiredvCpus`, 'The desired vCPU lie between the minimum and the maximum.');
}

function checkScaleDown(found: Findings, resources: Resources): void {
  const minutes = resources.scalingPolicy?.minScaleDownDelayMinutes;
  if (minutes === 0) return;
  const { least, most } = SCALE_DOWN_MINUTES;
  found.when(
    minutes !== undefined && (minutes < least || minutes > most),
    `${AT}.scalingPolicy.minScaleDownDelayMinutes`,
    `The delay is 0, or ${least} to 10,080 minutes.`,
  );
}

const INFRASTRUCTURE = [
  'allocationStrategy',
  'bidPercentage',
  'ec2Configuration',
  'ec2KeyPair',
  'imageId',
  'instanceRole',
  'instanceTypes',
  'launchTemplate',
  'placementGroup',
  'tags',
  'type',
  'updateToLatestImageVersion',
] as const;

/** The members of an update that replace instances, as AWS does it: they need the service-linked role and no BEST_FIT. */
export function replacesInstances(call: JsonObject, base: JsonObject): string[] {
  const given = call[AT];
  const before = base[AT];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  const type = typeof before === 'object' && before !== null && !Array.isArray(before) ? before.type : undefined;
  const network = isFargate(typeof type === 'string' ? type : undefined) ? [] : ['subnets', 'securityGroupIds'];
  return Object.keys(given).filter((name) => [...INFRASTRUCTURE, ...network].includes(name));
}

/** What is wrong with an UpdateComputeEnvironment; `base` is the environment as it is, in the call's own terms. */
export function updateComputeEnvironmentProblems(
  shapes: OperationShapes,
  document: JsonObject,
  base: JsonObject,
): Problem[] {
  const operation = 'UpdateComputeEnvironment';
  const shape = checkShape(shapes, operation, document);
  const input = soundInput<UpdateComputeEnvironmentCommandInput>(shape);
  const before = soundInput<UpdateComputeEnvironmentCommandInput>(checkShape(shapes, operation, base));
  const after = soundInput<UpdateComputeEnvironmentCommandInput>(
    checkShape(shapes, operation, joined(base, shape.sound)),
  );
  const found = new Findings();
  const isManaged = before.computeResources !== undefined;
  found.when(
    isManaged && input.unmanagedvCpus !== undefined,
    'unmanagedvCpus',
    'Only an unmanaged environment has this: take it out.',
  );
  found.when(
    !isManaged && input.computeResources !== undefined,
    AT,
    'An unmanaged environment has no computeResources.',
  );
  checkRole(found, input.serviceRole, 'serviceRole', 'The service role');
  const [own, asked] = [before.serviceRole ?? '', input.serviceRole];
  found.when(
    asked !== undefined && own !== '' && own.includes(SERVICE_LINKED) !== asked.includes(SERVICE_LINKED),
    'serviceRole',
    'An environment can not change between the service-linked role and a role of its own: make a new one.',
  );
  found.range(
    input.updatePolicy?.jobExecutionTimeoutMinutes,
    'updatePolicy.jobExecutionTimeoutMinutes',
    'The time for running jobs, in minutes,',
    1,
    UPDATE_MINUTES_MAX,
  );
  if (input.computeResources !== undefined && isManaged)
    checkChange(found, input.computeResources, before, after.computeResources ?? {}, document, base);
  return found.after(shape.problems);
}

type ResourcesUpdate = NonNullable<Part<UpdateComputeEnvironmentCommandInput>['computeResources']>;

function checkChange(
  found: Findings,
  change: ResourcesUpdate,
  { computeResources: before = {}, serviceRole = '' }: Part<UpdateComputeEnvironmentCommandInput>,
  after: ResourcesUpdate,
  call: JsonObject,
  base: JsonObject,
): void {
  const fargate = isFargate(before.type);
  if (fargate) {
    for (const member of NOT_FOR_FARGATE) {
      const isGiven = Object.hasOwn(change, member);
      found.when(isGiven, `${AT}.${member}`, `${member} is not applicable for Fargate: take it out.`);
    }
  }
  found.when(
    change.type !== undefined && isFargate(change.type) !== fargate,
    `${AT}.type`,
    'An environment can not change between Fargate and instances: make a new one.',
  );
  const replaced = replacesInstances(call, base);
  const [first] = replaced;
  if (first !== undefined && !fargate) {
    const isOwnRole = serviceRole !== '' && !serviceRole.includes(SERVICE_LINKED);
    found.when(
      isOwnRole,
      `${AT}.${first}`,
      `A change of ${first} replaces instances: AWS does it under the service-linked role only.`,
    );
    // BEST_FIT is no strategy of an update, so the shape's check has left it out of what the environment has.
    const isBestFit = before.allocationStrategy === undefined;
    found.when(
      isBestFit,
      `${AT}.${first}`,
      `A change of ${first} replaces instances: AWS does not do it with BEST_FIT. Make a new environment.`,
    );
  }
  found.when(
    change.desiredvCpus !== undefined && change.desiredvCpus < (before.desiredvCpus ?? 0),
    `${AT}.desiredvCpus`,
    'The desired vCPU can only be raised by hand: lower the maximum, or take the environment off its queues.',
  );
  const { desiredvCpus: _moved, ...limits } = after;
  checkLimits(found, change.desiredvCpus === undefined ? limits : after);
  checkScaleDown(found, after);
  if (change.subnets !== undefined || change.securityGroupIds !== undefined) checkNetwork(found, after);
  if (fargate) return;
  checkTypes(found, change.instanceTypes, false);
  if (change.allocationStrategy !== undefined || change.type !== undefined || change.bidPercentage !== undefined)
    checkAllocation(found, after);
  checkRole(found, change.instanceRole, `${AT}.instanceRole`, 'The instance role');
  checkImages(found, change.ec2Configuration);
  checkLaunchTemplate(found, change.launchTemplate, after.instanceTypes);
  checkTags(found, change.tags, `${AT}.tags`);
}
