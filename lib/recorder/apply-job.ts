import type { AttemptChange, JobChange } from '@/lib/batch';
import { isNodeJobId, isTerminal, nameOfArn } from '@/lib/batch';
import type { LifeStep } from '@/lib/history';
import { addCharges, type BatchRows } from './batch-rows';
import type { EpochState } from './epoch-state';
import { storedDetail, storedService } from './job-detail';
import {
  factsOfChange,
  isCounted,
  type JobState,
  type KnownFacts,
  lifeStepAt,
  mergeChange,
  newJob,
  requirementsOf,
  stepOf,
} from './job-state';
import { sampleHourly, sampleSpotAtRest } from './sample-money';
import { endOf } from './stored-rows';

/**
 * Takes one change of a job into the state and the batch's rows. What it has seen before changes nothing; what comes late
 * fills what is missing. The rows are the same in whatever order the changes of a job come.
 */
export function applyJob(state: EpochState, rows: BatchRows, change: JobChange, newId: () => string): void {
  let job = state.jobs.get(change.jobId);
  if (job === undefined) {
    job = newJob(newId(), change);
    state.jobs.set(change.jobId, job);
  }
  if (noteTransition(job, rows, change) === 'seen') return;
  rows.jobs.add(job);
  const at = change.at ?? state.upTo;
  const before = { status: job.status, isFirst: job.rank < 0 };
  const parent = job.parentAwsId === null ? undefined : state.jobs.get(job.parentAwsId);
  const isChild = parent !== undefined && !isNodeJobId(change.jobId);
  const facts = change.facts === undefined ? (isChild ? parent.facts : null) : factsOfChange(change.facts);
  mergeChange(job, change);
  if (job.facts === null && facts !== null) {
    if (change.facts !== undefined) {
      job.detail =
        change.facts.service === undefined
          ? storedDetail(change.facts.detail, state.definitions.get(facts.definition))
          : storedService(change.facts.service);
    }
    learnFacts(state, rows, job, isChild ? { ...facts, arraySize: null } : facts, at);
  } else if (job.facts !== null && isCounted(job.facts) && !before.isFirst && before.status !== job.status) {
    count(state, job.facts.queue, before.status, at, -1);
    count(state, job.facts.queue, job.status, at, 1);
  }
  if (change.attempt !== undefined) applyAttempt(state, rows, job, change.attempt, change.seq, at);
  if (job.facts !== null) rows.queues.add(job.facts.queue);
}

/** Takes what a job's first change tells, at whatever change that comes, and gives it to children that waited for it. */
function learnFacts(state: EpochState, rows: BatchRows, job: JobState, facts: KnownFacts, at: number): void {
  job.facts = facts;
  job.factsAreNew = true;
  rows.jobs.add(job);
  if (isCounted(facts)) count(state, facts.queue, job.status, at, 1);
  for (const seen of job.attempts) {
    if (seen.change.nodes !== undefined) continue;
    if (!seen.ended) use(state, seen.change, facts.milliVcpus, at);
    if (!state.isPriced) continue;
    if (seen.change.instanceArn !== undefined) rows.late.add(seen.change.instanceArn);
    else state.ledger.attempt(job.id, needsOf(state, facts), seen.change);
  }
  if (facts.arraySize === null || facts.arraySize === 0) return;
  for (const child of state.jobs.values()) {
    if (child.parentAwsId === job.awsId && child.facts === null) {
      learnFacts(state, rows, child, { ...facts, arraySize: null }, at);
    }
  }
}

function count(state: EpochState, queue: string, status: string, at: number, change: number): void {
  state.sampler.add('queue-jobs', queue, status, at, change);
}

function needsOf(state: EpochState, facts: KnownFacts) {
  return requirementsOf(facts, state.definitions.get(facts.definition)?.arm64 ?? false);
}

function hasNews(change: JobChange): boolean {
  if (isTerminal(change.status)) return false;
  return change.statusReason !== undefined || change.isCancelled === true || change.isTerminated === true;
}

