import { z } from 'zod';
import type { InstanceSight, TaskSight } from '@/lib/driver';
import { ApiError } from '../api-error';
import type { Caller } from '../contract';
import { clusterOf, clusters } from './clusters';
import { jsonService, operation, pageOf } from './json-protocol';
import { controlsOf } from './simulated-controls';

/** JSON 1.1 has times as seconds. */
const seconds = (at: number | null): number | undefined => (at === null ? undefined : at / 1000);
const paged = { nextToken: z.string().optional(), maxResults: z.int().min(1).max(100).optional() };
const arns = z.array(z.string()).min(1).max(100);

function instanceView(one: InstanceSight): object {
  const resources = (cpu: number, memory: number) => [
    { name: 'CPU', type: 'INTEGER', integerValue: Math.floor((cpu * 1024) / 1000) },
    { name: 'MEMORY', type: 'INTEGER', integerValue: memory },
  ];
  return {
    containerInstanceArn: one.arn,
    ec2InstanceId: one.instanceId,
    status: one.draining ? 'DRAINING' : 'ACTIVE',
    agentConnected: one.joined,
    runningTasksCount: one.jobs,
    pendingTasksCount: 0,
    registeredAt: seconds(one.launchedAt),
    registeredResources: resources(one.vcpus * 1000, one.memoryMib),
    remainingResources: resources(one.freeMilliVcpus, one.freeMemoryMib),
    attributes: [
      { name: 'ecs.instance-type', value: one.type },
      { name: 'ecs.availability-zone', value: one.zone },
      { name: 'ecs.os-type', value: 'linux' },
    ],
  };
}

function statusOf(task: TaskSight): string {
  if (task.stoppedAt !== null) return 'STOPPED';
  return task.startedAt === null ? 'PENDING' : 'RUNNING';
}

function taskView(task: TaskSight): object {
  const isFargate = task.instanceArn === null;
  const id = task.taskArn.slice(task.taskArn.lastIndexOf('/') + 1);
  return {
    taskArn: task.taskArn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.jobDefinition.replace(
      /^arn:aws:batch:(.*):job-definition\//,
      'arn:aws:ecs:$1:task-definition/',
    ),
    ...(isFargate ? {} : { containerInstanceArn: task.instanceArn }),
    availabilityZone: task.zone,
    launchType: isFargate ? 'FARGATE' : 'EC2',
    ...(isFargate && { capacityProviderName: task.capacity }),
    group: `family:${task.jobName}`,
    startedBy: 'AWSBatch',
    lastStatus: statusOf(task),
    desiredStatus: task.stoppedAt === null ? 'RUNNING' : 'STOPPED',
    cpu: String(Math.round((task.milliVcpus * 1024) / 1000)),
    memory: String(task.memoryMib),
    createdAt: seconds(task.placedAt),
    startedAt: seconds(task.startedAt),
    stoppedAt: seconds(task.stoppedAt),
    ...(task.stoppedAt !== null && {
      stopCode: task.startedAt === null ? 'TaskFailedToStart' : 'EssentialContainerExited',
      stoppedReason: task.reason ?? 'Essential container in task exited',
    }),
    containers: [
      {
        name: 'default',
        image: task.image,
        taskArn: task.taskArn,
        lastStatus: statusOf(task),
        runtimeId: id,
        ...(task.exitCode !== null && { exitCode: task.exitCode }),
        ...(task.reason !== null && { reason: task.reason }),
      },
    ],
  };
}

async function theCluster(caller: Caller, asked: string | undefined): Promise<string> {
  const found = (await clusters(caller)).find((one) => clusterOf(asked, one.arn));
  if (found === undefined) throw new ApiError('ClusterNotFoundException', 400, 'Cluster not found.');
  return found.arn;
}

const missing = (arn: string) => ({ arn, reason: 'MISSING' });

