import type {
  ContainerProperties,
  EcsProperties,
  EcsTaskProperties,
  PlatformCapability,
  TaskContainerProperties,
} from '@aws-sdk/client-batch';
import { checkSettings, shownCollections } from './container-rules';
import { refuseValue } from './refusals';
import {
  type AskedResources,
  checkFargateSize,
  checkInstanceSize,
  type RequirementSource,
  readResources,
} from './resource-requirement-rules';

const CONTAINERS_MAX = 10;
const CONDITIONS = ['START', 'COMPLETE', 'SUCCESS'];

/** A container of a task as if it were a job's only one: with what its task says for all. */
export function soleContainer(task: EcsTaskProperties, container: TaskContainerProperties): ContainerProperties {
  const {
    dependsOn: _,
    essential: __,
    firelensConfiguration: ___,
    name: ____,
    startTimeout: _____,
    stopTimeout: ______,
    ...own
  } = container;
  return {
    ...own,
    executionRoleArn: task.executionRoleArn,
    volumes: task.volumes,
    ephemeralStorage: task.ephemeralStorage,
    runtimePlatform: task.runtimePlatform,
    networkConfiguration: task.networkConfiguration,
    fargatePlatformConfiguration:
      task.platformVersion === undefined ? undefined : { platformVersion: task.platformVersion },
  };
}

/** The one task of ecsProperties. */
export function taskOf(ecs: EcsProperties): EcsTaskProperties {
  const [task, second] = ecs.taskProperties ?? [];
  if (task === undefined || second !== undefined)
    refuseValue('ecsProperties must have exactly 1 element in taskProperties.');
  return task;
}

/** Each container waits for others of its task only, and none for itself, by whatever way. */
function checkOrder(containers: readonly TaskContainerProperties[]): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  for (const { name = '', dependsOn = [] } of containers) {
    for (const { containerName = '', condition = '' } of dependsOn) {
      if (!byName.has(containerName)) {
        refuseValue(`Container ${name} depends on ${containerName}, which is not a container of the task.`);
      }
      if (!CONDITIONS.includes(condition)) {
        refuseValue(`Condition ${condition} is not valid. Valid conditions: [${CONDITIONS.join(', ')}]`);
      }
    }
  }
  const open = new Set(containers);
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const container of open) {
      const isReady = (container.dependsOn ?? []).every(({ containerName }) => {
        const other = byName.get(containerName);
        return other === undefined || !open.has(other);
      });
      if (isReady) open.delete(container);
    }
  }
  if (open.size > 0) refuseValue('Containers can not depend on each other in a circle.');
}

/** What AWS refuses of a definition's task, by platform. */
export function checkTask(ecs: EcsProperties, platform: PlatformCapability): void {
  const task = taskOf(ecs);
  const containers = task.containers ?? [];
  if (containers.length < 1 || containers.length > CONTAINERS_MAX) {
    refuseValue(`A task must have between 1 and ${CONTAINERS_MAX} containers.`);
  }
  if (new Set(containers.map(({ name }) => name)).size < containers.length) {
    refuseValue('Container names must be unique');
  }
  if (!containers.some(isEssential)) refuseValue('At least one container of a task must be essential.');
  if (platform === 'EC2' && task.platformVersion !== undefined) {
    refuseValue('platformVersion not applicable for EC2.');
  }
  for (const container of containers) checkSettings(soleContainer(task, container), platform);
  checkOrder(containers);
  taskResources(containers, platform);
}

/** A container is essential unless it says otherwise. */
export function isEssential({ essential }: Pick<TaskContainerProperties, 'essential'>): boolean {
  return essential !== false;
}

/** What all containers of a task ask for together. Refuses what AWS refuses. */
export function taskResources(containers: readonly RequirementSource[], platform: PlatformCapability): AskedResources {
  const sum = { milliVcpus: 0, memoryMib: 0, gpus: 0 };
  for (const container of containers) {
    const { vcpus, milliVcpus, memoryMib, gpus, asksGpu } = readResources(container);
    if (platform !== 'FARGATE') checkInstanceSize(vcpus, memoryMib);
    else if (asksGpu) refuseValue('GPU is not applicable for Fargate.');
    sum.milliVcpus += milliVcpus;
    sum.memoryMib += memoryMib;
    sum.gpus += gpus;
  }
  if (platform === 'FARGATE') checkFargateSize(sum.milliVcpus / 1000, sum.memoryMib);
  return sum;
}

/** A definition's task as Describe shows it: the collections that were not given are there, empty. */
export function shownTask(ecs: EcsProperties, platform: PlatformCapability): EcsProperties {
  const task = taskOf(ecs);
  const shown: EcsTaskProperties = {
    ...task,
    volumes: task.volumes ?? [],
    containers: (task.containers ?? []).map((container) => ({
      ...container,
      ...shownCollections(container),
      essential: isEssential(container),
      dependsOn: container.dependsOn ?? [],
    })),
    ...(platform === 'FARGATE'
      ? {
          networkConfiguration: { assignPublicIp: task.networkConfiguration?.assignPublicIp ?? 'DISABLED' },
          platformVersion: task.platformVersion ?? 'LATEST',
        }
      : {}),
  };
  return { taskProperties: [shown] };
}
