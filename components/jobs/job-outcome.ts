import {
  failureClass,
  failureTitle,
  isNodeJobId,
  isTerminal,
  visibleText,
  WAITING_CAUSE_TITLE,
  type WaitingCause,
} from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { formatCount } from '../format/number';

/** Why a job waits, or how it went, in the few words of a cell. */
export interface Outcome {
  text: string;
  tone: 'plain' | 'waits' | 'failed' | 'lost';
}

const MOVES: ReadonlySet<WaitingCause> = new Set(['dependency', 'is-next', 'starting-capacity', 'unknown']);

/** Whether a job that waits for this will not start by itself soon. */
export function isStuck(cause: WaitingCause): boolean {
  return !MOVES.has(cause);
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** How a failed job ended, in the words of the closed list. */
export function failureWords(row: JobRow): string {
  const { statusReason, reason, exitCode, isCancelled, isTerminated } = row;
  const facts = { statusReason, reason, exitCode, isCancelled, isTerminated, interrupted: row.interruptions > 0 };
  const kind = failureClass(facts);
  if (kind === 'unknown') return statusReason === null ? 'reason not known' : visibleText(statusReason);
  const words = lowerFirst(failureTitle(kind, exitCode));
  return kind === 'out-of-memory' && exitCode !== null ? `${words}, exit ${exitCode}` : words;
}

/** The last cell of a row: why it waits, how it failed, or how often it was begun. */
export function outcomeOf(row: JobRow): Outcome | null {
  if (row.array !== null) return null;
  if (row.status === 'FAILED') {
    const text = failureWords(row);
    return { text, tone: text.startsWith('spot') ? 'lost' : 'failed' };
  }
  if (row.waits !== null && !isTerminal(row.status))
    return {
      text: lowerFirst(WAITING_CAUSE_TITLE[row.waits.cause]),
      tone: isStuck(row.waits.cause) ? 'waits' : 'plain',
    };
  if (row.interruptions > 0) {
    const times = formatCount(row.interruptions, 'interruption');
    return { text: isTerminal(row.status) ? `after ${times}` : `attempt ${row.attempts}, ${times}`, tone: 'plain' };
  }
  if (row.attempts > 1)
    return { text: isTerminal(row.status) ? `in attempt ${row.attempts}` : `attempt ${row.attempts}`, tone: 'plain' };
  return null;
}

/** How long a job waited for its first start, ms; null where it was begun again and the row does not tell. */
export function waitedMs(row: JobRow, now: number | null): number | null {
  if (row.attempts > 1 && row.startedAt !== null) return null;
  const until = row.startedAt ?? row.stoppedAt ?? now;
  return until === null ? null : Math.max(0, until - row.createdAt);
}

/** How long the last attempt has run, ms; null before it started. */
export function ranMs(row: JobRow, now: number | null): number | null {
  if (row.startedAt === null) return null;
  const until = row.stoppedAt ?? (row.status === 'RUNNING' ? now : null);
  return until === null ? null : Math.max(0, until - row.startedAt);
}

/** Name of a job with its place in an array or among nodes: `align [10,000]`, `align : 17`, `solve # 2`. */
export function nameWords(row: Pick<JobRow, 'id' | 'name' | 'array' | 'index'>): { name: string; mark: string | null } {
  if (row.array !== null) return { name: row.name, mark: `[${row.array.size.toLocaleString('en-US')}]` };
  const sign = isNodeJobId(row.id) ? '#' : ':';
  return { name: row.name, mark: row.index === null ? null : `${sign} ${row.index}` };
}

/** The address of a job's page. */
export function jobHref(slug: string, id: string): string {
  return `/${slug}/jobs/${encodeURIComponent(id)}`;
}