export const ecs = jsonService('ECS', 'AmazonEC2ContainerServiceV20141113', {
  ListClusters: operation(z.object(paged), async ({ nextToken, maxResults }, caller) => {
    const { page, ...next } = pageOf(await clusters(caller), maxResults ?? 100, nextToken);
    return { clusterArns: page.map(({ arn }) => arn), ...next };
  }),
  DescribeClusters: operation(z.object({ clusters: arns.optional() }), async ({ clusters: asked = [] }, caller) => {
    const all = await clusters(caller);
    const { sights } = controlsOf(caller);
    const [instances, tasks] = await Promise.all([sights.instances(), sights.tasks()]);
    const found = all.filter(({ arn }) => asked.some((one) => clusterOf(one, arn)));
    return {
      clusters: found.map(({ arn, name }) => {
        const own = tasks.filter((task) => task.clusterArn === arn).map(statusOf);
        return {
          clusterArn: arn,
          clusterName: name,
          status: 'ACTIVE',
          registeredContainerInstancesCount: instances.filter((one) => one.clusterArn === arn && one.joined).length,
          runningTasksCount: own.filter((status) => status === 'RUNNING').length,
          pendingTasksCount: own.filter((status) => status === 'PENDING').length,
          activeServicesCount: 0,
        };
      }),
      failures: asked.filter((one) => !all.some(({ arn }) => clusterOf(one, arn))).map(missing),
    };
  }),
  ListContainerInstances: operation(
    z.object({ ...paged, cluster: z.string().optional(), status: z.enum(['ACTIVE', 'DRAINING']).optional() }),
    async ({ cluster, status, nextToken, maxResults }, caller) => {
      const arn = await theCluster(caller, cluster);
      const seen = (await controlsOf(caller).sights.instances()).filter(
        (one) =>
          one.clusterArn === arn && one.joined && (status === undefined || one.draining === (status === 'DRAINING')),
      );
      const { page, ...next } = pageOf(seen, maxResults ?? 100, nextToken);
      return { containerInstanceArns: page.map((one) => one.arn), ...next };
    },
  ),
  DescribeContainerInstances: operation(
    z.object({ cluster: z.string().optional(), containerInstances: arns }),
    async ({ cluster, containerInstances }, caller) => {
      const arn = await theCluster(caller, cluster);
      const all = (await controlsOf(caller).sights.instances()).filter((one) => one.clusterArn === arn && one.joined);
      const find = (asked: string) => all.find((one) => one.arn === asked || one.arn.endsWith(`/${asked}`));
      return {
        containerInstances: containerInstances.flatMap((asked) => find(asked) ?? []).map(instanceView),
        failures: containerInstances.filter((asked) => find(asked) === undefined).map(missing),
      };
    },
  ),
  ListTasks: operation(
    z.object({
      ...paged,
      cluster: z.string().optional(),
      containerInstance: z.string().optional(),
      desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).optional(),
      launchType: z.enum(['EC2', 'FARGATE', 'EXTERNAL']).optional(),
    }),
    async ({ cluster, containerInstance, desiredStatus, launchType, nextToken, maxResults }, caller) => {
      const arn = await theCluster(caller, cluster);
      const isStopped = desiredStatus === 'STOPPED';
      const seen = (await controlsOf(caller).sights.tasks()).filter(
        (task) =>
          task.clusterArn === arn &&
          (task.stoppedAt !== null) === isStopped &&
          (containerInstance === undefined || task.instanceArn?.endsWith(containerInstance) === true) &&
          (launchType === undefined || (task.instanceArn === null ? 'FARGATE' : 'EC2') === launchType),
      );
      const { page, ...next } = pageOf(seen, maxResults ?? 100, nextToken);
      return { taskArns: page.map((task) => task.taskArn), ...next };
    },
  ),
  DescribeTasks: operation(
    z.object({ cluster: z.string().optional(), tasks: arns }),
    async ({ cluster, tasks: asked }, caller) => {
      const arn = await theCluster(caller, cluster);
      const seen = (await controlsOf(caller).sights.tasks(asked)).filter((task) => task.clusterArn === arn);
      const isSeen = (one: string) => seen.some((task) => task.taskArn === one || task.taskArn.endsWith(`/${one}`));
      return { tasks: seen.map(taskView), failures: asked.filter((one) => !isSeen(one)).map(missing) };
    },
  ),
});
