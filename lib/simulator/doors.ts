import { atOf, type Core, environmentAt, intern, queueAt, specAt } from './core';
import { jobDetail, jobSummary } from './jobs/documents';
import { cancelJob, terminateJob } from './jobs/ending';
import { statusCode, statusName } from './jobs/job-table';
import { arraySize, childIndex, isPart, jobArnOf, jobIdOf, jobNameOf, rowOfJobId } from './jobs/names';
import { shownStatus } from './jobs/node-documents';
import { nodeCount } from './jobs/nodes';
import { internNodeSpecs, internSpec } from './jobs/specs';
import { addJob } from './jobs/submit';
import { f64, i32 } from './kernel/columns';
import { uuid } from './kernel/ids';
import type { JobQuery, JobRequest, JobView, Machine } from './machine';
import {
  addConsumable,
  consumableCount,
  consumableNamed,
  consumableView,
  needsConsumable,
  removeConsumable,
  setConsumable,
  wasApplied,
} from './resources/consumables';
import { definitionsNamed, putDefinition } from './resources/definitions';
import { addEnvironment, deleteEnvironment, environmentDocument, updateEnvironment } from './resources/environments';
import { putPolicy, removePolicy } from './resources/policies';
import { addQueue, deleteQueue, isAttached, updateQueue } from './resources/queues';
import { taggedAt } from './resources/tags';
import { activeShares } from './scheduling/fair-share';
import { frontRows, placeSince } from './scheduling/front';
import { usedByShare } from './scheduling/queue-use';
import { createServiceDoors } from './service-jobs/doors';

/** How long an ended job is found; after that only the history knows it (JOB-STATE-9). */
const RETENTION_MS = 7 * 86_400_000;

function isForgotten(core: Core, row: number): boolean {
  const stopped = f64(core.jobs.columns.stoppedAt, row);
  return stopped >= 0 && atOf(core) - stopped >= RETENTION_MS;
}

function view(core: Core, row: number): JobView {
  const { columns } = core.jobs;
  const { spec, queue } = specAt(core, i32(columns.spec, row));
  const index = childIndex(core, row);
  const size = arraySize(core, row);
  return {
    row,
    jobId: jobIdOf(core, row),
    jobName: jobNameOf(core, row),
    queue: queueAt(core, queue).document.jobQueueName ?? '',
    status: statusName(shownStatus(core, row)),
    spec,
    createdAt: f64(columns.createdAt, row),
    arraySize: size === 0 ? null : size,
    parent: index < 0 ? null : { row: i32(columns.parent, row), index },
    nodeCount: nodeCount(core, row) || null,
  };
}

function isOf(core: Core, row: number, queue: number, consumable: string | undefined): boolean {
  if (consumable !== undefined) return needsConsumable(core, row, consumable);
  return !isPart(core, row) && specAt(core, i32(core.jobs.columns.spec, row)).queue === queue;
}

function listJobs(core: Core, query: JobQuery): { rows: number[]; more: boolean } {
  const status = query.status === undefined ? -1 : statusCode(query.status);
  const queue = query.queue === undefined ? -1 : (core.derived.queueByName.get(query.queue) ?? -2);
  const rows: number[] = [];
  const take = (row: number): boolean => {
    if (status !== -1 && shownStatus(core, row) !== status) return true;
    if (isForgotten(core, row) || query.accept?.(row) === false) return true;
    if (rows.length >= query.limit) return false;
    rows.push(row);
    return true;
  };
  const whole = query.array ?? query.multiNode;
  if (whole !== undefined) {
    const last = whole + (query.array === undefined ? nodeCount(core, whole) : arraySize(core, whole));
    for (let row = (query.after ?? whole) + 1; row <= last; row++) if (!take(row)) return { rows, more: true };
    return { rows, more: false };
  }
  for (let row = (query.after ?? core.jobs.count) - 1; row >= 0; row--) {
    if (!isOf(core, row, queue, query.consumable)) continue;
    if (!take(row)) return { rows, more: true };
  }
  return { rows, more: false };
}

function submit(core: Core, request: JobRequest): { jobId: string; jobArn: string } {
  const queue = core.derived.queueByName.get(request.queue);
  if (queue === undefined) throw new Error(`Operation gave a queue that does not exist: ${request.queue}.`);
  const row = addJob(core, {
    spec: internSpec(core, queue, request.spec),
    name: intern(core, request.jobName),
    source: -1,
    runMs: -1,
    flags: 0,
    size: request.arraySize ?? 0,
    sequential: request.sequential,
    nodes: internNodeSpecs(core, queue, request.spec),
    needs: request.needs,
  });
  return { jobId: jobIdOf(core, row), jobArn: jobArnOf(core, row) };
}

