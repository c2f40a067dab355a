import type { ServiceJobStatus } from '@aws-sdk/client-batch';
import { isActive } from '../capacity/faults';
import { atOf, type Core, queueAt } from '../core';
import { mayRetry } from '../jobs/retry';
import { markQueue } from '../jobs/transitions';
import { EVENT, pushEvent } from '../kernel/events';
import type { ServiceAttempt, ServiceJob, ServiceJobRequest } from './contract';
import { trainingJobArn } from './documents';
import { bookFairUse, countFairJob } from './fair-use';
import { joinLine, leaveLine } from './lines';
import { currentAttempt, emitServiceJob } from './service-changes';
import { queuesOnServiceEnvironment } from './service-environments';
import { drawOrdinal, hasEnded, isHolding, serviceJobAt } from './service-job';
import { COMPLETED, failureOf, lengthOf, TIMED_OUT } from './training-runs';

/** AWS_BATCH defaults: a second or two until the scheduler has looked at a job. */
const EVALUATE_MS = { base: 1000, spread: 2000 };
/** SageMaker tells no figures: to get instances, then to load data and image. */
const ACQUIRE_MS = { base: 20_000, spread: 40_000 };
const DOWNLOAD_MS = { base: 30_000, spread: 60_000 };
/** Between SIGTERM and the end of a training job that is stopped. Source: SageMaker, StopTrainingJob. */
const STOP_MS = 120_000;
/** How often a training job that waits for capacity is looked at, and how many looks until it goes back. */
const LOOK_MS = 60_000;
const LOOKS = 10;
/** Preempted attempts that the summary lists. */
const RECENT = 10;

export const NO_CAPACITY = 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Unable to provision requested compute resources';

