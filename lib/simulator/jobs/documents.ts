import type {
  ArrayPropertiesDetail,
  AttemptDetail,
  JobDependency,
  JobDetail,
  JobSummary,
  KeyValuePair,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import { atOf, type Core, queueAt, specAt, textOf } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { ARRAY_COLUMN, FLAG, FLAG2, STATUS, STATUS_NAME, type statusName } from './job-table';
import {
  arraySize,
  childIndex,
  containerInstanceArnOf,
  isPart,
  jobArnOf,
  jobIdOf,
  jobNameOf,
  logStreamOf,
  taskArnOf,
} from './names';
import { attemptOwner, nodeInterfaces, nodeMembers, nodeSummary, shownStatus } from './node-documents';
import { isNode } from './nodes';
import { podAttempt, shownPodOf } from './pod-documents';
import { attemptTask, type RanContainer, shownTaskOf } from './task-documents';

/** Children of an array by state, all seven keys. */
function statusSummary(core: Core, row: number): Record<string, number> {
  const { columns } = core.arrays;
  const array = i32(core.jobs.columns.parent, row);
  return Object.fromEntries(
    STATUS_NAME.map((name, code) => [name, i32(columns[ARRAY_COLUMN[code] ?? 'failed'], array)]),
  );
}

function arrayProperties(core: Core, row: number): ArrayPropertiesDetail | undefined {
  const index = childIndex(core, row);
  if (index >= 0) return { index };
  const size = arraySize(core, row);
  if (size === 0) return undefined;
  return { size, statusSummary: statusSummary(core, row), statusSummaryLastUpdatedAt: atOf(core) };
}

/** Finished attempts of a row, first one first, as rows of the table of attempts. */
export function attemptRows(core: Core, row: number): number[] {
  const rows: number[] = [];
  for (let at = i32(core.jobs.columns.lastAttempt, row); at >= 0; at = i32(core.attempts.columns.previous, at))
    rows.push(at);
  return rows.reverse();
}

function containerOfAttempt(core: Core, row: number, attempt: number): RanContainer {
  const { n, startedAt, exitCode, reason, environment, instance } = core.attempts.columns;
  const number = u8(n, attempt);
  const code = i32(exitCode, attempt);
  const text = textOf(core, i32(reason, attempt));
  const host = i32(instance, attempt);
  return {
    ...(host >= 0 ? { containerInstanceArn: containerInstanceArnOf(core, host) } : {}),
    taskArn: taskArnOf(core, row, number, i32(environment, attempt)),
    ...(code >= 0 ? { exitCode: code } : {}),
    ...(text !== '' ? { reason: text } : {}),
    ...(f64(startedAt, attempt) >= 0 ? { logStreamName: logStreamOf(core, row, number) } : {}),
    networkInterfaces: host >= 0 && isNode(core, row) ? nodeInterfaces(core, host) : [],
  };
}

function attemptDetail(core: Core, row: number, attempt: number): AttemptDetail {
  const { startedAt, stoppedAt, statusReason } = core.attempts.columns;
  const started = f64(startedAt, attempt);
  const { task } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  const told = containerOfAttempt(core, row, attempt);
  return {
    ...(task === undefined ? { container: told } : { taskProperties: [attemptTask(core, row, attempt, task, told)] }),
    ...(started >= 0 ? { startedAt: started } : {}),
    stoppedAt: f64(stoppedAt, attempt),
    statusReason: textOf(core, i32(statusReason, attempt)),
  };
}

function attemptsOf(core: Core, row: number): Pick<JobDetail, 'attempts' | 'eksAttempts'> {
  const { pod } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  const rows = attemptRows(core, row);
  if (pod === undefined) return { attempts: rows.map((attempt) => attemptDetail(core, row, attempt)) };
  return { attempts: [], eksAttempts: rows.map((attempt) => podAttempt(core, row, attempt, pod)) };
}

function environmentOf(core: Core, row: number, own: readonly KeyValuePair[]): KeyValuePair[] {
  const runMs = f64(core.jobs.columns.runMs, row);
  return runMs < 0 ? [...own] : [...own, { name: 'SIM_SECONDS', value: String(runMs / 1000) }];
}

/** What an attempt adds to a container's settings: the one under way, or the last of a job that is over. */
function ranContainer(core: Core, row: number): { told: RanContainer; attempt: number; n: number; host: number } {
  const { status, attemptsEnded, environment, instance, lastAttempt } = core.jobs.columns;
  const state = u8(status, row);
  const ended = u8(attemptsEnded, row);
  if (state === STATUS.starting || state === STATUS.running) {
    const n = ended + 1;
    const host = i32(instance, row);
    const told = {
      ...(host >= 0 ? { containerInstanceArn: containerInstanceArnOf(core, host) } : {}),
      taskArn: taskArnOf(core, row, n, i32(environment, row)),
      ...(state === STATUS.running ? { logStreamName: logStreamOf(core, row, n) } : {}),
      ...(host >= 0 && isNode(core, row) ? { networkInterfaces: nodeInterfaces(core, host) } : {}),
    };
    return { told, attempt: -1, n, host };
  }
  const last = i32(lastAttempt, row);
  return shownStatus(core, row) < STATUS.succeeded || last < 0
    ? { told: {}, attempt: -1, n: 0, host: -1 }
    : {
        told: containerOfAttempt(core, row, last),
        attempt: last,
        n: ended,
        host: i32(core.attempts.columns.instance, last),
      };
}

/** Its container, its pod, or its task: then `container` is there, empty. */
function whatRuns(core: Core, row: number): Pick<JobDetail, 'container' | 'ecsProperties' | 'eksProperties'> {
  const { container, task, pod } = specAt(core, i32(core.jobs.columns.spec, row)).spec;
  const isArray = arraySize(core, row) > 0;
  if (pod !== undefined) {
    return { eksProperties: { podProperties: isArray ? pod : shownPodOf(core, row, pod, ranContainer(core, row)) } };
  }
  if (task === undefined) {
    if (isArray) return { container: { ...container } };
    const environment = environmentOf(core, row, container.environment ?? []);
    return { container: { ...container, environment, ...ranContainer(core, row).told } };
  }
  const shown = isArray ? task : shownTaskOf(core, row, task, ranContainer(core, row));
  return { container: {}, ecsProperties: { taskProperties: [shown] } };
}

function dependencies(core: Core, row: number): JobDependency[] {
  const { dependency, nToN, nextNeed } = core.edges.columns;
  const found: JobDependency[] = [];
  if ((u8(core.jobs.columns.flags2, row) & FLAG2.sequential) !== 0) found.push({ type: 'SEQUENTIAL' });
  for (let edge = i32(core.jobs.columns.needs, row); edge >= 0; edge = i32(nextNeed, edge)) {
    const jobId = jobIdOf(core, i32(dependency, edge));
    found.push(u8(nToN, edge) === 1 ? { jobId, type: 'N_TO_N' } : { jobId });
  }
  return found;
}

/** Row whose submission made this one: a child's or node's parent, else itself. */
function submittedRow(core: Core, row: number): number {
  return isPart(core, row) ? i32(core.jobs.columns.parent, row) : row;
}

interface Outcome {
  isCancelled?: boolean;
  isTerminated?: boolean;
  statusReason?: string;
  stoppedAt?: number;
}

function outcomeOf(core: Core, row: number): Outcome {
  const { flags, reason, stoppedAt } = core.jobs.columns;
  const bits = u8(flags, row);
  const text = textOf(core, i32(reason, row));
  const stopped = f64(stoppedAt, row);
  return {
    ...((bits & FLAG.cancelled) !== 0 ? { isCancelled: true } : {}),
    ...((bits & FLAG.terminated) !== 0 ? { isTerminated: true } : {}),
    ...(text !== '' ? { statusReason: text } : {}),
    ...(stopped >= 0 ? { stoppedAt: stopped } : {}),
  };
}

/** DescribeJobs' element. `startedAt` is 0 where the job has not started, as the SDK's type has it required. */
export function jobDetail(core: Core, row: number): JobDetail {
  const { columns } = core.jobs;
  const { spec, queue } = specAt(core, i32(columns.spec, row));
  const owner = attemptOwner(core, row);
  const arrays = arrayProperties(core, row);
  const queueName = queueAt(core, queue).document.jobQueueName ?? '';
  return {
    jobArn: jobArnOf(core, row),
    jobName: jobNameOf(core, row),
    jobId: jobIdOf(core, row),
    jobQueue: batchArn(core.place, 'job-queue', queueName),
    status: statusOf(core, row),
    ...(spec.shareIdentifier !== undefined ? { shareIdentifier: spec.shareIdentifier } : {}),
    ...(spec.schedulingPriority !== undefined ? { schedulingPriority: spec.schedulingPriority } : {}),
    ...attemptsOf(core, owner),
    createdAt: f64(columns.createdAt, row),
    retryStrategy: spec.retryStrategy,
    startedAt: Math.max(0, f64(columns.startedAt, row)),
    dependsOn: dependencies(core, submittedRow(core, row)),
    jobDefinition: spec.jobDefinition,
    parameters: spec.parameters,
    ...(spec.consumables === undefined
      ? {}
      : { consumableResourceProperties: { consumableResourceList: spec.consumables } }),
    ...(owner === row ? whatRuns(core, row) : {}),
    ...nodeMembers(core, row),
    ...(arrays !== undefined ? { arrayProperties: arrays } : {}),
    ...(spec.timeout !== undefined ? { timeout: spec.timeout } : {}),
    tags: isPart(core, row) ? {} : (spec.tags ?? {}),
    propagateTags: spec.propagateTags,
    ...(spec.pod === undefined ? { platformCapabilities: spec.platformCapabilities } : {}),
    ...outcomeOf(core, row),
  };
}

function statusOf(core: Core, row: number): Exclude<ReturnType<typeof statusName>, 'SCHEDULED'> {
  return STATUS_NAME[shownStatus(core, row)] ?? 'SUBMITTED';
}

/** ListJobs' element. */
export function jobSummary(core: Core, row: number): JobSummary {
  const { columns } = core.jobs;
  const { spec } = specAt(core, i32(columns.spec, row));
  const last = i32(columns.lastAttempt, row);
  const ended = shownStatus(core, row) >= STATUS.succeeded && last >= 0;
  const { exitCode, reason } = ended ? containerOfAttempt(core, row, last) : { exitCode: undefined, reason: undefined };
  const arrays = arrayProperties(core, row);
  const started = f64(columns.startedAt, row);
  return {
    jobArn: jobArnOf(core, row),
    jobId: jobIdOf(core, row),
    jobName: jobNameOf(core, row),
    capacityUsage: [
      {
        capacityUnit: spec.pod === undefined ? 'VCPU' : 'cpu',
        quantity: (spec.milliVcpus * Math.max(1, arraySize(core, row))) / 1000,
      },
    ],
    createdAt: f64(columns.createdAt, row),
    ...(spec.shareIdentifier !== undefined ? { shareIdentifier: spec.shareIdentifier } : {}),
    status: statusOf(core, row),
    ...(started >= 0 ? { startedAt: started } : {}),
    ...(ended
      ? { container: { ...(exitCode !== undefined ? { exitCode } : {}), ...(reason !== undefined ? { reason } : {}) } }
      : {}),
    ...(arrays !== undefined ? { arrayProperties: arrays } : {}),
    ...nodeSummary(core, row),
    jobDefinition: spec.jobDefinition,
    ...outcomeOf(core, row),
  };
}
