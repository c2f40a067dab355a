import type { ComputeResource, CreateComputeEnvironmentCommandInput, EksConfiguration } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { isFargateType } from './compute-resource-rules';
import { refuse, refuseValue } from './refusals';

const EKS_CLUSTER = /^arn:aws[\w-]*:eks:[\w-]+:\d{12}:cluster\/[A-Za-z0-9][\w-]{0,99}$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const NAMESPACE_MAX = 63;
const PER_CLUSTER_MAX = 5;

/** What AWS refuses of an environment on Amazon EKS, beside what it refuses of every one. */
export function checkEks(
  machine: Machine,
  { type, computeResources, ecsSettings }: CreateComputeEnvironmentCommandInput,
  { eksClusterArn = '', kubernetesNamespace = '' }: EksConfiguration,
): void {
  if (!EKS_CLUSTER.test(eksClusterArn)) refuseValue('eksClusterArn must be an EKS cluster ARN.');
  const isReserved = kubernetesNamespace === 'default' || kubernetesNamespace.startsWith('kube-');
  if (kubernetesNamespace.length > NAMESPACE_MAX || isReserved || !NAMESPACE.test(kubernetesNamespace)) {
    refuseValue('kubernetesNamespace is not valid.');
  }
  if (type === 'UNMANAGED') refuseValue('eksConfiguration is not applicable for unmanaged Compute Environment.');
  if (ecsSettings !== undefined) refuseValue('ecsSettings is not applicable for EKS.');
  if (isFargateType(computeResources?.type)) refuseValue('Fargate is not applicable for EKS.');
  const strategy = computeResources?.allocationStrategy;
  if (strategy === undefined) refuseValue('Resource allocationStrategy is required.');
  if (strategy === 'BEST_FIT') refuseValue('Allocation strategy BEST_FIT is not applicable for EKS.');
  const onCluster = machine.environments().filter((one) => one.eksConfiguration?.eksClusterArn === eksClusterArn);
  if (onCluster.length >= PER_CLUSTER_MAX) {
    refuse(`Number of compute environments of an EKS cluster exceeds the limit of ${PER_CLUSTER_MAX}.`);
  }
}

/** Images are for the one kind of cluster or the other. */
export function checkImagesFor(
  on: 'ECS' | 'EKS',
  resources: Pick<ComputeResource, 'ec2Configuration'> | undefined,
): void {
  const images = resources?.ec2Configuration ?? [];
  if (images.some(({ imageType }) => imageType?.startsWith(`${on}_`) !== true)) {
    refuseValue('Invalid imageType in ComputeResources.ec2Configuration');
  }
}
