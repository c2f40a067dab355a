import type { WaitingCause, WaitingEvidence } from '@/lib/batch';
import { atOf, type Core, queueAt } from '../core';
import { capacityOf, hasQuotaShares, holdersOf } from './capacity';
import type { CapacityNeed, ServiceJob } from './contract';
import { instancesOf } from './fair-use';
import { QuotaLedger } from './quota-ledger';
import { serviceQueueArn } from './service-changes';
import { serviceJobAt, serviceJobId } from './service-job';
import { namesOf } from './service-queue';
import type { ServiceQueueState, ToldWait } from './world';

/** Causes that time heals by itself: those behind wait for the same. */
const CONTENDED: ReadonlySet<WaitingCause> = new Set(['at-maximum', 'quota-share', 'share', 'is-next']);

interface Waiting extends ToldWait {
  job: ServiceJob;
  blockedBy: number;
}

/** Stable text of what a service job asks for, e.g. "0m/0/0/2xml.g5.xlarge": of vCPUs and memory Batch knows nothing. */
function shapeOf(needs: readonly CapacityNeed[]): string {
  return `0m/0/0/${needs.map(({ unit, quantity }) => `${quantity}x${unit}`).join('+')}`;
}

/** Tells where a cause or a count of waiting service jobs has changed since it was told last. */
export function tellServiceWaiting(core: Core): void {
  // Most machines have none: a list of the names is not made at every instant for that.
  for (const name in core.services.queues) {
    const queue = Number(name);
    const state = core.services.queues[queue];
    if (state !== undefined) tellQueue(core, queue, state);
  }
}

function tellQueue(core: Core, queue: number, state: ServiceQueueState): void {
  const waiting = waitingOf(core, queue, state);
  for (const told of state.told) {
    const now = waiting.find((one) => one.share === told.share && one.shape === told.shape);
    if (now?.cause !== told.cause) emit(core, queue, { ...told, count: 0 }, {});
  }
  for (const one of waiting) {
    const told = state.told.find(({ share, shape }) => share === one.share && shape === one.shape);
    if (told?.cause === one.cause && told.count === one.count) continue;
    emit(core, queue, one, core.sink === null ? {} : evidenceOf(core, queue, one));
  }
  state.told = waiting.map(({ share, shape, count, cause }) => ({ share, shape, count, cause }));
}

function waitingOf(core: Core, queue: number, state: ServiceQueueState): Waiting[] {
  const groups = new Map<string, Waiting>();
  for (const share of namesOf(state.lines)) {
    for (const ordinal of state.lines[share] ?? []) {
      const job = serviceJobAt(core, ordinal);
      const shape = shapeOf(job.request.needs);
      const known = groups.get(`${share}\n${shape}`);
      if (known !== undefined) known.count++;
      else
        groups.set(`${share}\n${shape}`, { share, shape, count: 1, job, ...reasonOf(core, queue, state, job, shape) });
    }
  }
  return [...groups.values()];
}

/** What keeps jobs of a shape: their own limits, or what keeps the head of their line. */
function reasonOf(
  core: Core,
  queue: number,
  state: ServiceQueueState,
  job: ServiceJob,
  shape: string,
): { cause: WaitingCause; blockedBy: number } {
  const isFair = job.request.shareIdentifier !== undefined;
  const head = isFair ? Object.values(state.blocked)[0] : state.blocked[job.share];
  if (head === undefined) return { cause: 'is-next', blockedBy: -1 };
  const first = serviceJobAt(core, head.ordinal);
  if (first.share === job.share && shapeOf(first.request.needs) === shape) return { cause: head.cause, blockedBy: -1 };
  const never = neverOf(core, queue, job);
  if (never !== null) return { cause: never, blockedBy: -1 };
  if (isFair && first.share !== job.share && CONTENDED.has(head.cause)) return { cause: 'share', blockedBy: -1 };
  if (CONTENDED.has(head.cause) || head.cause === 'not-accepting') return { cause: head.cause, blockedBy: -1 };
  return { cause: 'behind-blocked', blockedBy: head.ordinal };
}

function neverOf(core: Core, index: number, job: ServiceJob): WaitingCause | null {
  const queue = queueAt(core, index);
  const { number, maximum } = capacityOf(core, queue);
  if (hasQuotaShares(core, queue)) return QuotaLedger.of(core, index, number, false).never(job);
  return instancesOf(job) > maximum ? 'exceeds-maximum' : null;
}

function evidenceOf(core: Core, index: number, { job, cause, share, blockedBy }: Waiting): WaitingEvidence {
  const queue = queueAt(core, index);
  const { number } = capacityOf(core, queue);
  const document = core.services.environments[number]?.document;
  const isQuota = hasQuotaShares(core, queue);
  const [need] = job.request.needs;
  const unit = isQuota ? (need?.unit ?? '') : 'NUM_INSTANCES';
  const isOwn = cause === 'quota-share' || cause === 'exceeds-quota-share';
  const limits = isOwn ? shareLimits(core, index, share) : (document?.capacityLimits ?? []);
  const holders = holdersOf(core, number).filter((one) => !isOwn || one.share === share);
  return {
    ...(document?.serviceEnvironmentName === undefined ? {} : { environment: document.serviceEnvironmentName }),
    ...(share === '' ? {} : { share }),
    capacityUnit: unit,
    capacityAsked: isQuota ? (need?.quantity ?? 0) : instancesOf(job),
    capacityUsed: holders.reduce((sum, one) => sum + heldOf(one, unit), 0),
    capacityMaximum: limits.find(({ capacityUnit }) => capacityUnit === unit)?.maxCapacity ?? 0,
    ...(cause === 'not-accepting' && document?.state !== undefined
      ? { state: document.state === 'DISABLED' ? 'DISABLED' : (document.status ?? document.state) }
      : {}),
    ...(blockedBy >= 0 ? { blockedBy: serviceJobId(core, blockedBy) } : {}),
  };
}

function shareLimits(core: Core, queue: number, share: string) {
  const found = core.services.shares.find(
    (one) => one.queue === queue && !one.gone && one.document.quotaShareName === share,
  );
  return found?.document.capacityLimits ?? [];
}

function heldOf(job: ServiceJob, unit: string): number {
  if (unit === 'NUM_INSTANCES') return instancesOf(job);
  return job.request.needs.find((need) => need.unit === unit)?.quantity ?? 0;
}

function emit(core: Core, queue: number, wait: ToldWait, evidence: WaitingEvidence): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink === null) return;
  const { share, shape, count, cause } = wait;
  core.sink({
    kind: 'wait',
    seq,
    at: atOf(core),
    queueArn: serviceQueueArn(core, queue),
    share,
    shape,
    count,
    cause,
    evidence,
  });
}
