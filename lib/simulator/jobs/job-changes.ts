import type { AttemptChange, AttemptPurchase, JobChange, JobFacts } from '@/lib/batch';
import { atOf, type Core, environmentAt, specAt, textOf } from '../core';
import { f64, i32, u8 } from '../kernel/columns';
import { jobDetail } from './documents';
import { fargateZone } from './fargate-zone';
import { FLAG, STATUS, statusName } from './job-table';
import { childIndex, containerInstanceArnOf, jobIdOf, logStreamOf, taskArnOf } from './names';

function purchaseOf(core: Core, environment: number): AttemptPurchase {
  const { kind } = environmentAt(core, environment);
  return kind === 'EC2' ? 'ON_DEMAND' : kind;
}

function place(core: Core, row: number, n: number, environment: number, instance: number) {
  return {
    n,
    taskArn: taskArnOf(core, row, n, environment),
    environmentArn: environmentAt(core, environment).document.computeEnvironmentArn ?? '',
    purchase: purchaseOf(core, environment),
    ...(instance >= 0
      ? { instanceArn: containerInstanceArnOf(core, instance) }
      : { zone: fargateZone(core, row, n, environment) }),
  };
}

function currentAttempt(core: Core, row: number): AttemptChange {
  const { environment, instance, attemptsEnded, placedAt, startedAt, status } = core.jobs.columns;
  const n = u8(attemptsEnded, row) + 1;
  const isRunning = u8(status, row) === STATUS.running;
  return {
    ...place(core, row, n, i32(environment, row), i32(instance, row)),
    placedAt: f64(placedAt, row),
    ...(isRunning ? { startedAt: f64(startedAt, row), logStream: logStreamOf(core, row, n) } : {}),
  };
}

function lastAttempt(core: Core, row: number): AttemptChange {
  const { columns } = core.attempts;
  const attempt = i32(core.jobs.columns.lastAttempt, row);
  const n = u8(columns.n, attempt);
  const started = f64(columns.startedAt, attempt);
  const exitCode = i32(columns.exitCode, attempt);
  const reason = textOf(core, i32(columns.reason, attempt));
  return {
    ...place(core, row, n, i32(columns.environment, attempt), i32(columns.instance, attempt)),
    placedAt: f64(columns.placedAt, attempt),
    ...(started >= 0 ? { startedAt: started, logStream: logStreamOf(core, row, n) } : {}),
    stoppedAt: f64(columns.stoppedAt, attempt),
    ...(exitCode >= 0 ? { exitCode } : {}),
    ...(reason !== '' ? { reason } : {}),
    statusReason: textOf(core, i32(columns.statusReason, attempt)),
    interrupted: u8(columns.interrupted, attempt) === 1,
  };
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
  const index = childIndex(core, row);
  return {
    kind: 'job',
    seq,
    at: atOf(core),
    jobId: jobIdOf(core, row),
    ...(index >= 0 ? { parentId: jobIdOf(core, i32(parent, row)), index } : {}),
    status: statusName(u8(status, row)),
    attemptsEnded: u8(attemptsEnded, row),
    ...(text !== '' ? { statusReason: text } : {}),
    ...((bits & FLAG.cancelled) !== 0 ? { isCancelled: true } : {}),
    ...((bits & FLAG.terminated) !== 0 ? { isTerminated: true } : {}),
    ...(told === 'none' ? {} : { attempt: told === 'current' ? currentAttempt(core, row) : lastAttempt(core, row) }),
    ...(isFirst && index < 0 ? { facts: factsOf(core, row) } : {}),
  };
}
