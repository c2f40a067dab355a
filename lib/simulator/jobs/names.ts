import type { EcsTaskProperties, TaskContainerProperties } from '@aws-sdk/client-batch';
import { batchArn, workloadJobName } from '@/lib/batch';
import { zones } from '@/lib/catalogue';
import { type Core, environmentAt, specAt, textOf, workloadAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import { hexId, instanceId, readHexId, readUuid, uuid } from '../kernel/ids';
import { FLAG } from './job-table';
import { jobOfNode, mainNodeOf, nodeCount, nodeIndex } from './nodes';

/** Index of a row in its array, or -1 when it is no child. */
export function childIndex(core: Core, row: number): number {
  return (u8(core.jobs.columns.flags, row) & FLAG.child) === 0 ? -1 : i32(core.jobs.columns.source, row);
}

/** Number of children, or 0 when the row is no array. */
export function arraySize(core: Core, row: number): number {
  const { flags, parent } = core.jobs.columns;
  return (u8(flags, row) & FLAG.array) === 0 ? 0 : i32(core.arrays.columns.size, i32(parent, row));
}

export function jobIdOf(core: Core, row: number): string {
  const index = childIndex(core, row);
  if (index >= 0) return `${uuid(core.draws, 'job-id', i32(core.jobs.columns.parent, row))}:${index}`;
  const node = nodeIndex(core, row);
  return node < 0 ? uuid(core.draws, 'job-id', row) : `${uuid(core.draws, 'job-id', jobOfNode(core, row))}#${node}`;
}

/** Whether a row is an array's child or a multi-node job's node: found by its parent's id, never by its queue. */
export function isPart(core: Core, row: number): boolean {
  return childIndex(core, row) >= 0 || nodeIndex(core, row) >= 0;
}

/** The row of a job's id (a child's `ID:3`, a node's `ID#1`), or -1 when this machine never made it. */
export function rowOfJobId(core: Core, jobId: string): number {
  const [, id, part, indexText] = /^([^:#]*)(?:([:#])(0|[1-9]\d{0,4}))?$/.exec(jobId) ?? [];
  const row = id === undefined ? -1 : readUuid(core.draws, 'job-id', id);
  if (row < 0 || row >= core.jobs.count || isPart(core, row)) return -1;
  if (indexText === undefined) return row;
  const index = Number(indexText);
  return index < (part === '#' ? nodeCount(core, row) : arraySize(core, row)) ? row + 1 + index : -1;
}

export function jobArnOf(core: Core, row: number): string {
  return batchArn(core.place, 'job', jobIdOf(core, row));
}

export function jobNameOf(core: Core, row: number): string {
  const name = i32(core.jobs.columns.name, row);
  if (name >= 0) return textOf(core, name);
  const workload = workloadAt(core, -1 - name);
  return workloadJobName(workload.options.file, workload.rows, i32(core.jobs.columns.source, row));
}

export function definitionName(definitionArn: string): string {
  const name = definitionArn.slice(definitionArn.indexOf('/') + 1);
  const colon = name.lastIndexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

/** Name of the ECS cluster of an environment. */
function clusterOf(core: Core, environment: number): string {
  const { document } = environmentAt(core, environment);
  const arn = document.ecsClusterArn ?? '';
  const slash = arn.indexOf('/');
  return slash < 0 ? `AWSBatch-${document.computeEnvironmentName ?? ''}` : arn.slice(slash + 1);
}

function ecsArn(core: Core, kind: string, environment: number, id: string): string {
  return `arn:aws:ecs:${core.place.region}:${core.place.account}:${kind}/${clusterOf(core, environment)}/${id}`;
}

/** A multi-node job's task is its main node's. */
function taskIdOf(core: Core, row: number, attempt: number): string {
  return hexId(core.draws, 'task-id', nodeCount(core, row) > 0 ? mainNodeOf(core, row) : row, attempt);
}

/** ARN of an attempt's task; on Amazon EKS, which has none, the name of its pod. */
export function taskArnOf(core: Core, row: number, attempt: number, environment: number): string {
  if (specAt(core, i32(core.jobs.columns.spec, row)).spec.pod !== undefined) return podNameOf(core, row, attempt);
  return ecsArn(core, 'task', environment, taskIdOf(core, row, attempt));
}

export function containerInstanceArnOf(core: Core, instance: number): string {
  const environment = i32(core.instances.columns.environment, instance);
  return ecsArn(core, 'container-instance', environment, hexId(core.draws, 'container-instance-id', instance, 0));
}

export function ec2IdOf(core: Core, instance: number): string {
  return instanceId(core.draws, instance);
}

/** Name of a zone by its number, in the machine's region. */
export function zoneName(core: Core, zone: number): string {
  return core.place.region + (zones[zone]?.slice(-1) ?? 'a');
}

/** Name of an attempt's pod. */
export function podNameOf(core: Core, row: number, attempt: number): string {
  const id = taskIdOf(core, row, attempt);
  return `aws-batch.${[id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-')}`;
}

/** Log stream of the container that decides a job's run. */
export function logStreamOf(core: Core, row: number, attempt: number): string {
  const { task } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  return containerStreamOf(core, row, attempt, task === undefined ? undefined : decidingContainer(task)?.name);
}

/** Log stream of one container of a job's task. */
export function containerStreamOf(core: Core, row: number, attempt: number, name = 'default'): string {
  const { spec } = specAt(core, i32(core.jobs.columns.spec, row));
  return `${definitionName(spec.jobDefinition).slice(0, 200)}/${name}/${taskIdOf(core, row, attempt)}`;
}

/** The first essential container of a task: its end is the task's. */
export function decidingContainer({ containers }: EcsTaskProperties): TaskContainerProperties | undefined {
  return containers?.find(({ essential }) => essential !== false);
}

/** Row and attempt of a log stream's name, and its container where the task has several; null when no task has it. */
export function taskOfLogStream(
  core: Core,
  logStream: string,
): { row: number; attempt: number; container?: TaskContainerProperties } | null {
  const found = readHexId(core.draws, 'task-id', logStream.slice(logStream.lastIndexOf('/') + 1));
  if (found === null || found.ordinal >= core.jobs.count) return null;
  const { ordinal: row, attempt } = found;
  const { task } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  if (task === undefined) return logStreamOf(core, row, attempt) === logStream ? { row, attempt } : null;
  const container = task.containers?.find(({ name }) => containerStreamOf(core, row, attempt, name) === logStream);
  return container === undefined ? null : { row, attempt, container };
}
