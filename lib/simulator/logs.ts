import { containerBehaviour, exitOf, runMsOf } from './behaviour/behaviour';
import { logLinesOf } from './behaviour/log-lines';
import type { LogLine } from './contract';
import { atOf, type Core, specAt } from './core';
import { attemptRows } from './jobs/documents';
import { STATUS } from './jobs/job-table';
import { jobIdOf, jobNameOf, taskOfLogStream } from './jobs/names';
import { f64, i32, u8 } from './kernel/columns';

interface Span {
  startedAt: number;
  stoppedAt: number | null;
}

function spanOf(core: Core, row: number, n: number): Span | null {
  const { status, attemptsEnded, startedAt } = core.jobs.columns;
  const { n: numbers, startedAt: starts, stoppedAt } = core.attempts.columns;
  if (n === u8(attemptsEnded, row) + 1 && u8(status, row) === STATUS.running) {
    return { startedAt: f64(startedAt, row), stoppedAt: null };
  }
  const attempt = attemptRows(core, row).find((found) => u8(numbers, found) === n);
  if (attempt === undefined || f64(starts, attempt) < 0) return null;
  return { startedAt: f64(starts, attempt), stoppedAt: f64(stoppedAt, attempt) };
}

/** A page of an attempt's log, computed; null when no attempt that ran has such a stream. */
export function logLines(
  core: Core,
  logStream: string,
  from: number,
  limit: number,
): { lines: LogLine[]; total: number } | null {
  const task = taskOfLogStream(core, logStream);
  const span = task === null ? null : spanOf(core, task.row, task.attempt);
  if (task === null || span === null) return null;
  const deciding = specAt(core, i32(core.jobs.columns.spec, task.row)).behaviour;
  const behaviour = task.container === undefined ? deciding : containerBehaviour(task.container);
  const runMs = runMsOf(core.draws, behaviour, f64(core.jobs.columns.runMs, task.row), task.row, task.attempt);
  const attempt = {
    jobName: jobNameOf(core, task.row),
    jobId: jobIdOf(core, task.row),
    n: task.attempt,
    startedAt: span.startedAt,
    endsAt: span.startedAt + runMs,
    stoppedAt: span.stoppedAt,
    exitCode: span.stoppedAt === null ? null : exitOf(behaviour, task.attempt).exitCode,
  };
  return logLinesOf(behaviour, attempt, atOf(core), from, limit);
}
