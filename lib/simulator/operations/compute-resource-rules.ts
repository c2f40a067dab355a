import type { ComputeResource, LaunchTemplateSpecificationOverride } from '@aws-sdk/client-batch';
import { NOT_FOR_FARGATE } from '@/lib/batch';
import { instanceBundles, instanceFamilies, instanceTypes as knownTypes, typesOf } from '@/lib/catalogue';
import { notCarriedOut, refuseValue } from './refusals';
import { checkTags } from './request-rules';

const SUBNETS_MAX = 16;
const SECURITY_GROUPS_MAX = 5;
const OVERRIDES_MAX = 10;
const SCALE_DOWN_MINUTES = { min: 20, max: 10_080 };
const IMAGE_TYPES = ['ECS', 'EKS'].flatMap((on) =>
  ['AL2', 'AL2_NVIDIA', 'AL2023', 'AL2023_NVIDIA'].map((image) => `${on}_${image}`),
);
/** Far above any account's quota, and small enough that vCPU-milliseconds of a year stay exact. */
const VCPUS_MAX = 10_000_000;

export function isFargateType(type: string | undefined): boolean {
  return type === 'FARGATE' || type === 'FARGATE_SPOT';
}

/** The rules on networking that EC2 and Fargate share. */
export function checkNetwork(
  resources: Pick<ComputeResource, 'subnets' | 'securityGroupIds' | 'launchTemplate'>,
): void {
  const { subnets, securityGroupIds, launchTemplate } = resources;
  if (subnets === undefined || subnets.length === 0) refuseValue('Resource subnets are required.');
  if (subnets.length > SUBNETS_MAX) refuseValue(`Fargate supports a maximum of ${SUBNETS_MAX} subnets.`);
  if ((securityGroupIds === undefined || securityGroupIds.length === 0) && launchTemplate === undefined) {
    refuseValue('Security group ids are required.');
  }
  if ((securityGroupIds?.length ?? 0) > SECURITY_GROUPS_MAX) {
    refuseValue(`Number of security groups exceeds ${SECURITY_GROUPS_MAX}.`);
  }
}

/** minvCpus, maxvCpus and desiredvCpus against each other. */
export function checkVcpuRange(limits: {
  minvCpus: number;
  maxvCpus: number;
  desiredvCpus?: number | undefined;
}): void {
  const { minvCpus, maxvCpus, desiredvCpus } = limits;
  if (minvCpus < 0 || maxvCpus < 0 || maxvCpus > VCPUS_MAX) {
    refuseValue(`minvCpus and maxvCpus must be between 0 and ${VCPUS_MAX}.`);
  }
  if (maxvCpus < minvCpus) refuseValue('maxvCpus should be greater than or equal to minvCpus.');
  if (desiredvCpus !== undefined && (desiredvCpus < minvCpus || desiredvCpus > maxvCpus)) {
    refuseValue('desiredvCpus should be between minvCpus and maxvCpus.');
  }
}

export function checkScaleDownDelay(minutes: number | undefined): void {
  if (minutes === undefined || minutes === 0) return;
  if (minutes < SCALE_DOWN_MINUTES.min || minutes > SCALE_DOWN_MINUTES.max) {
    refuseValue('minScaleDownDelayMinutes must be 0 or between 20 and 10080.');
  }
}

function checkFargate(resources: ComputeResource): void {
  for (const field of NOT_FOR_FARGATE) {
    if (resources[field] !== undefined) refuseValue(`${field} is not applicable for Fargate.`);
  }
  checkNetwork(resources);
  checkVcpuRange({ minvCpus: 0, maxvCpus: resources.maxvCpus ?? 0 });
}

function checkAllocation(resources: ComputeResource): void {
  const { type, allocationStrategy: strategy, bidPercentage } = resources;
  if (strategy === 'BEST_FIT_PROGRESSIVE_ORDERED' && type !== 'EC2') {
    refuseValue(`Allocation strategy ${strategy} requires compute resource type EC2.`);
  }
  if (strategy?.startsWith('SPOT_') && type !== 'SPOT') {
    refuseValue(`Allocation strategy ${strategy} requires compute resource type SPOT.`);
  }
  if (bidPercentage !== undefined && (bidPercentage < 0 || bidPercentage > 100)) {
    refuseValue('Bid percentage must be between 0 to 100.');
  }
  const isBestFit = strategy === undefined || strategy === 'BEST_FIT';
  if (type === 'SPOT' && isBestFit && !resources.spotIamFleetRole) {
    refuseValue('compute resource spotIamFleetRole is required.');
  }
}

