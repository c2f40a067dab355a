import type { ComputeEnvironmentDetail, ComputeResource, ComputeResourceUpdate } from '@aws-sdk/client-batch';
import { isSameJson, NOT_FOR_FARGATE } from '@/lib/batch';
import {
  checkInstances,
  checkNetwork,
  checkScaleDownDelay,
  checkVcpuRange,
  isFargateType,
  shownComputeResources,
} from './compute-resource-rules';
import { refuse, refuseValue } from './refusals';

/** Members whose change replaces an environment's instances. Source: user guide, infrastructure updates. */
const REPLACES_INSTANCES = [
  'allocationStrategy',
  'bidPercentage',
  'ec2Configuration',
  'ec2KeyPair',
  'imageId',
  'instanceRole',
  'instanceTypes',
  'launchTemplate',
  'placementGroup',
  'securityGroupIds',
  'subnets',
  'tags',
  'type',
] as const satisfies readonly (keyof ComputeResourceUpdate)[];

const FOR_MANAGED_INSTANCES = ['managedInstancesProvider', 'capacityTags'] as const;

/** An environment's resources after an update, and the members by which its instances are replaced. */
export interface ChangedResources {
  resources: ComputeResource;
  replacing: string[];
}

/** What an update makes of an environment's resources; refuses values that AWS refuses. */
export function changedResources(before: ComputeResource, update: ComputeResourceUpdate | undefined): ChangedResources {
  if (update === undefined) return { resources: before, replacing: [] };
  for (const field of FOR_MANAGED_INSTANCES) {
    if (update[field] !== undefined) refuseValue(`${field} is only applicable for ECS_MANAGED_INSTANCES.`);
  }
  checkScaleDownDelay(update.scalingPolicy?.minScaleDownDelayMinutes);
  return isFargateType(before.type) ? changedFargate(before, update) : changedInstances(before, update);
}

/** Fargate has no instances: other subnets and security groups count for the next tasks. An empty list changes nothing. */
function changedFargate(before: ComputeResource, update: ComputeResourceUpdate): ChangedResources {
  const asked = new Map<string, unknown>(Object.entries(update));
  const misplaced = NOT_FOR_FARGATE.find((field) => asked.get(field) !== undefined);
  if (misplaced !== undefined) refuseValue(`${misplaced} is not applicable for Fargate.`);
  const { subnets = [], securityGroupIds = [], scalingPolicy } = update;
  const resources: ComputeResource = {
    ...before,
    maxvCpus: update.maxvCpus ?? before.maxvCpus,
    ...(subnets.length > 0 ? { subnets } : {}),
    ...(securityGroupIds.length > 0 ? { securityGroupIds } : {}),
    ...(scalingPolicy === undefined ? {} : { scalingPolicy }),
  };
  checkNetwork(resources);
  checkVcpuRange({ minvCpus: 0, maxvCpus: resources.maxvCpus ?? 0 });
  return { resources, replacing: changesType(before, update) ? ['type'] : [] };
}

const changesType = (before: ComputeResource, update: ComputeResourceUpdate): boolean =>
  update.type !== undefined && update.type !== before.type;

function changedInstances(before: ComputeResource, update: ComputeResourceUpdate): ChangedResources {
  if (update.type !== undefined && update.type !== 'EC2' && update.type !== 'SPOT') {
    refuseValue(`Compute resource type ${before.type} can not be changed to ${update.type}.`);
  }
  const resources = { ...withInstances(before, update), ...changedLimits(before, update) };
  const replacing: string[] = REPLACES_INSTANCES.filter((field) => !isSameJson(resources[field], before[field]));
  if (replacing.length > 0) checkInstances(resources);
  if (update.updateToLatestImageVersion === true && !hasOwnImage(resources))
    replacing.push('updateToLatestImageVersion');
  return { resources, replacing };
}

/** `desiredvCpus` is only ever raised by hand. */
function changedLimits(before: ComputeResource, update: ComputeResourceUpdate): Partial<ComputeResource> {
  const minvCpus = update.minvCpus ?? before.minvCpus ?? 0;
  const maxvCpus = update.maxvCpus ?? before.maxvCpus ?? 0;
  checkVcpuRange({ minvCpus, maxvCpus, desiredvCpus: update.desiredvCpus });
  const current = before.desiredvCpus ?? 0;
  if (update.desiredvCpus !== undefined && update.desiredvCpus < current) {
    refuseValue(
      'Manually scaling down compute environment is not supported. Disconnecting job queues from compute environment will cause it to scale-down to minvCpus',
    );
  }
  return { minvCpus, maxvCpus, desiredvCpus: update.desiredvCpus ?? Math.max(current, minvCpus) };
}

/** AMIs that the environment names itself are never exchanged for the latest. */
function hasOwnImage({ imageId, ec2Configuration = [] }: ComputeResource): boolean {
  return Boolean(imageId) || ec2Configuration.some(({ imageIdOverride }) => imageIdOverride);
}

/** Takes what is given; an empty key pair, image, placement group, template or configuration removes it. */
function withInstances(before: ComputeResource, update: ComputeResourceUpdate): ComputeResource {
  const { ec2KeyPair, imageId, placementGroup, launchTemplate, ec2Configuration, bidPercentage, ...rest } = before;
  const type = update.type ?? before.type;
  const pair = update.ec2KeyPair ?? ec2KeyPair;
  const image = update.imageId ?? imageId;
  const group = update.placementGroup ?? placementGroup;
  const template = update.launchTemplate ?? launchTemplate;
  const configuration = update.ec2Configuration ?? ec2Configuration ?? [];
  const bid = update.bidPercentage ?? (type === 'SPOT' || !changesType(before, update) ? bidPercentage : undefined);
  return shownComputeResources({
    ...rest,
    type,
    subnets: update.subnets ?? before.subnets,
    instanceTypes: update.instanceTypes ?? before.instanceTypes,
    instanceRole: update.instanceRole ?? before.instanceRole,
    allocationStrategy: update.allocationStrategy ?? before.allocationStrategy,
    ...given('securityGroupIds', update.securityGroupIds ?? before.securityGroupIds),
    ...given('tags', update.tags ?? before.tags),
    ...given('scalingPolicy', update.scalingPolicy ?? before.scalingPolicy),
    ...given('bidPercentage', bid),
    ...(pair ? { ec2KeyPair: pair } : {}),
    ...(image ? { imageId: image } : {}),
    ...(group ? { placementGroup: group } : {}),
    ...(template?.launchTemplateId || template?.launchTemplateName ? { launchTemplate: template } : {}),
    ...(configuration.length > 0 ? { ec2Configuration: configuration } : {}),
  });
}

/** The member, where there is one. */
function given<K extends keyof ComputeResource>(
  name: K,
  value: ComputeResource[K] | undefined,
): Partial<ComputeResource> {
  return value === undefined ? {} : { [name]: value };
}

/** Whether AWS replaces this environment's instances at all: by its own role only, and never under BEST_FIT. */
export function checkMayReplace(
  { serviceRole, computeResources }: ComputeEnvironmentDetail,
  { resources, replacing }: ChangedResources,
): void {
  if (isFargateType(resources.type) || !serviceRole?.includes('AWSServiceRoleForBatch')) {
    refuse(
      `Following fields [${replacing.join(', ')}] can be updated only for Non-fargate Compute Environment having a Batch Service Linked Role`,
    );
  }
  if (computeResources?.allocationStrategy === 'BEST_FIT' || resources.allocationStrategy === 'BEST_FIT') {
    refuse(`BEST_FIT isn't supported when updating [${replacing.join(', ')}] of a compute environment`);
  }
}
