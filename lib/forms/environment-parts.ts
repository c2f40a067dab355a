import type {
  ComputeResource,
  CreateComputeEnvironmentCommandInput,
  Ec2Configuration,
  LaunchTemplateSpecification,
} from '@aws-sdk/client-batch';
import type { Findings } from './checks';
import type { Part } from './shapes';

const AT = 'computeResources';

/** Bounds of minScaleDownDelayMinutes, where it is not 0. Source: ComputeScalingPolicy of the API reference. */
export const SCALE_DOWN_MINUTES = { least: 20, most: 10_080 } as const;
/** Most minutes that an update lets running jobs go on. Source: UpdatePolicy of the API reference. */
export const UPDATE_MINUTES_MAX = 7200;

const SUBNETS_MAX = 16;
const GROUPS_MAX = 5;
const IMAGE_TYPES = [
  'ECS_AL2',
  'ECS_AL2_NVIDIA',
  'ECS_AL2023',
  'ECS_AL2023_NVIDIA',
  'EKS_AL2',
  'EKS_AL2_NVIDIA',
  'EKS_AL2023',
  'EKS_AL2023_NVIDIA',
];

type Resources = Part<ComputeResource>;

/** Subnets and security groups: how many, and that each is written once and looks like one. */
export function checkNetwork(
  found: Findings,
  resources: Pick<Resources, 'subnets' | 'securityGroupIds' | 'launchTemplate'>,
): void {
  const { subnets = [], securityGroupIds = [], launchTemplate } = resources;
  found.when(subnets.length === 0, `${AT}.subnets`, 'Give at least one subnet.');
  found.when(
    subnets.length > SUBNETS_MAX,
    `${AT}.subnets`,
    `At most ${SUBNETS_MAX} subnets; these are ${subnets.length}.`,
  );
  const isBare = securityGroupIds.length === 0 && launchTemplate === undefined;
  found.when(isBare, `${AT}.securityGroupIds`, 'Give at least one security group.');
  found.when(
    securityGroupIds.length > GROUPS_MAX,
    `${AT}.securityGroupIds`,
    `At most ${GROUPS_MAX} security groups; these are ${securityGroupIds.length}.`,
  );
  checkIds(found, subnets, `${AT}.subnets`, /^subnet-[\w-]+$/, 'subnet-');
  checkIds(found, securityGroupIds, `${AT}.securityGroupIds`, /^sg-[\w-]+$/, 'sg-');
}

function checkIds(found: Findings, ids: readonly string[], path: string, form: RegExp, start: string): void {
  for (const [at, id] of ids.entries()) {
    found.when(!form.test(id), `${path}[${at}]`, `${id.slice(0, 60) || 'An empty text'} does not begin with ${start}.`);
    found.when(ids.indexOf(id) !== at, `${path}[${at}]`, `${id} stands twice.`);
  }
}

const EKS_CLUSTER = /^arn:aws[\w-]*:eks:[\w-]+:\d{12}:cluster\/[A-Za-z0-9][\w-]{0,99}$/;

/** An environment on Amazon EKS: its cluster's ARN, and the strategy that AWS wants to be given there. */
export function checkCluster(found: Findings, input: Part<CreateComputeEnvironmentCommandInput>): void {
  const { eksConfiguration: eks, computeResources: resources } = input;
  if (eks === undefined) return;
  found.when(
    eks.eksClusterArn !== undefined && !EKS_CLUSTER.test(eks.eksClusterArn),
    'eksConfiguration.eksClusterArn',
    'This is the ARN of an EKS cluster: arn:aws:eks:REGION:ACCOUNT:cluster/NAME.',
  );
  const isBare = resources !== undefined && resources.allocationStrategy === undefined;
  found.when(isBare, `${AT}.allocationStrategy`, 'An environment on EKS says its allocation strategy.');
}

/** Which strategies go with which type, and the bid. */
export function checkAllocation(
  found: Findings,
  { type, allocationStrategy: strategy, bidPercentage }: Resources,
): void {
  const path = `${AT}.allocationStrategy`;
  found.when(
    strategy === 'BEST_FIT_PROGRESSIVE_ORDERED' && type !== 'EC2',
    path,
    `${strategy} is for On-Demand instances only.`,
  );
  found.when(
    strategy?.startsWith('SPOT_') === true && type !== 'SPOT',
    path,
    `${strategy} is for Spot instances only.`,
  );
  found.range(bidPercentage, `${AT}.bidPercentage`, 'The bid in per cent', 0, 100);
}

/** The images of an environment: one or two, of a type that AWS knows. */
export function checkImages(found: Findings, images: readonly Part<Ec2Configuration>[] | undefined): void {
  if (images === undefined) return;
  const path = `${AT}.ec2Configuration`;
  found.when(images.length < 1 || images.length > 2, path, 'One or two images.');
  for (const [at, { imageType, imageIdOverride }] of images.entries()) {
    found.when(
      imageType !== undefined && !IMAGE_TYPES.includes(imageType),
      `${path}[${at}].imageType`,
      `The type of an image is one of ${IMAGE_TYPES.join(', ')}.`,
    );
    found.when(
      imageIdOverride !== undefined && !/^ami-[0-9a-f]+$/.test(imageIdOverride),
      `${path}[${at}].imageIdOverride`,
      'The id of an image begins with ami-.',
    );
  }
}

/** A launch template: by id or by name, and overrides whose types lie within the environment's and do not overlap. */
export function checkLaunchTemplate(
  found: Findings,
  template: Part<LaunchTemplateSpecification> | undefined,
  instanceTypes: readonly string[] | undefined,
): void {
  if (template === undefined) return;
  const path = `${AT}.launchTemplate`;
  const named = [template.launchTemplateId, template.launchTemplateName].filter(
    (one) => one !== undefined && one !== '',
  );
  found.when(
    named.length !== 1 && (template.overrides?.length ?? 0) === 0,
    path,
    'Name a launch template by its id or its name, not both.',
  );
  const overrides = template.overrides ?? [];
  found.when(overrides.length > 10, `${path}.overrides`, `At most 10 overrides; these are ${overrides.length}.`);
  const seen = new Set<string>();
  for (const [at, { targetInstanceTypes = [] }] of overrides.entries()) {
    const own = `${path}.overrides[${at}].targetInstanceTypes`;
    found.when(targetInstanceTypes.length === 0, own, 'An override says for which instance types it is.');
    for (const type of targetInstanceTypes) {
      found.when(seen.has(type), own, `${type} stands in two overrides.`);
      const family = type.split('.')[0] ?? '';
      const isWithin = instanceTypes === undefined || instanceTypes.some((one) => one === type || one === family);
      found.when(!isWithin, own, `${type} is none of the environment’s instance types.`);
      seen.add(type);
    }
  }
}
