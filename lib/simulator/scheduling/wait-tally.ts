import type { WaitChange, WaitingCause, WaitingEvidence } from '@/lib/batch';
import { batchArn } from '@/lib/batch';
import { usableMemoryMib } from '@/lib/catalogue';
import { isFargate, isUnmanaged, maximumOf } from '../capacity/placement';
import {
  atOf,
  type Core,
  type EnvironmentState,
  groupAt,
  type QueueState,
  queueAt,
  specAt,
  type WaitGroup,
} from '../core';
import { jobIdOf, zoneName } from '../jobs/names';
import { i32 } from '../kernel/columns';
import { consumableNamed, freeNow, lackOf } from '../resources/consumables';
import { tellServiceWaiting } from '../service-jobs/wait-tally';
import { fairLimit, fairRules, heldBy, isFair, shownUse } from './fair-share';
import { judgeQueue, type QueueVerdict } from './judgement';
import { shareOf } from './share-use';

const NO_GANGS = 'Multi-node parallel jobs run in managed environments of On-Demand EC2 instances only.';

/** Tells where a cause or a count of the why tally has changed since it was told last. Costs one look per group. */
export function tellWaiting(core: Core): void {
  core.instant.tallyDirty = false;
  tellServiceWaiting(core);
  const heads: Heads = new Map();
  for (let number = 0; number < core.groups.length; number++) {
    const group = groupAt(core, number);
    if (group.pending !== group.toldPending) {
      group.toldPending = group.pending;
      emitWait(core, group, 'dependency', group.pending, null, -1);
    }
    if (group.runnable > 0 || group.toldRunnable > 0) tellRunnable(core, group, number, heads);
  }
}

function tellRunnable(core: Core, group: WaitGroup, number: number, heads: Heads): void {
  const queue = queueAt(core, group.queue);
  if (group.runnable === 0) {
    group.toldRunnable = 0;
    emitWait(core, group, group.toldCause, 0, null, -1);
    return;
  }
  const own = judgeQueue(core, queue, group);
  const isShare = waitsForShare(core, queue, group, own.cause);
  const { cause, environment } = isShare
    ? { ...own, cause: 'share' as const }
    : behindHead(core, group, number, own, heads);
  const isStale = group.isStale === true && cause === 'consumable';
  // Only where it was set: the shape of all other groups stays as it is, and quick.
  if (group.isStale === true) group.isStale = false;
  if (cause === group.toldCause && group.runnable === group.toldRunnable && !isStale) return;
  if (cause !== group.toldCause && group.toldRunnable > 0) emitWait(core, group, group.toldCause, 0, null, -1);
  group.toldCause = cause;
  group.toldRunnable = group.runnable;
  emitWait(core, group, cause, group.runnable, environment, cause === 'behind-blocked' ? queue.blockedHead : -1);
}

type Reason = Pick<QueueVerdict, 'cause' | 'environment'>;
/** The verdict on the head of a queue, by the queue: the same for all behind it, and judged once a telling. */
type Heads = Map<number, QueueVerdict>;

/** Causes that time heals by itself. */
const CONTENDED: ReadonlySet<WaitingCause> = new Set(['is-next', 'at-maximum', 'starting-capacity']);

/**
 * What keeps a group whose queue stands still at its head. Behind a head that no time will start, all that could start in its
 * time is blocked; where the head only waits for room, those who would have it now wait for the same.
 */
function behindHead(core: Core, group: WaitGroup, number: number, own: QueueVerdict, heads: Heads): Reason {
  const queue = queueAt(core, group.queue);
  if (queue.blockedHead < 0 || !CONTENDED.has(own.cause)) return own;
  const first = specAt(core, i32(core.jobs.columns.spec, queue.blockedHead)).group;
  if (first === number) return own;
  const head = heads.get(group.queue) ?? judgeQueue(core, queue, groupAt(core, first));
  heads.set(group.queue, head);
  if (!CONTENDED.has(head.cause)) return { ...own, cause: 'behind-blocked' };
  return own.cause === 'is-next' ? head : own;
}

/** Fair share: another share goes first, or what is free is kept for shares that are not active. */
function waitsForShare(core: Core, queue: QueueState, group: WaitGroup, cause: WaitingCause): boolean {
  if (!isFair(queue) || !CONTENDED.has(cause) || queue.blockedHead < 0) return false;
  if (shareOf(core, queue.blockedHead)?.identifier !== group.share) return true;
  return heldBy(queue) + group.milliVcpus > fairLimit(core, queue, fairRules(core, queue));
}

