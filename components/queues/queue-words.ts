import { WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { QueueRow, WaitingReason } from '@/lib/history';
import { formatCount, formatNumber } from '../format/number';
import type { VerdictTone } from '../ui/verdict';

/** What is to be said of a queue at a glance; `since` in ms, null where it is not known. */
export interface QueueVerdict {
  tone: VerdictTone;
  word: string;
  since: number | null;
}

const openReason = (queue: QueueRow, cause: WaitingReason['cause']) =>
  queue.reasons.find((reason) => reason.cause === cause && reason.count > 0);

/** The reason under which the head of a queue is blocked, or null. */
export function blockOf(queue: QueueRow): WaitingReason | null {
  return (
    openReason(queue, 'behind-blocked') ??
    openReason(queue, 'fits-no-type') ??
    openReason(queue, 'exceeds-maximum') ??
    null
  );
}

/** Whether jobs wait behind one that cannot start. */
export function isBlocked(queue: QueueRow): boolean {
  return openReason(queue, 'behind-blocked') !== undefined;
}

/** State of a queue: INVALID, disabled, blocked, without capacity, or enabled. */
export function queueVerdict(queue: QueueRow): QueueVerdict {
  if (queue.status !== 'VALID' && queue.status !== '')
    return { tone: queue.status === 'INVALID' ? 'bad' : 'warn', word: queue.status, since: queue.stateSince };
  if (queue.state !== 'ENABLED') return { tone: 'warn', word: queue.state.toLowerCase(), since: queue.stateSince };
  const blocked = openReason(queue, 'behind-blocked');
  if (blocked !== undefined) return { tone: 'bad', word: 'blocked', since: blocked.since };
  const refused = openReason(queue, 'no-capacity');
  if (refused !== undefined) return { tone: 'warn', word: 'no capacity', since: refused.since };
  return { tone: 'ok', word: 'enabled', since: null };
}

/** The cause most of a queue's jobs wait for, in a cell's words. */
export function mainReason(queue: QueueRow): string | null {
  const [main] = queue.reasons;
  if (main === undefined || queue.waiting === 0) return null;
  const title = WAITING_CAUSE_TITLE[main.cause];
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Queues with the blocked first, then by how many wait, then by name. */
export function rankQueues(queues: readonly QueueRow[]): QueueRow[] {
  const weight = (queue: QueueRow) =>
    queueVerdict(queue).tone === 'bad' ? 2 : queueVerdict(queue).tone === 'warn' ? 1 : 0;
  return [...queues].sort(
    (a, b) => weight(b) - weight(a) || b.waiting - a.waiting || b.running - a.running || (a.name < b.name ? -1 : 1),
  );
}

/** What the list of queues answers first: how many wait, and which queue needs a person. */
export function queuesSentence(queues: readonly QueueRow[]): { first: string; trouble: QueueRow | null } {
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const holding = queues.filter((queue) => queue.waiting > 0).length;
  const trouble = rankQueues(queues).find((queue) => queueVerdict(queue).tone !== 'ok') ?? null;
  const all = formatCount(queues.length, 'queue');
  if (waiting === 0) return { first: `No job waits in ${all}`, trouble };
  const verb = waiting === 1 ? 'waits' : 'wait';
  return { first: `${formatCount(waiting, 'job')} ${verb} in ${formatNumber(holding)} of ${all}`, trouble };
}