function checkInstanceTypes(list: readonly string[] | undefined): void {
  if (list === undefined || list.length === 0) refuseValue('Resource instanceTypes are required.');
  const { unknown, architectures } = typesOf(list);
  if (unknown.length > 0) {
    const known = [...instanceBundles.keys(), ...instanceFamilies, ...knownTypes.map((type) => type.name)];
    refuseValue(`Instance type can only be one of [${known.join(', ')}]`);
  }
  if (architectures.length > 1) refuseValue('arm-based instance type cannot be used with other instance types.');
}

function checkImagesAndTemplate(resources: ComputeResource): void {
  const { ec2Configuration, launchTemplate, instanceTypes } = resources;
  if (ec2Configuration !== undefined) {
    if (ec2Configuration.length < 1 || ec2Configuration.length > 2) {
      refuseValue('ComputeResources.ec2Configuration must have 1 or 2 entries.');
    }
    for (const { imageType } of ec2Configuration) {
      if (imageType === undefined || !IMAGE_TYPES.includes(imageType)) {
        refuseValue('Invalid imageType in ComputeResources.ec2Configuration');
      }
    }
  }
  checkOverrides(launchTemplate?.overrides ?? [], instanceTypes ?? []);
}

/** Each override names types of the environment's own, and no type stands in two. */
function checkOverrides(overrides: readonly LaunchTemplateSpecificationOverride[], own: readonly string[]): void {
  if (overrides.length > OVERRIDES_MAX)
    refuseValue(`LaunchTemplate.overrides can have at most ${OVERRIDES_MAX} entries.`);
  const seen = new Set<string>();
  for (const { targetInstanceTypes } of overrides) {
    if (targetInstanceTypes === undefined || targetInstanceTypes.length === 0) {
      refuseValue('LaunchTemplate.overrides.targetInstanceTypes[] is required');
    }
    for (const type of targetInstanceTypes) {
      if (seen.has(type)) refuseValue(`LaunchTemplate.overrides.targetInstanceTypes[] ${type} is in two overrides.`);
      seen.add(type);
      const family = type.split('.')[0] ?? '';
      if (!own.some((one) => one === type || one === family)) {
        refuseValue(`LaunchTemplate.overrides.targetInstanceTypes[] ${type} is not in instanceTypes.`);
      }
    }
  }
}

/** What AWS refuses of the instances of an EC2 or Spot environment: types, role, network, allocation, images and tags. */
export function checkInstances(resources: ComputeResource): void {
  checkInstanceTypes(resources.instanceTypes);
  if (!resources.instanceRole) refuseValue('Instance role is required.');
  checkNetwork(resources);
  checkAllocation(resources);
  checkImagesAndTemplate(resources);
  checkTags(resources.tags);
}

/** What AWS refuses of a managed environment's resources when it is created. Source: AWS_BATCH rules of CreateComputeEnvironment. */
export function checkComputeResources(resources: ComputeResource): void {
  if (resources.type === 'ECS_MANAGED_INSTANCES') notCarriedOut('A compute environment of type ECS_MANAGED_INSTANCES');
  checkScaleDownDelay(resources.scalingPolicy?.minScaleDownDelayMinutes);
  if (isFargateType(resources.type)) {
    checkFargate(resources);
    return;
  }
  if (resources.minvCpus === undefined) refuseValue('Resource minvCpus is required.');
  checkInstances(resources);
  checkVcpuRange({
    minvCpus: resources.minvCpus,
    maxvCpus: resources.maxvCpus ?? 0,
    desiredvCpus: resources.desiredvCpus,
  });
}

/** The resources as Describe shows them: AWS's defaults filled in. */
export function shownComputeResources(resources: ComputeResource, orchestration = 'ECS'): ComputeResource {
  if (isFargateType(resources.type)) return { ...resources };
  return {
    ...resources,
    allocationStrategy: resources.allocationStrategy ?? 'BEST_FIT',
    desiredvCpus: resources.desiredvCpus ?? resources.minvCpus ?? 0,
    ...(resources.type === 'SPOT' ? { bidPercentage: resources.bidPercentage ?? 100 } : {}),
    ec2Configuration: resources.ec2Configuration ?? [{ imageType: `${orchestration}_AL2023` }],
  };
}
