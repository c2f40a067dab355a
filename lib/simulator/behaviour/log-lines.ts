import type { LogLine } from '../contract';
import type { Behaviour } from './behaviour';

/** One attempt as its log needs it; times in ms, `stoppedAt` null while it runs. */
export interface LoggedAttempt {
  jobName: string;
  jobId: string;
  n: number;
  startedAt: number;
  /** When it would end by itself. */
  endsAt: number;
  stoppedAt: number | null;
  exitCode: number | null;
}

const DEFAULT_LINES = 5;
const MOST_LINES = 1_000_000;

/** How many lines the whole attempt writes. */
function lineCount(behaviour: Behaviour): number {
  const own = behaviour.script?.lines.length ?? 0;
  return Math.min(MOST_LINES, own + Math.floor(behaviour.logLines ?? (own > 0 ? 0 : DEFAULT_LINES)));
}

function lineAt(attempt: LoggedAttempt, index: number, count: number): number {
  const length = attempt.endsAt - attempt.startedAt;
  return attempt.startedAt + (count < 2 ? 0 : Math.floor((length * index) / (count - 1)));
}

function messageOf(behaviour: Behaviour, attempt: LoggedAttempt, index: number, count: number): string {
  const own = behaviour.script?.lines[index];
  if (own !== undefined) return own;
  if (behaviour.logLines !== null && behaviour.logLines > 0) return `${attempt.jobName}: line ${index + 1} of ${count}`;
  if (index === 0) return `${attempt.jobName}: attempt ${attempt.n} starts`;
  if (index === count - 1) return `${attempt.jobName}: done`;
  return `${attempt.jobName}: ${Math.floor((100 * index) / (count - 1))} % done`;
}

/** Lines written up to `until`, from line `from` on; computed, never stored. */
export function logLinesOf(
  behaviour: Behaviour,
  attempt: LoggedAttempt,
  until: number,
  from: number,
  limit: number,
): { lines: LogLine[]; total: number } {
  const count = lineCount(behaviour);
  const end = Math.min(until, attempt.stoppedAt ?? until);
  let total = 0;
  let high = count;
  while (total < high) {
    const middle = (total + high) >> 1;
    if (lineAt(attempt, middle, count) <= end) total = middle + 1;
    else high = middle;
  }
  const lines: LogLine[] = [];
  for (let index = Math.max(0, from); index < total && lines.length < limit; index++) {
    lines.push({ at: lineAt(attempt, index, count), message: messageOf(behaviour, attempt, index, count) });
  }
  return { lines, total };
}
