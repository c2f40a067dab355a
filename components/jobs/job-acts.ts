import type { ActionResult } from '@/lib/access';
import { MOST_BULK_JOBS } from '@/lib/batch';
import type { JobRow, JobsQuery } from '@/lib/history';
import type { ActProgress } from '../consequence/consequence';
import type { ReadTarget } from '../data/queries';
import { formatCount } from '../format/number';
import { showToast } from '../ui/toast';
import type { JobAct } from './job-act-plan';
import { readMatching } from './job-queries';

/** How far an operation came while its action waited. */
interface Answer {
  id: string;
  jobs: number;
  state: string;
  done: number;
  failed: number;
  refusals: { id: string; message: string }[];
  newJobId: string | null;
}

/** The server actions on jobs, as pages are given them. */
export interface JobActions {
  endJobs: (input: {
    connection: string;
    kind: 'cancel' | 'terminate';
    ids: string[];
    reason: string;
  }) => Promise<ActionResult<Answer>>;
  submitAgain: (input: {
    connection: string;
    ids: string[];
    queue?: string;
    cancel?: boolean;
    reason?: string;
  }) => Promise<ActionResult<Answer>>;
}

/** An act that is asked for. */
export interface JobActRequest {
  connection: string;
  act: JobAct;
  ids: string[];
  /** Where they go, for a move. */
  queue: string | null;
  reason: string;
}

const DOING: Readonly<Record<JobAct, string>> = {
  cancel: 'Cancelling',
  terminate: 'Terminating',
  'submit-again': 'Submitting again',
  move: 'Moving',
};
const DONE: Readonly<Record<JobAct, string>> = {
  cancel: 'Asked Batch to cancel',
  terminate: 'Asked Batch to end',
  'submit-again': 'Submitted again:',
  move: 'Cancelled and submitted again:',
};

/** `Cancelling 3 jobs`. */
export function doingWords(act: JobAct, what: string): string {
  return `${DOING[act]} ${what}`;
}

/** Sends an act; the refusals of a short one come back, a long one goes on in the background, and a toast says so. */
export async function sendJobAct(
  { endJobs, submitAgain }: JobActions,
  { connection, act, ids, queue, reason }: JobActRequest,
  what: string,
  open: (path: string) => void,
): Promise<ActProgress> {
  const result =
    act === 'cancel' || act === 'terminate'
      ? await endJobs({ connection, kind: act, ids, reason })
      : await submitAgain({
          ...{ connection, ids },
          ...(reason !== '' && { reason }),
          ...(queue !== null && { queue }),
          ...(act === 'move' && { cancel: true }),
        });
  if (!result.ok) return { done: 0, failed: [], left: ids.length, stopped: result.error.message };
  const { id, state, done, failed, refusals, newJobId } = result.value;
  if (state !== 'done') {
    showToast({
      title: `${DOING[act]} ${what}.`,
      detail: 'It goes on in the background: the deck shows how far it is.',
      action: { label: 'Look', onSelect: () => open(`/${connection}/activity?bulk=${id}`) },
    });
    return { done: ids.length, failed: [], left: 0, stopped: null };
  }
  if (failed > 0) return { done, failed: refusals, left: 0, stopped: null };
  showToast({
    title: `${DONE[act]} ${what}.`,
    ...(newJobId !== null && {
      action: { label: 'Open it', onSelect: () => open(`/${connection}/jobs/${encodeURIComponent(newJobId)}`) },
    }),
  });
  return { done, failed: [], left: 0, stopped: null };
}

/** Says what came of an act that was held back for its undo. */
export function tellHeld({ failed, stopped }: ActProgress): void {
  const [first] = failed;
  if (stopped === null && first === undefined) return;
  showToast({
    kind: 'refused',
    title: stopped === null ? `${formatCount(failed.length, 'job')} not cancelled.` : 'Nothing was cancelled.',
    detail: stopped ?? first?.message ?? '',
  });
}

/**
 * Reads the jobs that match, page by page, until as many as one operation takes; `hasMore` says that some were left out.
 * `onRead` is told how many so far.
 */
export async function collectMatching(
  target: ReadTarget,
  query: JobsQuery,
  onRead: (count: number) => void,
  signal: AbortSignal,
): Promise<{ rows: JobRow[]; hasMore: boolean }> {
  const rows = new Map<string, JobRow>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readMatching>> = await readMatching(target, query, cursor, signal);
    for (const row of page.rows) rows.set(row.id, row);
    cursor = page.nextCursor;
    onRead(rows.size);
  } while (cursor !== null && rows.size < MOST_BULK_JOBS);
  return { rows: [...rows.values()].slice(0, MOST_BULK_JOBS), hasMore: cursor !== null };
}
