import { AWS_WAITING_CODE, type WaitingCause } from '@/lib/batch';
import { atOf, type Core, type EnvironmentState, groupAt, intern, type QueueState, queueAt, specAt } from '../core';
import { emitJob } from '../jobs/job-changes';
import { STATUS } from '../jobs/job-table';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import { judgeQueue } from './judgement';

/** How long a job stands blocked at the head before Batch says why; 188 s were measured. */
const DIAGNOSIS_MS = 180_000;

const UNDETERMINED = 'UNDETERMINED - Batch job is blocked, root cause is undetermined.';

/** A job has come to the head and can't be placed: Batch looks at it after its time. */
export function watchHead(core: Core, queue: QueueState, row: number): void {
  queue.blockedSince = atOf(core);
  const wait = core.clockwork.delay(DIAGNOSIS_MS);
  if (wait > 0) pushEvent(core.heap, atOf(core) + wait, EVENT.diagnose, queue.index, row);
}

/** Writes Batch's own verdict into the blocked job's statusReason. */
export function onDiagnose(core: Core, index: number, row: number): void {
  const queue = queueAt(core, index);
  const { status, spec, reason } = core.jobs.columns;
  if (queue.blockedHead !== row || u8(status, row) !== STATUS.runnable) return;
  if (atOf(core) - queue.blockedSince < core.clockwork.delay(DIAGNOSIS_MS)) return;
  const verdict = judgeQueue(core, queue, groupAt(core, specAt(core, i32(spec, row)).group));
  const text = sentenceOf(verdict.cause, verdict.environment);
  if (text === null) return;
  const number = intern(core, text);
  if (i32(reason, row) === number) return;
  reason[row] = number;
  emitJob(core, row, 'none');
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
