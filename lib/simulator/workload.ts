import type { JobDefinition } from '@aws-sdk/client-batch';
import {
  batchArn,
  parentsOf,
  type RelayParent,
  relayPlan,
  takeRows,
  type WorkloadRows,
  workloadJobName,
} from '@/lib/batch';
import { fargateSizeFor } from '@/lib/catalogue';
import { BatchError } from './batch-error';
import { isFargate as isFargateEnvironment } from './capacity/placement';
import type { WorkloadOptions } from './contract';
import { type Asked, atOf, type Core, environmentAt, intern, queueAt, type WorkloadState, workloadAt } from './core';
import { endQueueJobs } from './jobs/ending';
import { FLAG } from './jobs/job-table';
import { internSpec } from './jobs/specs';
import { addJob } from './jobs/submit';
import { f64, i32, reserveRows } from './kernel/columns';
import { EVENT, pushEvent } from './kernel/events';
import type { JobSpec } from './machine';
import { definitionsNamed, putDefinition } from './resources/definitions';
import { arrivalOrder } from './workload-order';

const MEMORY_PER_PROCESSOR_MIB = 128;
const LEAST_MEMORY_MIB = 4;
const NO_NEEDS: readonly { row: number; nToN: boolean }[] = [];
const NO_NODES: readonly number[] = [];
const RELAY = { milliVcpus: 1000, memoryMib: LEAST_MEMORY_MIB } as const;
const DEFAULT_RETRY = { attempts: 3, evaluateOnExit: [{ onStatusReason: 'Host EC2*', action: 'retry' as const }] };

/** A name that passes the pattern of resources: the file's stem, cleaned. */
function cleanName(text: string): string {
  const clean = text.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 128);
  return clean === '' ? 'workload' : clean;
}

/** The retry strategy of an entry, as plain JSON; the default where it gives none. */
function retryOf(options: WorkloadOptions): JobSpec['retryStrategy'] {
  return options.retryStrategy ?? DEFAULT_RETRY;
}

function registerDefinition(core: Core, options: WorkloadOptions, isFargate: boolean): string {
  const name = cleanName(options.jobDefinition ?? options.file);
  const known = definitionsNamed(core, name);
  const current = known.findLast((document) => document.status === 'ACTIVE');
  if (options.jobDefinition !== undefined && current?.jobDefinitionArn !== undefined) return current.jobDefinitionArn;
  const revision = (known.at(-1)?.revision ?? 0) + 1;
  const arn = batchArn(core.place, 'job-definition', `${name}:${revision}`);
  const document: JobDefinition = {
    jobDefinitionName: name,
    jobDefinitionArn: arn,
    revision,
    status: 'ACTIVE',
    type: 'container',
    parameters: {},
    retryStrategy: retryOf(options),
    containerProperties: {
      image: `workload/${name}`.toLowerCase(),
      command: [],
      volumes: [],
      environment: [],
      mountPoints: [],
      ulimits: [],
      secrets: [],
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: String(options.memoryMibPerProcessor ?? MEMORY_PER_PROCESSOR_MIB) },
      ],
    },
    tags: {},
    propagateTags: false,
    platformCapabilities: [isFargate ? 'FARGATE' : 'EC2'],
    containerOrchestrationType: 'ECS',
  };
  putDefinition(core, document);
  return arn;
}