function indexOf(map: Map<string, number>, name: string | undefined, what: string): number {
  const index = map.get(name ?? '');
  if (index === undefined) throw new Error(`Operation gave a ${what} that does not exist: ${name ?? ''}.`);
  return index;
}

type ConsumableDoor =
  | 'consumable'
  | 'consumableCount'
  | 'consumables'
  | 'addConsumable'
  | 'setConsumable'
  | 'wasApplied'
  | 'removeConsumable';

function consumableDoors(core: Core): Pick<Machine, ConsumableDoor> {
  return {
    consumable: (name) => {
      const found = consumableNamed(core, name);
      return found === undefined ? undefined : consumableView(core, found);
    },
    consumableCount: () => consumableCount(core),
    consumables: () => core.consumables.filter(({ gone }) => !gone).map((one) => consumableView(core, one)),
    addConsumable: (input) => addConsumable(core, input),
    setConsumable: (name, total, once) => setConsumable(core, name, total, once),
    wasApplied: (name, once) => wasApplied(core, name, once),
    removeConsumable: (name) => removeConsumable(core, name),
  };
}

/** The doors of `machine.ts` over a state. */
export function createDoors(core: Core): Machine {
  const { environmentByName, queueByName } = core.derived;
  return {
    ...createServiceDoors(core),
    genesis: core.genesis,
    place: core.place,
    at: () => atOf(core),
    newUuid: (purpose) => {
      const ordinal = (core.uuids[purpose] ?? 0) + 1;
      core.uuids[purpose] = ordinal;
      let salt = 0;
      for (let at = 0; at < purpose.length; at++) salt = (Math.imul(salt, 31) + purpose.charCodeAt(at)) | 0;
      return uuid(core.draws, 'resource-id', ((salt & 0x7fff) << 16) + ordinal);
    },
    environment: (name) => {
      const index = environmentByName.get(name);
      return index === undefined ? undefined : environmentDocument(environmentAt(core, index));
    },
    environments: () => core.environments.filter(({ gone }) => !gone).map(environmentDocument),
    queue: (name) => {
      const index = queueByName.get(name);
      return index === undefined ? undefined : queueAt(core, index).document;
    },
    queues: () => core.queues.filter(({ gone }) => !gone).map(({ document }) => document),
    definitions: (name) => definitionsNamed(core, name),
    definitionNames: () => [...new Set(core.definitions.map((document) => document.jobDefinitionName ?? ''))],
    policy: (arn) => core.policies.find((document) => document.arn === arn),
    policies: () => [...core.policies],
    ...consumableDoors(core),
    addEnvironment: (document) => addEnvironment(core, document),
    addQueue: (document) => addQueue(core, document),
    updateEnvironment: (document, replaces) => {
      const index = indexOf(environmentByName, document.computeEnvironmentName, 'environment');
      updateEnvironment(core, index, document, replaces);
    },
    updateQueue: (document) => updateQueue(core, indexOf(queueByName, document.jobQueueName, 'queue'), document),
    deleteQueue: (name) => deleteQueue(core, indexOf(queueByName, name, 'queue')),
    deleteEnvironment: (name) => deleteEnvironment(core, indexOf(environmentByName, name, 'environment')),
    isAttached: (name) => isAttached(core, indexOf(environmentByName, name, 'environment')),
    putDefinition: (document) => putDefinition(core, document),
    putPolicy: (document) => putPolicy(core, document),
    removePolicy: (arn) => removePolicy(core, arn),
    tagged: (arn) => taggedAt(core, arn),
    submit: (request) => submit(core, request),
    terminate: (row, reason) => terminateJob(core, row, reason),
    cancel: (row, reason) => cancelJob(core, row, reason),
    findJob: (jobId) => {
      const row = rowOfJobId(core, jobId);
      return row < 0 || isForgotten(core, row) ? -1 : row;
    },
    view: (row) => view(core, row),
    jobDetail: (row) => jobDetail(core, row),
    jobSummary: (row) => jobSummary(core, row),
    frontOfQueue: (name, limit) => {
      const queue = indexOf(queueByName, name, 'queue');
      return frontRows(core, queue, limit).map((row) => ({ row, since: placeSince(core, queue, row) }));
    },
    activeShares: (name) => activeShares(core, queueAt(core, indexOf(queueByName, name, 'queue'))),
    usedByShare: (name) => usedByShare(core, indexOf(queueByName, name, 'queue')),
    listJobs: (query) => listJobs(core, query),
  };
}
