import type { ActionResult } from '@/lib/access';
import { isTerminal, JOB_STATUSES } from '@/lib/batch';
import type { JobRow, JobsQuery } from '@/lib/history';
import { type ActProgress, actInPortions } from '../consequence/consequence';
import type { ReadTarget } from '../data/queries';
import { readMatching } from './job-queries';
import { IDS_A_TIME } from './terminate-plan';

/** The action that ends jobs, as the pages are given it. */
export type TerminateAction = (input: {
  connection: string;
  ids: string[];
  reason: string;
}) => Promise<ActionResult<{ terminated: number; results: { id: string; ok: boolean; message: string | null }[] }>>;

const ACTIVE = JOB_STATUSES.filter((status) => !isTerminal(status));
/** Jobs one bulk act takes at most. */
export const MOST_JOBS = 50_000;

/**
 * Reads the unfinished jobs that match, page by page, until MOST_JOBS; `hasMore` says that some were left out. `onRead` is told
 * how many so far.
 */
export async function collectUnfinished(
  target: ReadTarget,
  query: JobsQuery,
  onRead: (count: number) => void,
  signal: AbortSignal,
): Promise<{ rows: JobRow[]; hasMore: boolean }> {
  const rows = new Map<string, JobRow>();
  const status = (query.status ?? ACTIVE).filter((one) => !isTerminal(one));
  if (status.length === 0) return { rows: [], hasMore: false };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readMatching>> = await readMatching(
      target,
      { ...query, status },
      cursor,
      signal,
    );
    for (const row of page.rows) rows.set(row.id, row);
    cursor = page.nextCursor;
    onRead(rows.size);
  } while (cursor !== null && rows.size < MOST_JOBS);
  return { rows: [...rows.values()], hasMore: cursor !== null };
}

/** Ends the jobs in portions, until all are asked for, one portion is refused as a whole, or `isStopped` says so. */
export async function terminateAll(
  action: TerminateAction,
  request: { connection: string; ids: readonly string[]; reason: string },
  onProgress: (progress: ActProgress) => void,
  isStopped: () => boolean,
): Promise<ActProgress> {
  const { connection, reason } = request;
  const send = async (ids: string[]) => {
    const result = await action({ connection, ids, reason });
    if (!result.ok) return { refused: result.error.message };
    const failed = result.value.results.flatMap(({ id, ok, message }) =>
      ok ? [] : [{ id, message: message ?? 'No reason was given.' }],
    );
    return { done: result.value.terminated, failed };
  };
  return actInPortions(request.ids, IDS_A_TIME, send, onProgress, isStopped);
}