/** Takes a workload: one definition, and arrivals that are the machine's own events. Refusals change nothing. */
export function loadWorkload(core: Core, options: WorkloadOptions, all: WorkloadRows, inputSeq: number): void {
  const queue = core.derived.queueByName.get(options.queue);
  if (queue === undefined) throw new BatchError('ClientException', `JobQueue ${options.queue} not found.`);
  const rows = takeRows(all, options.limit ?? all.count);
  const plan = arrivalOrder(rows, options.at ?? atOf(core), options.timeScale ?? 1);
  if (plan === null) {
    throw new BatchError('ClientException', `Workload ${options.file} has tasks that wait for each other in a circle.`);
  }
  const first = queueAt(core, queue).derived.environments[0];
  const isFargate = first !== undefined && isFargateEnvironment(environmentAt(core, first));
  const state: WorkloadState = {
    options,
    rows,
    inputSeq,
    queue,
    definition: registerDefinition(core, options, isFargate),
    isFargate,
    order: plan.order,
    arrivals: plan.arrivals,
    jobOf: new Int32Array(rows.count).fill(-1),
    next: 0,
  };
  core.workloads.push(state);
  reserveRows(core.jobs, rows.count);
  reserveRows(core.attempts, rows.count);
  armArrival(core, core.workloads.length - 1);
}

function armArrival(core: Core, index: number): void {
  const workload = workloadAt(core, index);
  if (workload.next >= workload.rows.count) return;
  const at = Math.max(atOf(core), f64(workload.arrivals, i32(workload.order, workload.next)));
  pushEvent(core.heap, at, EVENT.arrival, index, 0, workload.inputSeq);
}

function memoryOf(options: WorkloadOptions, rows: WorkloadRows, row: number, milliVcpus: number): number {
  const recorded = rows.memoryMib[row] ?? -1;
  if (options.memory === 'file' && recorded > 0) return Math.max(LEAST_MEMORY_MIB, recorded);
  const perProcessor = options.memoryMibPerProcessor ?? MEMORY_PER_PROCESSOR_MIB;
  return Math.max(LEAST_MEMORY_MIB, Math.ceil((milliVcpus * perProcessor) / 1000));
}

/** On Fargate a task takes the smallest size that holds it; one that none holds asks as it is, and waits. */
function sizeOf(workload: WorkloadState, asked: Asked): { milliVcpus: number; memoryMib: number } {
  const least = asked.isRelay ? 0 : asked.milliVcpus / 1000;
  const size = workload.isFargate ? fargateSizeFor(least, asked.memoryMib) : null;
  return size === null ? asked : { milliVcpus: size.vcpus * 1000, memoryMib: size.memoryMib };
}

function specOf(workload: WorkloadState, asked: Asked): JobSpec {
  const { gpus, exitCode, share, isRelay } = asked;
  const { milliVcpus, memoryMib } = sizeOf(workload, asked);
  return {
    jobDefinition: workload.definition,
    milliVcpus,
    memoryMib,
    gpus,
    container: {
      image: `workload/${cleanName(workload.options.jobDefinition ?? workload.options.file)}`.toLowerCase(),
      command: [],
      volumes: [],
      environment: exitCode > 0 ? [{ name: 'SIM_EXIT_CODE', value: String(exitCode) }] : [],
      mountPoints: [],
      ulimits: [],
      networkInterfaces: [],
      resourceRequirements: [
        { type: 'VCPU', value: String(milliVcpus / 1000) },
        { type: 'MEMORY', value: String(memoryMib) },
        ...(gpus > 0 ? [{ type: 'GPU' as const, value: String(gpus) }] : []),
      ],
      secrets: [],
    },
    parameters: {},
    retryStrategy: retryOf(workload.options),
    ...(isRelay ? { tags: { 'batchdeck:relay': 'true' } } : {}),
    propagateTags: false,
    platformCapabilities: [workload.isFargate ? 'FARGATE' : 'EC2'],
    ...(share !== undefined ? { shareIdentifier: share } : {}),
  };
}

function shareOf(core: Core, workload: WorkloadState, row: number): string | undefined {
  if (queueAt(core, workload.queue).document.schedulingPolicyArn === undefined) return undefined;
  const user = workload.rows.users[workload.rows.user[row] ?? -1] ?? 'unknown';
  return user.replace(/[^A-Za-z0-9]/g, '').slice(0, 255) || 'unknown';
}

