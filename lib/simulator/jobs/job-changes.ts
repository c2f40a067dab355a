import type { AttemptChange, AttemptPurchase, JobChange, JobFacts } from '@/lib/batch';
import { atOf, type Core, environmentAt, specAt, textOf } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { jobDetail } from './documents';
import { fargateZone } from './fargate-zone';
import { FLAG, STATUS, statusName } from './job-table';
import { childIndex, containerInstanceArnOf, isPart, jobIdOf, logStreamOf, taskArnOf } from './names';
import { nodeCount } from './nodes';

function purchaseOf(core: Core, environment: number): AttemptPurchase {
  const { kind } = environmentAt(core, environment);
  return kind === 'EC2' ? 'ON_DEMAND' : kind;
}

// Members are set one by one, in the order in which they are told: spreads of parts cost more than all the ids in them.
function attemptAt(
  core: Core,
  row: number,
  n: number,
  environment: number,
  instance: number,
  placedAt: number,
): AttemptChange {
  const taskArn = taskArnOf(core, row, n, environment);
  const environmentArn = environmentAt(core, environment).document.computeEnvironmentArn ?? '';
  const purchase = purchaseOf(core, environment);
  const nodes = nodeCount(core, row);
  if (nodes > 0) return { n, taskArn, environmentArn, purchase, placedAt, nodes };
  if (instance >= 0) {
    const instanceArn = containerInstanceArnOf(core, instance);
    return { n, taskArn, environmentArn, purchase, instanceArn, placedAt };
  }
  return { n, taskArn, environmentArn, purchase, zone: fargateZone(core, row, n, environment), placedAt };
}

// Batch sends no log of a pod anywhere: that is for its cluster to do.
function hasLog(core: Core, row: number): boolean {
  return specAt(core, i32(core.jobs.columns.spec, row)).spec.pod === undefined;
}

function currentAttempt(core: Core, row: number): AttemptChange {
  const { environment, instance, attemptsEnded, placedAt, startedAt, status } = core.jobs.columns;
  const n = u8(attemptsEnded, row) + 1;
  const attempt = attemptAt(core, row, n, i32(environment, row), i32(instance, row), f64(placedAt, row));
  if (u8(status, row) !== STATUS.running) return attempt;
  attempt.startedAt = f64(startedAt, row);
  if (hasLog(core, row)) attempt.logStream = logStreamOf(core, row, n);
  return attempt;
}

function lastAttempt(core: Core, row: number): AttemptChange {
  const { columns } = core.attempts;
  const ended = i32(core.jobs.columns.lastAttempt, row);
  const n = u8(columns.n, ended);
  const started = f64(columns.startedAt, ended);
  const exitCode = i32(columns.exitCode, ended);
  const reason = textOf(core, i32(columns.reason, ended));
  const placedAt = f64(columns.placedAt, ended);
  const attempt = attemptAt(core, row, n, i32(columns.environment, ended), i32(columns.instance, ended), placedAt);
  if (started >= 0) {
    attempt.startedAt = started;
    if (hasLog(core, row)) attempt.logStream = logStreamOf(core, row, n);
  }
  attempt.stoppedAt = f64(columns.stoppedAt, ended);
  if (exitCode >= 0) attempt.exitCode = exitCode;
  if (reason !== '') attempt.reason = reason;
  attempt.statusReason = textOf(core, i32(columns.statusReason, ended));
  attempt.interrupted = u8(columns.interrupted, ended) === 1;
  return attempt;
}

function factsOf(core: Core, row: number): JobFacts {
  const { spec } = specAt(core, i32(core.jobs.columns.spec, row));
  const isRelay = (u8(core.jobs.columns.flags, row) & FLAG.relay) !== 0;
  return {
    detail: jobDetail(core, row),
    milliVcpus: spec.milliVcpus,
    memoryMib: spec.memoryMib,
    gpus: spec.gpus,
    ...(isRelay ? { relay: true } : {}),
  };
}

/** What a change tells of attempts: nothing, the one under way, the one that has just ended. */
export type ToldAttempt = 'none' | 'current' | 'last';

/** Tells a transition, or a change within a state. Costs a counter where nobody listens. */
export function emitJob(core: Core, row: number, told: ToldAttempt, isFirst = false): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink !== null) core.sink(changeOf(core, row, told, isFirst, seq));
}

function changeOf(core: Core, row: number, told: ToldAttempt, isFirst: boolean, seq: number): JobChange {
  const { flags, reason, status, attemptsEnded, parent } = core.jobs.columns;
  const bits = u8(flags, row);
  const text = textOf(core, i32(reason, row));
  const index = isPart(core, row) ? i32(core.jobs.columns.source, row) : -1;
  const state = statusName(u8(status, row));
  const ended = u8(attemptsEnded, row);
  const at = atOf(core);
  const jobId = jobIdOf(core, row);
  const change: JobChange =
    index < 0
      ? { kind: 'job', seq, at, jobId, status: state, attemptsEnded: ended }
      : {
          kind: 'job',
          seq,
          at,
          jobId,
          parentId: jobIdOf(core, i32(parent, row)),
          index,
          status: state,
          attemptsEnded: ended,
        };
  if (text !== '') change.statusReason = text;
  if ((bits & FLAG.cancelled) !== 0) change.isCancelled = true;
  if ((bits & FLAG.terminated) !== 0) change.isTerminated = true;
  if (told !== 'none') change.attempt = told === 'current' ? currentAttempt(core, row) : lastAttempt(core, row);
  if (isFirst && childIndex(core, row) < 0) change.facts = factsOf(core, row);
  return change;
}
