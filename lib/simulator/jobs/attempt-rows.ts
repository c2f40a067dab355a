import { atOf, type Core, intern, type SpecState, specAt } from '../core';
import { appendRows, f64, i32, u8 } from '../kernel/columns';

export const specOf = (core: Core, row: number): SpecState => specAt(core, i32(core.jobs.columns.spec, row));
/** Number of the attempt that runs or comes next. */
export const attemptNumber = (core: Core, row: number): number => u8(core.jobs.columns.attemptsEnded, row) + 1;

/** How an attempt ended; `exitCode` -1 where the container reported none. */
export interface AttemptEnd {
  exitCode: number;
  statusReason: string;
  reason: string;
  interrupted: boolean;
}

/** Keeps the attempt of a job that ends now; `statusReason` is the number of its text. */
export function recordAttempt(core: Core, row: number, end: AttemptEnd, statusReason: number): void {
  const { columns } = core.jobs;
  const attempt = appendRows(core.attempts, 1);
  const attempts = core.attempts.columns;
  const n = attemptNumber(core, row);
  attempts.job[attempt] = row;
  attempts.n[attempt] = n;
  if (end.interrupted) attempts.interrupted[attempt] = 1;
  attempts.placedAt[attempt] = f64(columns.placedAt, row);
  attempts.startedAt[attempt] = f64(columns.startedAt, row);
  attempts.stoppedAt[attempt] = atOf(core);
  if (end.exitCode !== 0) attempts.exitCode[attempt] = end.exitCode;
  attempts.statusReason[attempt] = statusReason;
  if (end.reason !== '') attempts.reason[attempt] = intern(core, end.reason);
  attempts.environment[attempt] = i32(columns.environment, row);
  attempts.instance[attempt] = i32(columns.instance, row);
  if (n > 1) attempts.previous[attempt] = i32(columns.lastAttempt, row);
  columns.lastAttempt[row] = attempt;
  columns.attemptsEnded[row] = n;
}
