import type {
  ContainerDetail,
  EcsProperties,
  EcsPropertiesOverride,
  EcsTaskProperties,
  PlatformCapability,
  TaskContainerOverrides,
  TaskContainerProperties,
} from '@aws-sdk/client-batch';
import type { JobSpec } from '../machine';
import { jobContainer } from './job-container';
import { refuseValue } from './refusals';
import { isEssential, soleContainer, taskOf, taskResources } from './task-rules';

function overridesByName(override: EcsPropertiesOverride | undefined): Map<string | undefined, TaskContainerOverrides> {
  const tasks = override?.taskProperties ?? [];
  if (tasks.length > 1) refuseValue('ecsPropertiesOverride must have at most 1 element in taskProperties.');
  const given = tasks[0]?.containers ?? [];
  const byName = new Map(given.map((one) => [one.name, one]));
  if (byName.size < given.length) refuseValue('Container names must be unique');
  return byName;
}

/** A task of a job under its overrides and parameters: what it asks for, and the container that decides the run. */
export function taskSpec(
  ecs: EcsProperties,
  override: EcsPropertiesOverride | undefined,
  parameters: Record<string, string>,
  platform: PlatformCapability,
): Pick<JobSpec, 'milliVcpus' | 'memoryMib' | 'gpus'> & { container: ContainerDetail; task: EcsTaskProperties } {
  const base = taskOf(ecs);
  const byName = overridesByName(override);
  const defined = base.containers ?? [];
  for (const name of byName.keys()) {
    if (!defined.some((container) => container.name === name)) {
      refuseValue(`Container ${name ?? ''} of ecsPropertiesOverride is not in the job definition.`);
    }
  }
  const merged = defined.map((container) => ({
    container,
    run: jobContainer(soleContainer(base, container), byName.get(container.name) ?? {}, parameters),
  }));
  const deciding = merged.find(({ container }) => isEssential(container));
  if (deciding === undefined) throw new Error('A registered task has no essential container.');
  const containers = merged.map(({ container, run }): TaskContainerProperties => {
    const { command, environment, resourceRequirements } = run;
    return { ...container, command, environment, resourceRequirements };
  });
  return { ...taskResources(containers, platform), container: deciding.run, task: { ...base, containers } };
}
