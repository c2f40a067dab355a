import { AWS_WAITING_CODE, type WaitingCause } from '@/lib/batch';
import { atOf, type Core, type EnvironmentState, groupAt, intern, type QueueState, queueAt, specAt } from '../core';
import { cancelJob } from '../jobs/ending';
import { emitJob } from '../jobs/job-changes';
import { STATUS } from '../jobs/job-table';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { judgeQueue } from './judgement';

/** How long a job stands blocked at the head before Batch says why; 188 s were measured (WHY-7). */
const DIAGNOSIS_MS = 180_000;
/** How often a head that is over a time limit, but blocked for another reason, is looked at again. */
const LOOK_AGAIN_MS = 600_000;

const UNDETERMINED = 'UNDETERMINED - Batch job is blocked, root cause is undetermined.';

/** A job has come to the head and can't be placed: Batch looks at it after its time. */
export function watchHead(core: Core, queue: QueueState, row: number): void {
  queue.blockedSince = atOf(core);
  const wait = core.clockwork.delay(DIAGNOSIS_MS);
  if (wait > 0) lookLater(core, queue, row, wait);
  watchLimits(core, queue, row);
}

function lookLater(core: Core, queue: QueueState, row: number, wait: number): void {
  pushEvent(core.heap, atOf(core) + wait, EVENT.diagnose, queue.index, row);
}

/** Looks at the blocked head when each of its queue's time limits is over. */
export function watchLimits(core: Core, queue: QueueState, row: number): void {
  const passed = atOf(core) - queue.blockedSince;
  for (const { maxTimeSeconds = 0 } of queue.document.jobStateTimeLimitActions ?? []) {
    lookLater(core, queue, row, Math.max(0, maxTimeSeconds * 1000 - passed));
  }
}

/** Writes Batch's own verdict into the blocked job's statusReason, and does what the queue has for such a job. */
export function onDiagnose(core: Core, index: number, row: number): void {
  const queue = queueAt(core, index);
  const { status, spec, reason } = core.jobs.columns;
  if (queue.blockedHead !== row || u8(status, row) !== STATUS.runnable) return;
  const blockedMs = atOf(core) - queue.blockedSince;
  if (blockedMs < core.clockwork.delay(DIAGNOSIS_MS)) return;
  const verdict = judgeQueue(core, queue, groupAt(core, specAt(core, i32(spec, row)).group));
  const text = sentenceOf(verdict.cause, verdict.environment);
  if (actOnLimit(core, queue, row, text === null ? undefined : AWS_WAITING_CODE[verdict.cause], blockedMs)) return;
  if (text === null) return;
  const number = intern(core, text);
  if (i32(reason, row) === number) return;
  reason[row] = number;
  emitJob(core, row, 'none');
}

/** Cancels a head that was blocked for too long for a reason that its queue names; true when it did. */
function actOnLimit(core: Core, queue: QueueState, row: number, code: string | undefined, blockedMs: number): boolean {
  const limits = queue.document.jobStateTimeLimitActions ?? [];
  const over = limits.filter(({ maxTimeSeconds = 0 }) => blockedMs >= maxTimeSeconds * 1000);
  if (over.length === 0) return false;
  if (over.some((limit) => limit.reason === code)) {
    cancelJob(core, row, `Canceled by JobStateTimeLimit action due to reason: ${code}`);
    return true;
  }
  if (queue.nextLook <= atOf(core)) {
    queue.nextLook = atOf(core) + LOOK_AGAIN_MS;
    lookLater(core, queue, row, LOOK_AGAIN_MS);
  }
  return false;
}

/** AWS's code and text for a cause; null where the job waits in the ordinary way. Source: user guide, blocked job queues. */
function sentenceOf(cause: WaitingCause, environment: EnvironmentState | null): string | null {
  const code = AWS_WAITING_CODE[cause];
  switch (cause) {
    case 'fits-no-type':
      return `${code} - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.`;
    case 'exceeds-maximum':
      return `${code} - CE(s) associated with the job queue cannot meet the CPU requirement of the job.`;
    case 'no-capacity': {
      const types = environment?.document.computeResources?.instanceTypes ?? [];
      return `${code} - Service cannot fulfill the capacity requested for instance type [${types.join(', ')}]`;
    }
    case 'no-instances':
      return UNDETERMINED;
    case 'not-accepting':
      return environment?.document.status === 'INVALID'
        ? `${code} - CE(s) associated with the job queue are invalid.`
        : UNDETERMINED;
    default:
      return null;
  }
}
