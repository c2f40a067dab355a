import type {
  ComputeEnvironmentDetail,
  ComputeResource,
  CreateComputeEnvironmentCommandInput,
  DescribeComputeEnvironmentsCommandInput,
  UpdateComputeEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { checkComputeResources, shownComputeResources } from './compute-resource-rules';
import { changedResources, checkMayReplace } from './compute-resource-update';
import { checkEks, checkImagesFor } from './eks-environment-rules';
import { byCodeUnit, pageByKey } from './pages';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags, localName } from './request-rules';

const ENVIRONMENTS_MAX = 50;
const ENVIRONMENTS_DESCRIBED_MAX = 100;
const SERVICE_LINKED_ROLE = 'aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch';
const UPDATE_MINUTES_MAX = 7200;

function requiredText(value: string | undefined): string {
  return value ?? '';
}

function isServiceLinked(role: string | undefined): boolean {
  return role?.includes('AWSServiceRoleForBatch') ?? false;
}

function orchestrationOf({ eksConfiguration }: Pick<ComputeEnvironmentDetail, 'eksConfiguration'>): 'ECS' | 'EKS' {
  return eksConfiguration === undefined ? 'ECS' : 'EKS';
}

function checkUnmanagedVcpus(vcpus: number | undefined): void {
  if (vcpus !== undefined && vcpus < 0) refuseValue('unmanagedvCpus must not be negative.');
}

function checkUnmanaged(input: CreateComputeEnvironmentCommandInput): void {
  if (!input.serviceRole) refuseValue('ServiceRole is required.');
  if (isServiceLinked(input.serviceRole)) {
    refuseValue('Service Linked Role cannot be used with UNMANAGED Compute Environment');
  }
  if (input.computeResources !== undefined) {
    refuseValue('computeResources is not applicable for unmanaged Compute Environment.');
  }
  checkUnmanagedVcpus(input.unmanagedvCpus);
}

function checkManaged(input: CreateComputeEnvironmentCommandInput): ComputeResource {
  if (input.unmanagedvCpus !== undefined) {
    refuseValue('unmanagedvCpus is not applicable for managed Compute Environment.');
  }
  if (input.computeResources === undefined)
    refuseValue('computeResources are required for managed Compute Environment.');
  checkComputeResources(input.computeResources);
  return input.computeResources;
}

/** The members of the document that the two types of environment don't share. */
function ownMembers(input: CreateComputeEnvironmentCommandInput): Partial<ComputeEnvironmentDetail> {
  if (input.type === 'UNMANAGED') {
    checkUnmanaged(input);
    return {
      type: 'UNMANAGED',
      ...(input.unmanagedvCpus === undefined ? {} : { unmanagedvCpus: input.unmanagedvCpus }),
    };
  }
  return {
    type: 'MANAGED',
    computeResources: shownComputeResources(checkManaged(input), orchestrationOf(input)),
    updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 30 },
  };
}

/** CreateComputeEnvironment: checks as AWS does, then hands the machine the document that Describe shows. */
export function createComputeEnvironment(machine: Machine, input: CreateComputeEnvironmentCommandInput): object {
  const name = requiredText(input.computeEnvironmentName);
  checkResourceName('Compute Environment', name);
  if (input.state === 'DISABLED') refuseValue('Compute Environment must be created in ENABLED state.');
  checkTags(input.tags);
  if (input.eksConfiguration !== undefined) checkEks(machine, input, input.eksConfiguration);
  checkImagesFor(orchestrationOf(input), input.computeResources);
  const own = ownMembers(input);
  if (machine.environment(name) !== undefined) refuse('Object already exists');
  if (machine.environments().length >= ENVIRONMENTS_MAX) {
    refuse(`Number of compute environments exceeds the limit of ${ENVIRONMENTS_MAX}.`);
  }

  const { place } = machine;
  const uuid = machine.newUuid('environment');
  const arn = batchArn(place, 'compute-environment', name);
  machine.addEnvironment({
    computeEnvironmentName: name,
    computeEnvironmentArn: arn,
    ...(input.eksConfiguration === undefined
      ? { ecsClusterArn: `arn:aws:ecs:${place.region}:${place.account}:cluster/AWSBatch-${name}-${uuid}` }
      : { eksConfiguration: input.eksConfiguration }),
    tags: input.tags ?? {},
    state: 'ENABLED',
    status: 'CREATING',
    ...own,
    serviceRole: input.serviceRole ?? `arn:aws:iam::${place.account}:role/${SERVICE_LINKED_ROLE}`,
    containerOrchestrationType: orchestrationOf(input),
    uuid,
    ...(input.context === undefined ? {} : { context: input.context }),
    ...(input.eksConfiguration === undefined
      ? { ecsSettings: { containerInsights: input.ecsSettings?.containerInsights ?? 'DISABLED' } }
      : {}),
  });
  return { computeEnvironmentName: name, computeEnvironmentArn: arn };
}