function shareEvidence(core: Core, group: WaitGroup): WaitingEvidence {
  const queue = queueAt(core, group.queue);
  const rules = fairRules(core, queue);
  const own = queue.shares.find(({ identifier }) => identifier === group.share);
  const next = queue.blockedHead < 0 ? null : shareOf(core, queue.blockedHead);
  const limit = fairLimit(core, queue, rules);
  return {
    share: group.share,
    ...(own === undefined ? {} : { shareUse: shownUse(core, rules, own) }),
    ...(next === null || next === own ? {} : { nextShare: next.identifier, nextShareUse: shownUse(core, rules, next) }),
    ...(limit === Number.POSITIVE_INFINITY ? {} : { sharesMaximumVcpus: limit / 1000 }),
    queueUsedVcpus: heldBy(queue) / 1000,
  };
}

function consumableEvidence(core: Core, group: WaitGroup): WaitingEvidence {
  const lack = lackOf(core, group.consumables ?? []);
  if (lack === null) return {};
  return {
    consumable: lack.name,
    consumableNeeded: lack.quantity,
    consumableFree: freeNow(core, lack.name),
    ...totalOf(core, lack.name),
  };
}

function totalOf(core: Core, name: string): WaitingEvidence {
  const consumable = consumableNamed(core, name);
  return consumable === undefined ? {} : { consumableTotal: consumable.total };
}

function emitWait(
  core: Core,
  group: WaitGroup,
  cause: WaitingCause,
  count: number,
  environment: EnvironmentState | null,
  blockedBy: number,
): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink === null) return;
  const evidence = count === 0 ? {} : evidenceOf(core, group, cause, environment, blockedBy);
  core.sink(changeOf(core, group, cause, count, seq, evidence));
}

function changeOf(
  core: Core,
  group: WaitGroup,
  cause: WaitingCause,
  count: number,
  seq: number,
  evidence: WaitingEvidence,
): WaitChange {
  return {
    kind: 'wait',
    seq,
    at: atOf(core),
    queueArn: batchArn(core.place, 'job-queue', queueAt(core, group.queue).document.jobQueueName ?? ''),
    share: group.share,
    shape: group.shape,
    count,
    cause,
    evidence,
  };
}

function evidenceOf(
  core: Core,
  group: WaitGroup,
  cause: WaitingCause,
  environment: EnvironmentState | null,
  blockedBy: number,
): WaitingEvidence {
  const asked = { vcpus: group.milliVcpus / 1000, memoryMib: group.memoryMib, gpus: group.gpus };
  if (environment === null) return group.nodes === undefined ? asked : { ...asked, statusReason: NO_GANGS };
  if (isUnmanaged(environment) && cause === 'no-instances') {
    return { ...asked, environment: environment.document.computeEnvironmentName ?? '' };
  }
  const used = environment.usedMilli / 1000;
  return {
    ...asked,
    environment: environment.document.computeEnvironmentName ?? '',
    maximumVcpus: maximumOf(environment),
    provisionedVcpus: isFargate(environment) ? used : environment.provisioned,
    usedVcpus: used,
    ...(cause === 'share' ? shareEvidence(core, group) : {}),
    ...(cause === 'consumable' ? consumableEvidence(core, group) : {}),
    ...(cause === 'fits-no-type' ? largest(environment) : {}),
    ...(cause === 'no-capacity' ? shortage(core, environment) : {}),
    ...(cause === 'not-accepting' ? stateOf(environment) : {}),
    ...(blockedBy >= 0 ? { blockedBy: jobIdOf(core, blockedBy) } : {}),
  };
}

function stateOf({ document }: EnvironmentState): WaitingEvidence {
  const state = document.status === 'VALID' || document.status === undefined ? document.state : document.status;
  return {
    ...(state !== undefined ? { state } : {}),
    ...(document.statusReason !== undefined ? { statusReason: document.statusReason } : {}),
  };
}

function largest(environment: EnvironmentState): WaitingEvidence {
  let found: WaitingEvidence = {};
  for (const type of environment.derived.types) {
    const memory = usableMemoryMib(type.memoryMib);
    const isLarger =
      type.vcpus > (found.largestVcpus ?? 0) ||
      (type.vcpus === found.largestVcpus && memory > (found.largestMemoryMib ?? 0));
    if (!isLarger) continue;
    found = { largestType: type.name, largestVcpus: type.vcpus, largestMemoryMib: memory, largestGpus: type.gpus };
  }
  return found;
}

function shortage(core: Core, environment: EnvironmentState): WaitingEvidence {
  return {
    refusals: environment.refusals,
    instanceTypes: environment.document.computeResources?.instanceTypes ?? [],
    zones: environment.derived.zones.map((zone) => zoneName(core, zone)),
  };
}