/** The next row of a workload arrives: relay jobs for a wide fan-in first, then the job itself. */
export function onArrival(core: Core, index: number): void {
  const workload = workloadAt(core, index);
  const { rows } = workload;
  const row = i32(workload.order, workload.next++);
  const firstNew = core.jobs.count;
  const share = shareOf(core, workload, row);
  const hasParents = (rows.parentStart[row] ?? 0) < (rows.parentStart[row + 1] ?? 0);
  const needs = hasParents ? needsOf(core, workload, row, parentsOf(rows, row), share) : NO_NEEDS;
  const milliVcpus = rows.milliVcpus[row] ?? 1000;
  const memoryMib = memoryOf(workload.options, rows, row, milliVcpus);
  const exitCode = rows.exitCode?.[row] ?? 0;
  workload.jobOf[row] = addJob(core, {
    spec: specNumber(core, workload, milliVcpus, memoryMib, rows.gpus[row] ?? 0, exitCode, share, false),
    name: -1 - index,
    source: row,
    runMs: rows.runMs[row] ?? 0,
    flags: 0,
    size: 0,
    sequential: false,
    nodes: NO_NODES,
    needs,
  });
  const queue = queueAt(core, workload.queue);
  if (queue.gone || queue.document.status === 'DELETING') endQueueJobs(core, queue.index, firstNew);
  armArrival(core, index);
}

// The spec's text is built once per distinct demand: 200,000 rows have few.
function specNumber(
  core: Core,
  workload: WorkloadState,
  milliVcpus: number,
  memoryMib: number,
  gpus: number,
  exitCode: number,
  share: string | undefined,
  isRelay: boolean,
): number {
  const { lastAsked } = core.derived;
  const { asked } = lastAsked;
  const isSame =
    lastAsked.workload === workload &&
    asked !== null &&
    asked.milliVcpus === milliVcpus &&
    asked.memoryMib === memoryMib &&
    asked.gpus === gpus &&
    asked.exitCode === exitCode &&
    asked.share === share &&
    asked.isRelay === isRelay;
  if (isSame) return lastAsked.spec;
  const next: Asked = { milliVcpus, memoryMib, gpus, exitCode, share, isRelay };
  const number = findSpec(core, workload, next);
  core.derived.lastAsked = { workload, asked: next, spec: number };
  return number;
}

function findSpec(core: Core, workload: WorkloadState, asked: Asked): number {
  const { milliVcpus, memoryMib, gpus, exitCode, share, isRelay } = asked;
  const key = `w${workload.inputSeq}/${milliVcpus}/${memoryMib}/${gpus}/${exitCode}/${share ?? ''}/${isRelay}`;
  const known = core.derived.specNumbers.get(key);
  if (known !== undefined) return known;
  const number = internSpec(core, workload.queue, specOf(workload, asked));
  core.derived.specNumbers.set(key, number);
  return number;
}

function needsOf(core: Core, workload: WorkloadState, row: number, parents: Uint32Array, share: string | undefined) {
  const plan = relayPlan(parents);
  const relays: number[] = [];
  const rowOf = (parent: RelayParent): { row: number; nToN: boolean } => ({
    row: 'row' in parent ? i32(workload.jobOf, parent.row) : (relays[parent.relay] ?? -1),
    nToN: false,
  });
  const name = workloadJobName(workload.options.file, workload.rows, row).slice(0, 110);
  for (const [number, members] of plan.relays.entries()) {
    relays.push(
      addJob(core, {
        spec: specNumber(core, workload, RELAY.milliVcpus, RELAY.memoryMib, 0, 0, share, true),
        name: intern(core, `${name}-relay-${number + 1}`),
        source: -1,
        runMs: 0,
        flags: FLAG.relay,
        size: 0,
        sequential: false,
        nodes: NO_NODES,
        needs: members.map(rowOf),
      }),
    );
  }
  return plan.parents.map(rowOf);
}
