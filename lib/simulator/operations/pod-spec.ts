import type {
  ContainerDetail,
  EksContainer,
  EksContainerOverride,
  EksPodProperties,
  EksProperties,
  EksPropertiesOverride,
} from '@aws-sdk/client-batch';
import { podBehaviourOf } from '../jobs/pod-documents';
import type { JobSpec } from '../machine';
import { checkEnvironment } from './container-rules';
import { mergedEnvironment, substitute } from './job-container';
import { DEFAULT_NAME, podOf, podResources } from './pod-rules';
import { refuseValue } from './refusals';

function overridden(
  defined: readonly EksContainer[],
  overrides: readonly EksContainerOverride[],
  parameters: Record<string, string>,
): EksContainer[] {
  const byName = new Map(overrides.map((one) => [one.name ?? defined[0]?.name ?? DEFAULT_NAME, one]));
  if (byName.size < overrides.length) refuseValue('Container names must be unique');
  for (const name of byName.keys()) {
    if (!defined.some((container) => container.name === name)) {
      refuseValue(`Container ${name} of eksPropertiesOverride is not in the job definition.`);
    }
  }
  return defined.map((container) => {
    const over = byName.get(container.name ?? DEFAULT_NAME) ?? {};
    checkEnvironment(over.env);
    const words = (list: readonly string[]): string[] => list.map((word) => substitute(word, parameters));
    return {
      ...container,
      image: over.image ?? container.image,
      command: words(over.command ?? container.command ?? []),
      args: words(over.args ?? container.args ?? []),
      env: mergedEnvironment(container.env ?? [], over.env ?? []).map(({ name, value }) => ({ name, value })),
      resources: {
        ...container.resources,
        ...(over.resources?.limits === undefined
          ? {}
          : { limits: { ...container.resources?.limits, ...over.resources.limits } }),
        ...(over.resources?.requests === undefined
          ? {}
          : { requests: { ...container.resources?.requests, ...over.resources.requests } }),
      },
    };
  });
}

/** A pod of a job under its overrides and parameters: what it asks for, and the container that decides the run. */
export function podSpec(
  eks: EksProperties,
  override: EksPropertiesOverride | undefined,
  parameters: Record<string, string>,
): Pick<JobSpec, 'milliVcpus' | 'memoryMib' | 'gpus'> & { container: ContainerDetail; pod: EksPodProperties } {
  const base = podOf(eks);
  const over = override?.podProperties ?? {};
  const pod = {
    ...base,
    containers: overridden(base.containers ?? [], over.containers ?? [], parameters),
    initContainers: overridden(base.initContainers ?? [], over.initContainers ?? [], parameters),
    ...(over.metadata === undefined ? {} : { metadata: { ...base.metadata, ...over.metadata } }),
  };
  const [deciding] = pod.containers;
  if (deciding === undefined) throw new Error('A registered pod has no container.');
  return { ...podResources(pod), container: podBehaviourOf(deciding), pod };
}