/** DescribeComputeEnvironments: those asked for, or all by name in pages of at most 100. */
export function describeComputeEnvironments(machine: Machine, input: DescribeComputeEnvironmentsCommandInput): object {
  const asked = input.computeEnvironments;
  if (asked !== undefined && asked.length > 0) {
    if (input.maxResults !== undefined) refuseValue('ComputeEnvironments and MaxResults cannot both be set');
    if (asked.length > ENVIRONMENTS_DESCRIBED_MAX) {
      refuseValue(`Maximum number of compute environments supported is ${ENVIRONMENTS_DESCRIBED_MAX} .`);
    }
    const names = new Set(asked.map((given) => localName(machine.place, 'compute-environment', given)));
    const found = [...names].map((name) => (name === null ? undefined : machine.environment(name)));
    return { computeEnvironments: found.filter((document) => document !== undefined) };
  }
  const nameOf = (document: ComputeEnvironmentDetail) => requiredText(document.computeEnvironmentName);
  const all = [...machine.environments()].sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const page = pageByKey(machine, 'DescribeComputeEnvironments', all, nameOf, input);
  return { computeEnvironments: page.items, nextToken: page.nextToken };
}

function checkUpdatePolicy(input: UpdateComputeEnvironmentCommandInput): void {
  const minutes = input.updatePolicy?.jobExecutionTimeoutMinutes;
  if (minutes !== undefined && (minutes < 1 || minutes > UPDATE_MINUTES_MAX)) {
    refuseValue(`jobExecutionTimeoutMinutes must be between 1 and ${UPDATE_MINUTES_MAX}.`);
  }
}

function checkGiven(input: UpdateComputeEnvironmentCommandInput): void {
  const asked = [input.state, input.computeResources, input.serviceRole, input.unmanagedvCpus];
  const rest = [input.updatePolicy, input.ecsSettings, input.context];
  if ([...asked, ...rest].every((member) => member === undefined)) {
    refuse('One of [state | compute-resources | service-role | unmanaged-vcpus] is required.');
  }
}

/** A service-linked role stays one, and another role another. */
function checkRoleChange(current: ComputeEnvironmentDetail, serviceRole: string | undefined): void {
  if (serviceRole === undefined) return;
  if (serviceRole === '') refuseValue('ServiceRole is required.');
  if (isServiceLinked(serviceRole) === isServiceLinked(current.serviceRole)) return;
  refuseValue('serviceRole can not be changed between the service-linked role and another role.');
}

/** What the two types of environment don't share, after the update, and whether it replaces the instances. */
function changedOwnMembers(
  current: ComputeEnvironmentDetail,
  input: UpdateComputeEnvironmentCommandInput,
): { members: Partial<ComputeEnvironmentDetail>; replaces: boolean } {
  if (current.computeResources === undefined) {
    if (input.computeResources !== undefined || input.updatePolicy !== undefined) {
      refuseValue('computeResources is not applicable for unmanaged Compute Environment.');
    }
    checkUnmanagedVcpus(input.unmanagedvCpus);
    const members = input.unmanagedvCpus === undefined ? {} : { unmanagedvCpus: input.unmanagedvCpus };
    return { members, replaces: false };
  }
  if (input.unmanagedvCpus !== undefined) {
    refuseValue('unmanagedvCpus is not applicable for managed Compute Environment.');
  }
  const changed = changedResources(current.computeResources, input.computeResources);
  const replaces = changed.replacing.length > 0;
  if (replaces) checkMayReplace(current, changed);
  const updatePolicy = { ...current.updatePolicy, ...input.updatePolicy };
  return { members: { computeResources: changed.resources, updatePolicy }, replaces };
}

/**
 * UpdateComputeEnvironment: `state`, roles and limits (AWS's scaling update), and what its instances are like (AWS's
 * infrastructure update), by which they are replaced.
 */
export function updateComputeEnvironment(machine: Machine, input: UpdateComputeEnvironmentCommandInput): object {
  const given = requiredText(input.computeEnvironment);
  const name = localName(machine.place, 'compute-environment', given);
  const current = name === null ? undefined : machine.environment(name);
  if (current === undefined) refuse(`ComputeEnvironment ${given} not found.`);
  checkGiven(input);
  checkUpdatePolicy(input);
  checkRoleChange(current, input.serviceRole);
  if (current.status !== 'VALID' && current.status !== 'INVALID') {
    refuse('Cannot update, resource is being modified');
  }
  checkImagesFor(orchestrationOf(current), input.computeResources);
  if (current.eksConfiguration !== undefined && input.ecsSettings !== undefined) {
    refuseValue('ecsSettings is not applicable for EKS.');
  }
  const { members, replaces } = changedOwnMembers(current, input);
  const document: ComputeEnvironmentDetail = {
    ...current,
    state: input.state ?? current.state,
    serviceRole: input.serviceRole ?? current.serviceRole,
    ...members,
    ...(current.eksConfiguration === undefined
      ? { ecsSettings: { ...current.ecsSettings, ...input.ecsSettings } }
      : {}),
    ...(input.context === undefined ? {} : { context: input.context }),
  };
  machine.updateEnvironment(document, replaces);
  return {
    computeEnvironmentName: current.computeEnvironmentName,
    computeEnvironmentArn: current.computeEnvironmentArn,
  };
}
