import type { ComputeResource, ComputeResourceUpdate } from '@aws-sdk/client-batch';
import { checkNetwork, checkScaleDownDelay, checkVcpuRange, isFargateType } from './compute-resource-rules';
import { notCarriedOut, refuseValue } from './refusals';

const REPLACES_INSTANCES = [
  'allocationStrategy',
  'instanceTypes',
  'ec2KeyPair',
  'instanceRole',
  'tags',
  'placementGroup',
  'bidPercentage',
  'launchTemplate',
  'ec2Configuration',
  'updateToLatestImageVersion',
  'type',
  'imageId',
  'managedInstancesProvider',
  'capacityTags',
] as const satisfies readonly (keyof ComputeResourceUpdate)[];

function checkKind(resources: ComputeResource, update: ComputeResourceUpdate): void {
  const isFargate = isFargateType(resources.type);
  for (const field of ['minvCpus', 'desiredvCpus'] as const) {
    if (isFargate && update[field] !== undefined) refuseValue(`${field} is not applicable for Fargate.`);
  }
  const replacing = REPLACES_INSTANCES.find((field) => update[field] !== undefined);
  if (replacing !== undefined)
    notCarriedOut(`An update of ${replacing}, which replaces a compute environment's instances,`);
  if (!isFargate && (update.subnets !== undefined || update.securityGroupIds !== undefined)) {
    notCarriedOut("An update of networking, which replaces a compute environment's instances,");
  }
}

/** An environment's resources after a scaling update; refuses what AWS refuses. `desiredvCpus` is only ever raised by hand. */
export function changedResources(
  resources: ComputeResource,
  update: ComputeResourceUpdate | undefined,
): ComputeResource {
  if (update === undefined) return resources;
  checkKind(resources, update);
  checkScaleDownDelay(update.scalingPolicy?.minScaleDownDelayMinutes);
  const minvCpus = update.minvCpus ?? resources.minvCpus ?? 0;
  const maxvCpus = update.maxvCpus ?? resources.maxvCpus ?? 0;
  checkVcpuRange({ minvCpus, maxvCpus, desiredvCpus: update.desiredvCpus });
  const current = resources.desiredvCpus ?? 0;
  if (update.desiredvCpus !== undefined && update.desiredvCpus < current) {
    refuseValue(
      'Manually scaling down compute environment is not supported. Disconnecting job queues from compute environment will cause it to scale-down to minvCpus',
    );
  }
  const changed: ComputeResource = {
    ...resources,
    maxvCpus,
    ...(update.subnets === undefined ? {} : { subnets: update.subnets }),
    ...(update.securityGroupIds === undefined ? {} : { securityGroupIds: update.securityGroupIds }),
    ...(update.scalingPolicy === undefined ? {} : { scalingPolicy: update.scalingPolicy }),
  };
  if (isFargateType(resources.type)) {
    checkNetwork(changed);
    return changed;
  }
  return { ...changed, minvCpus, desiredvCpus: update.desiredvCpus ?? Math.max(current, minvCpus) };
}
