import type { JobQueueDetail } from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import { atOf, type Core, type QueueState, queueAt } from '../core';
import { KILL_AFTER_MS } from '../jobs/attempts';
import { endQueueJobs, hasLiveJobs } from '../jobs/ending';
import { markQueue } from '../jobs/transitions';
import { EVENT, pushEvent, SETTLED } from '../kernel/events';
import { watchLimits } from '../scheduling/diagnosis';
import { createReadyQueue } from '../scheduling/ready-queue';
import { emitResource } from './resource-changes';

/** How long a queue is CREATING, UPDATING and DELETING (JQ-35). */
const CREATE_MS = 5000;
const UPDATE_MS = 10_000;
const DELETE_MS = 30_000;
/** How long an environment still counts as attached after an update that detached it (CED-4). */
const DETACH_MS = 5000;
const QUEUE_HEALTHY = 'JobQueue Healthy';

function environmentsOf(core: Core, document: JobQueueDetail): number[] {
  return [...(document.computeEnvironmentOrder ?? [])]
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((entry) => core.derived.environmentByName.get(nameOfArn(entry.computeEnvironment ?? '')) ?? -1)
    .filter((index) => index >= 0);
}

/** Computes who feeds whom, and the order of queues, from the documents. */
export function deriveQueues(core: Core): void {
  for (const environment of core.environments) environment.derived.queues = [];
  for (const queue of core.queues) {
    queue.derived.environments = queue.gone ? [] : environmentsOf(core, queue.document);
    for (const index of queue.derived.environments) core.environments[index]?.derived.queues.push(queue.index);
  }
  const name = (queue: QueueState): string => queue.document.jobQueueName ?? '';
  core.derived.queueOrder = core.queues
    .filter((queue) => !queue.gone)
    .sort((a, b) => (b.document.priority ?? 0) - (a.document.priority ?? 0) || (name(a) < name(b) ? -1 : 1))
    .map((queue) => queue.index);
}

function tell(core: Core, queue: QueueState, edit: boolean): void {
  const { document } = queue;
  emitResource(core, 'job-queue', document.jobQueueArn ?? '', document.jobQueueName ?? '', document, edit);
}

/** Other tags, and nothing else. */
export function retagQueue(core: Core, index: number, tags: Record<string, string>): void {
  const queue = queueAt(core, index);
  queue.document = { ...queue.document, tags };
  tell(core, queue, true);
}

export function addQueue(core: Core, document: JobQueueDetail): void {
  const index = core.queues.length;
  const queue: QueueState = {
    index,
    document: { ...document, status: 'CREATING' },
    gone: false,
    ready: createReadyQueue(),
    dirty: false,
    blockedHead: -1,
    blockedSince: 0,
    left: [],
    nextLook: 0,
    movedAt: atOf(core),
    shares: [],
    sharesMovedAt: atOf(core),
    stepArmed: false,
    derived: { environments: [], groups: [], shareNumbers: new Map() },
  };
  core.queues.push(queue);
  core.derived.queueByName.set(document.jobQueueName ?? '', index);
  deriveQueues(core);
  tell(core, queue, true);
  settleLater(core, index, CREATE_MS);
}

function settleLater(core: Core, index: number, ms: number): void {
  const wait = core.instant.settling ? 0 : core.clockwork.delay(ms);
  if (wait === 0) onQueueSettled(core, index);
  else pushEvent(core.heap, atOf(core) + wait, EVENT.settled, SETTLED.queue, index);
}

export function onQueueSettled(core: Core, index: number): void {
  const queue = queueAt(core, index);
  const { status } = queue.document;
  if (status === 'DELETING' && !queue.gone) finishDelete(core, queue);
  if (queue.gone || (status !== 'CREATING' && status !== 'UPDATING')) return;
  queue.document = { ...queue.document, status: 'VALID', statusReason: QUEUE_HEALTHY };
  tell(core, queue, false);
  if (queue.blockedHead >= 0) markQueue(core, index);
}

export function updateQueue(core: Core, index: number, document: JobQueueDetail): void {
  const queue = queueAt(core, index);
  const before = queue.derived.environments;
  queue.document = { ...document, status: 'UPDATING' };
  deriveQueues(core);
  noteLeft(core, queue, before);
  tell(core, queue, true);
  markQueue(core, index);
  core.instant.scaleDirty = true;
  core.instant.tallyDirty = true;
  if (queue.blockedHead >= 0) watchLimits(core, queue, queue.blockedHead);
  settleLater(core, index, UPDATE_MS);
}

function noteLeft(core: Core, queue: QueueState, before: readonly number[]): void {
  const at = atOf(core);
  const wait = core.clockwork.delay(DETACH_MS);
  const detached = before.filter((environment) => !queue.derived.environments.includes(environment));
  queue.left = queue.left.filter(({ until }) => until > at);
  if (wait > 0) queue.left.push(...detached.map((environment) => ({ environment, until: at + wait })));
}

/** Whether a queue that is not gone refers to the environment, or did so until a moment ago. */
export function isAttached(core: Core, environment: number): boolean {
  const at = atOf(core);
  return core.queues.some(({ gone, derived, left }) => {
    if (gone) return false;
    return (
      derived.environments.includes(environment) ||
      left.some((one) => one.environment === environment && one.until > at)
    );
  });
}

/** DELETING: its jobs are ended, and it is gone once they have. */
export function deleteQueue(core: Core, index: number): void {
  const queue = queueAt(core, index);
  queue.document = { ...queue.document, status: 'DELETING' };
  tell(core, queue, true);
  endQueueJobs(core, index, 0);
  settleLater(core, index, DELETE_MS);
}

function finishDelete(core: Core, queue: QueueState): void {
  if (hasLiveJobs(core, queue.index)) {
    pushEvent(core.heap, atOf(core) + KILL_AFTER_MS, EVENT.settled, SETTLED.queue, queue.index);
    return;
  }
  const { jobQueueArn: arn = '', jobQueueName: name = '' } = queue.document;
  queue.gone = true;
  queue.dirty = false;
  queue.blockedHead = -1;
  core.derived.queueByName.delete(name);
  deriveQueues(core);
  emitResource(core, 'job-queue', arn, name, null, false);
  core.instant.tallyDirty = true;
}