const FOLLOWS: Readonly<Record<ServiceJobStatus, readonly ServiceJobStatus[]>> = {
  SUBMITTED: ['RUNNABLE', 'FAILED'],
  PENDING: [],
  RUNNABLE: ['SCHEDULED', 'FAILED'],
  SCHEDULED: ['STARTING', 'RUNNABLE', 'FAILED'],
  STARTING: ['RUNNING', 'RUNNABLE', 'FAILED'],
  RUNNING: ['RUNNABLE', 'SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};

/** Which of a machine's counters a state is counted in. */
function counterOf(status: ServiceJobStatus): 'waiting' | 'running' | 'succeeded' | 'failed' {
  if (status === 'SUCCEEDED') return 'succeeded';
  if (status === 'FAILED') return 'failed';
  return status === 'STARTING' || status === 'RUNNING' ? 'running' : 'waiting';
}

/** The only way from one state to another. */
function setStatus(core: Core, job: ServiceJob, next: ServiceJobStatus): void {
  if (!FOLLOWS[job.status].includes(next)) {
    throw new Error(`Service job ${job.ordinal} can't go from ${job.status} to ${next}.`);
  }
  core.counters[counterOf(job.status)]--;
  core.counters[counterOf(next)]++;
  job.status = next;
  if (!hasEnded(job)) return;
  job.stoppedAt = atOf(core);
  countFairJob(core, job, -1);
}

function stepLater(core: Core, job: ServiceJob, at: number): void {
  job.generation++;
  pushEvent(core.heap, at, EVENT.serviceStep, job.ordinal, job.generation);
}

function spread(
  core: Core,
  job: ServiceJob,
  ms: { base: number; spread: number },
  purpose: 'evaluate-delay' | 'launch-delay' | 'start-delay',
): number {
  return atOf(core) + core.clockwork.spread(ms.base, ms.spread, purpose, drawOrdinal(job), job.turns);
}

/** Makes a job. */
export function addServiceJob(core: Core, queue: number, request: ServiceJobRequest): ServiceJob {
  const job: ServiceJob = {
    ordinal: core.services.jobs.length,
    queue,
    request,
    share: request.quotaShareName ?? request.shareIdentifier ?? '',
    tags: request.tags,
    priority: queueAt(core, queue).document.schedulingPolicyArn === undefined ? 0 : (request.schedulingPriority ?? 0),
    status: 'SUBMITTED',
    statusReason: '',
    isTerminated: false,
    endReason: '',
    createdAt: atOf(core),
    scheduledAt: null,
    startedAt: null,
    stoppedAt: null,
    endsAt: null,
    runnableAt: 0,
    isRetried: false,
    heldUntil: 0,
    looks: 0,
    environment: -1,
    stopping: null,
    turns: 0,
    attempts: [],
    preempted: [],
    preemptedCount: 0,
    generation: 0,
  };
  core.services.jobs.push(job);
  core.counters.submitted++;
  core.counters.waiting++;
  countFairJob(core, job, 1);
  emitServiceJob(core, job);
  stepLater(core, job, spread(core, job, EVALUATE_MS, 'evaluate-delay'));
  return job;
}

function makeRunnable(core: Core, job: ServiceJob): void {
  setStatus(core, job, 'RUNNABLE');
  job.runnableAt = atOf(core);
  joinLine(core, job);
}

/** Hands a job to SageMaker: from now on it holds the capacity it asks for. */
export function schedule(core: Core, job: ServiceJob, environment: number): void {
  leaveLine(core, job);
  job.environment = environment;
  job.scheduledAt = atOf(core);
  job.startedAt = null;
  job.statusReason = '';
  job.looks = 0;
  core.services.holding.push(job.ordinal);
  bookFairUse(core, job, 1);
  setStatus(core, job, 'SCHEDULED');
  emitServiceJob(core, job);
  stepLater(core, job, spread(core, job, ACQUIRE_MS, 'launch-delay'));
}

/** What was planned for a job happens; a plan that another one has replaced does nothing. */
export function onServiceStep(core: Core, ordinal: number, generation: number): void {
  const job = serviceJobAt(core, ordinal);
  if (job.generation !== generation) return;
  if (job.stopping !== null && isHolding(job) && (job.endsAt === null || atOf(core) < job.endsAt))
    endStopped(core, job);
  else if (job.status === 'SUBMITTED') {
    makeRunnable(core, job);
    emitServiceJob(core, job);
  } else if (job.status === 'RUNNABLE') markQueue(core, job.queue);
  else if (job.status === 'SCHEDULED') acquire(core, job);
  else if (job.status === 'STARTING') run(core, job);
  else if (job.status === 'RUNNING') endRunning(core, job);
}

/** Whether SageMaker has none of what the job asks for now, by the faults. */
function isShort(core: Core, job: ServiceJob): boolean {
  const at = atOf(core);
  return core.faults.some(
    (fault) =>
      fault.kind === 'capacity-out' &&
      isActive(fault, at) &&
      fault.purchase !== 'SPOT' &&
      (fault.types === undefined || job.request.needs.some(({ unit }) => fault.types?.includes(unit))),
  );
}

function acquire(core: Core, job: ServiceJob): void {
  if (!isShort(core, job)) {
    setStatus(core, job, 'STARTING');
    emitServiceJob(core, job);
    stepLater(core, job, spread(core, job, DOWNLOAD_MS, 'start-delay'));
  } else if (job.looks < LOOKS) {
    job.looks++;
    stepLater(core, job, atOf(core) + LOOK_MS);
  } else {
    leaveHolding(core, job, NO_CAPACITY, true, () => {
      job.heldUntil = atOf(core) + LOOK_MS;
      stepLater(core, job, job.heldUntil);
      makeRunnable(core, job);
    });
  }
}

function run(core: Core, job: ServiceJob): void {
  job.startedAt = atOf(core);
  job.endsAt = atOf(core) + lengthOf(core, job);
  setStatus(core, job, 'RUNNING');
  emitServiceJob(core, job);
  stepLater(core, job, job.endsAt);
}

function endRunning(core: Core, job: ServiceJob): void {
  const failure = job.stopping === 'terminate' ? job.endReason : failureOf(core, job);
  const outcome = { exitCode: null, reason: '', statusReason: failure };
  const { attempts, evaluateOnExit } = job.request.retryStrategy;
  const conditions = evaluateOnExit?.map(({ onStatusReason, action }) => ({ onStatusReason, action })) ?? [];
  const isOwn = job.stopping !== 'terminate' && failure !== TIMED_OUT;
  const again =
    failure !== '' && isOwn && mayRetry({ attempts, evaluateOnExit: conditions }, job.attempts.length + 1, outcome);
  leaveHolding(core, job, failure || COMPLETED, false, () => {
    if (again) {
      job.isRetried = true;
      makeRunnable(core, job);
    } else setStatus(core, job, failure === '' ? 'SUCCEEDED' : 'FAILED');
  });
}

/** An attempt is over: its capacity is free, and `next` gives the job its next state. */
function leaveHolding(core: Core, job: ServiceJob, statusReason: string, isTaken: boolean, next: () => void): void {
  const told = { ...currentAttempt(core, job), stoppedAt: atOf(core), statusReason, interrupted: isTaken };
  const attempt: ServiceAttempt = {
    trainingJobArn: trainingJobArn(core, job, job.turns + 1),
    scheduledAt: job.scheduledAt ?? atOf(core),
    startedAt: job.startedAt,
    stoppedAt: atOf(core),
    statusReason,
  };
  const isPreempted = job.stopping === 'in-share' || job.stopping === 'cross-share';
  if (isPreempted && isTaken) {
    job.preemptedCount++;
    job.preempted = [attempt, ...job.preempted].slice(0, RECENT);
  } else if (!isTaken) job.attempts.push(attempt);
  const { holding } = core.services;
  holding.splice(holding.indexOf(job.ordinal), 1);
  bookFairUse(core, job, -1);
  for (const queue of queuesOnServiceEnvironment(core, job.environment)) markQueue(core, queue);
  core.instant.tallyDirty = true;
  Object.assign(job, { environment: -1, endsAt: null, stopping: null, statusReason });
  job.turns++;
  job.generation++;
  next();
  emitServiceJob(core, job, told);
}

/** Stopped before its own end: by a request, or because its capacity was taken back. */
function endStopped(core: Core, job: ServiceJob): void {
  if (job.stopping === 'terminate') {
    leaveHolding(core, job, job.endReason, false, () => setStatus(core, job, 'FAILED'));
    return;
  }
  const retries = job.request.preemptionConfiguration?.preemptionRetriesBeforeTermination;
  const isLast = retries !== undefined && job.preemptedCount >= retries;
  leaveHolding(core, job, `Job attempt was preempted (${job.stopping} preemption)`, true, () => {
    if (isLast) setStatus(core, job, 'FAILED');
    else makeRunnable(core, job);
  });
}

/** Begins to stop a job that holds capacity; what runs gets SIGTERM and SageMaker's time. */
function stop(core: Core, job: ServiceJob, why: NonNullable<ServiceJob['stopping']>): void {
  job.stopping = why;
  const wait = job.status === 'RUNNING' ? core.clockwork.delay(STOP_MS) : 0;
  const at = atOf(core) + wait;
  if (job.endsAt === null || at < job.endsAt) stepLater(core, job, at);
}

/** Takes a job's capacity back; it leaves once it has stopped. */
export function preempt(core: Core, job: ServiceJob, why: 'in-share' | 'cross-share'): void {
  if (job.stopping === null) stop(core, job, why);
}

/** TerminateServiceJob: ends a job in any state before its end. */
export function terminateServiceJob(core: Core, job: ServiceJob, reason: string): void {
  if (hasEnded(job) || job.stopping === 'terminate') return;
  job.isTerminated = true;
  job.endReason = reason;
  if (isHolding(job)) {
    stop(core, job, 'terminate');
    if (job.status === 'RUNNING' && !core.clockwork.ideal) emitServiceJob(core, job);
    return;
  }
  if (job.status === 'RUNNABLE') leaveLine(core, job);
  job.generation++;
  job.statusReason = reason;
  setStatus(core, job, 'FAILED');
  emitServiceJob(core, job);
}
