import type { ComputeResource } from '@aws-sdk/client-batch';

/** What AWS does not take of a Fargate environment. Source: ComputeResource of the API reference. */
export const NOT_FOR_FARGATE = [
  'allocationStrategy',
  'bidPercentage',
  'desiredvCpus',
  'imageId',
  'instanceTypes',
  'ec2Configuration',
  'ec2KeyPair',
  'instanceRole',
  'launchTemplate',
  'minvCpus',
  'placementGroup',
  'spotIamFleetRole',
  'tags',
] as const satisfies readonly (keyof ComputeResource)[];