/** Files a change as a transition or a note: of the changes of one step the lowest sequence is the transition. */
function noteTransition(job: JobState, rows: BatchRows, change: JobChange): 'seen' | 'new' {
  const step = stepOf(change.attemptsEnded, change.status);
  const known = lifeStepAt(job, step);
  if (known === undefined && step === job.rank) {
    addNote(job, rows, change);
    return 'new';
  }
  if (known === undefined) {
    job.life.push(lifeStepOf(change));
    if (hasNews(change)) addNote(job, rows, change);
    return 'new';
  }
  if (known.seq === change.seq || job.notes?.has(change.seq) === true) return 'seen';
  if (known.seq < change.seq) {
    addNote(job, rows, change);
    return 'new';
  }
  if (job.notes?.has(known.seq) !== true) {
    const isNewest = job.seq === known.seq;
    addNoteRow(rows, job, {
      jobId: job.id,
      seq: known.seq,
      at: known.at,
      statusReason: isNewest ? job.statusReason : null,
      isCancelled: isNewest && job.isCancelled,
      isTerminated: isNewest && job.isTerminated,
    });
  }
  Object.assign(known, lifeStepOf(change));
  if (hasNews(change)) addNote(job, rows, change);
  return 'new';
}

function lifeStepOf({ status, attemptsEnded, at, seq }: JobChange): LifeStep {
  return { status, attemptsEnded, at, seq };
}

function addNote(job: JobState, rows: BatchRows, change: JobChange): void {
  addNoteRow(rows, job, {
    jobId: job.id,
    seq: change.seq,
    at: change.at,
    statusReason: change.statusReason ?? null,
    isCancelled: change.isCancelled === true,
    isTerminated: change.isTerminated === true,
  });
}

function addNoteRow(rows: BatchRows, job: JobState, note: Parameters<BatchRows['notes']['set']>[1]): void {
  job.notes ??= new Set();
  job.notes.add(note.seq);
  rows.notes.set(`${note.jobId}/${note.seq}`, note);
}

function applyAttempt(
  state: EpochState,
  rows: BatchRows,
  job: JobState,
  change: AttemptChange,
  seq: number,
  at: number,
): void {
  const seen = job.attempts.find((one) => one.change.n === change.n);
  const known = seen === undefined ? undefined : { ended: seen.ended };
  const merged = seen === undefined ? change : mergeAttempts(seen.change, change);
  const ended = merged.stoppedAt !== undefined;
  const instanceId = instanceIdOf(state, merged.instanceArn);
  const next = seen ?? { jobId: job.id, change, ended, instanceId, seq };
  if (seen === undefined) job.attempts.push(next);
  else Object.assign(seen, { change: merged, ended, instanceId, seq: Math.max(seq, seen.seq) });
  rows.attempts.add(next);
  const host = merged.instanceArn;
  if (host !== undefined && !state.instances.has(host)) rows.hostless.add(endOf(host));
  if (job.facts === null || change.nodes !== undefined) return;
  if (known === undefined && !ended) use(state, merged, job.facts.milliVcpus, at);
  if (known !== undefined && !known.ended && ended) use(state, merged, -job.facts.milliVcpus, at);
  if (known !== undefined && (known.ended || !ended)) return;
  if (!state.isPriced) return;
  state.ledger.attempt(job.id, needsOf(state, job.facts), merged);
  sampleHourly(state, at);
  if (!ended) return;
  sampleSpotAtRest(state, at);
  if (merged.instanceArn === undefined) return;
  addCharges(rows, state.ledger.estimate(merged.instanceArn, job.id, merged.n), false);
}

function mergeAttempts(known: AttemptChange, change: AttemptChange): AttemptChange {
  return {
    ...change,
    ...known,
    ...(change.stoppedAt !== undefined && known.stoppedAt === undefined ? change : {}),
    ...(change.instanceArn === undefined ? {} : { instanceArn: change.instanceArn }),
    ...(known.interrupted === true || change.interrupted === true ? { interrupted: true } : {}),
  };
}

/** EC2's id of an attempt's host; the end of its ARN until the instance is known. */
function instanceIdOf(state: EpochState, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  return state.instances.get(arn)?.instanceId ?? endOf(arn);
}

function use(state: EpochState, attempt: AttemptChange, milliVcpus: number, at: number): void {
  // A training job runs in SageMaker's account: no compute environment has its vCPUs.
  if (attempt.purchase === 'SAGEMAKER') return;
  const environment = nameOfArn(attempt.environmentArn);
  const used = (state.used.get(environment) ?? 0) + milliVcpus;
  state.used.set(environment, used);
  state.sampler.set('environment-vcpus', environment, 'used', at, used / 1000);
  if (attempt.instanceArn === undefined) {
    state.sampler.set('environment-vcpus', environment, 'provisioned', at, used / 1000);
  }
}
