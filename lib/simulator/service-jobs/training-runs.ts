import { exitOf, runMsOf } from '../behaviour/behaviour';
import type { Core } from '../core';
import type { ServiceJob } from './contract';
import { drawOrdinal } from './service-job';
import { readTraining, type TrainingRequest } from './training-request';

const FROM_SAGEMAKER = 'Received status from SageMaker: ';
/** What a training job's end is told with. Source: user guide, service job events; the failures are worded by SageMaker's own. */
export const COMPLETED = `${FROM_SAGEMAKER}Training job completed`;
export const TIMED_OUT = 'Job attempt duration exceeded timeout';

const timeoutMs = ({ request }: ServiceJob): number =>
  (request.timeoutConfig?.attemptDurationSeconds ?? Number.POSITIVE_INFINITY) * 1000;

function ownMs(core: Core, job: ServiceJob, training: TrainingRequest): number {
  return runMsOf(core.draws, training.behaviour, -1, drawOrdinal(job), job.attempts.length + 1);
}

/** How long the attempt runs, ms: its own time, cut by the job's timeout and the request's stopping condition. */
export function lengthOf(core: Core, job: ServiceJob): number {
  const training = readTraining(job.request.payload);
  return training === null ? 0 : Math.min(ownMs(core, job, training), timeoutMs(job), training.maxRuntimeMs);
}

/** How what runs has ended, left to itself; '' where it succeeded. */
export function failureOf(core: Core, job: ServiceJob): string {
  const training = readTraining(job.request.payload);
  if (training === null) return '';
  if (ownMs(core, job, training) > Math.min(timeoutMs(job), training.maxRuntimeMs)) {
    return timeoutMs(job) <= training.maxRuntimeMs ? TIMED_OUT : `${FROM_SAGEMAKER}MaxRuntimeExceeded`;
  }
  const { exitCode } = exitOf(training.behaviour, job.attempts.length + 1);
  return exitCode === 0 ? '' : `${FROM_SAGEMAKER}AlgorithmError: , exit code: ${exitCode}`;
}
