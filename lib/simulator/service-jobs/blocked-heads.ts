import type { WaitingCause } from '@/lib/batch';
import { atOf, type Core, type QueueState, queueAt } from '../core';
import { EVENT, pushEvent } from '../kernel/events';
import { NO_CAPACITY, terminateServiceJob } from './lives';
import { emitServiceJob } from './service-changes';
import { serviceJobAt } from './service-job';
import { serviceQueue } from './service-queue';

/** As for container jobs: 188 s were measured until Batch says why a head is blocked. */
const DIAGNOSIS_MS = 180_000;
/** How often a head that is over a time limit, but blocked for another reason, is looked at again. */
const LOOK_AGAIN_MS = 600_000;

/** AWS's sentences about a blocked head of a queue of service jobs. Source: user guide, SageMaker jobs stuck in RUNNABLE. */
const SENTENCES: Readonly<Partial<Record<WaitingCause, string>>> = {
  'no-capacity': NO_CAPACITY,
  'exceeds-maximum':
    'MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE - Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.',
  'exceeds-quota-share': 'MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED',
};

/** Notes that a line's head can't be handed on, and why. */
export function block(core: Core, queue: QueueState, share: string, cause: WaitingCause): void {
  const state = serviceQueue(core, queue.index);
  const ordinal = state.lines[share]?.[0];
  const known = state.blocked[share];
  if (ordinal === undefined) delete state.blocked[share];
  else if (known?.ordinal !== ordinal) {
    state.blocked[share] = { ordinal, since: atOf(core), cause };
    watchBlocked(core, queue, ordinal);
  } else known.cause = cause;
  if (known?.cause !== cause || known.ordinal !== ordinal) core.instant.tallyDirty = true;
}

/** A job has come to the head and waits there: Batch looks at it after its time, and when each time limit is over. */
function watchBlocked(core: Core, queue: QueueState, ordinal: number): void {
  const waits = (queue.document.jobStateTimeLimitActions ?? []).map(({ maxTimeSeconds = 0 }) => maxTimeSeconds * 1000);
  const diagnosis = core.clockwork.delay(DIAGNOSIS_MS);
  if (diagnosis > 0) waits.push(diagnosis);
  for (const wait of waits) lookLater(core, queue.index, ordinal, wait);
}

function lookLater(core: Core, queue: number, ordinal: number, wait: number): void {
  pushEvent(core.heap, atOf(core) + wait, EVENT.serviceDiagnose, queue, ordinal);
}

/** Writes Batch's verdict into the blocked job's statusReason, or does what the queue has for such a job. */
export function onServiceDiagnose(core: Core, queue: number, ordinal: number): void {
  const job = serviceJobAt(core, ordinal);
  const head = serviceQueue(core, queue).blocked[job.share];
  if (head?.ordinal !== ordinal || job.status !== 'RUNNABLE') return;
  const sentence = SENTENCES[head.cause];
  const blockedMs = atOf(core) - head.since;
  const [code] = sentence?.split(' - ') ?? [];
  const limits = queueAt(core, queue).document.jobStateTimeLimitActions ?? [];
  const over = limits.filter(({ maxTimeSeconds = 0 }) => blockedMs >= maxTimeSeconds * 1000);
  if (code !== undefined && over.some(({ reason }) => reason === code)) {
    terminateServiceJob(core, job, `Terminated by JobStateTimeLimit action due to reason: ${code}`);
    return;
  }
  if (over.length > 0) lookLater(core, queue, ordinal, LOOK_AGAIN_MS);
  if (sentence === undefined || job.statusReason === sentence) return;
  job.statusReason = sentence;
  emitServiceJob(core, job);
}
