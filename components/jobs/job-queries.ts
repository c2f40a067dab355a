import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { JobsPage, JobsQuery } from '@/lib/history';
import type { ReadTarget } from '../data/queries';
import { readJson } from '../data/read';

/** Rows a page of the list. */
export const PAGE_ROWS = 200;
/** How many at the top are looked at for what came since. */
const HEAD_ROWS = 200;

const members = (target: ReadTarget, query: JobsQuery) => ({
  epoch: target.epoch,
  status: query.status,
  queue: query.queue,
  definition: query.definition,
  name: query.name,
  parent: query.parent,
  sort: query.sort,
});

/**
 * The list as it was when it was opened: pages by keyset that stay in place, so that no row moves under the pointer. What
 * changes in them comes from `rowsQuery`, what is new from `headQuery`.
 */
export function pagesQuery(target: ReadTarget, query: JobsQuery) {
  return infiniteQueryOptions({
    queryKey: ['read', target.slug, target.epoch, 'job-list', query] as const,
    queryFn: ({ signal, pageParam }) =>
      readJson<JobsPage>(
        target.slug,
        'jobs',
        { ...members(target, query), limit: PAGE_ROWS, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: JobsPage) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The rows of these jobs as they are now, whatever the filters say. */
export function rowsQuery(target: ReadTarget, ids: readonly string[]) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'job-rows', ids] as const,
    queryFn: ({ signal }) => readJson<JobsPage>(target.slug, 'jobs', { epoch: target.epoch, ids, limit: 200 }, signal),
    enabled: ids.length > 0,
    meta: { topics: ['jobs', 'waiting', 'charges'] },
  });
}

/** The first jobs of the list as they are now, for what came since it was opened. */
export function headQuery(target: ReadTarget, query: JobsQuery) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'job-head', query] as const,
    queryFn: ({ signal }) =>
      readJson<JobsPage>(target.slug, 'jobs', { ...members(target, query), limit: HEAD_ROWS }, signal),
    meta: { topics: ['jobs'] },
  });
}

/** One page of what matches, by cursor; for acts on all that match. */
export function readMatching(
  target: ReadTarget,
  query: JobsQuery,
  cursor: string | null,
  signal: AbortSignal,
): Promise<JobsPage> {
  return readJson<JobsPage>(
    target.slug,
    'jobs',
    { ...members(target, query), limit: 200, cursor: cursor ?? undefined },
    signal,
  );
}
