import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ActivityEntry, ActivityFacets, ActivityPage, ActivityQuery } from '@/lib/history';
import { readJson } from '../data/read';

/** Whose activity: a connection's slug, or `all`. */
export type ActivityOf = string;

const PAGE = 100;
const HEAD = 30;
const HEAD_EVERY_MS = 10_000;
const FACETS_MS = 24 * 3_600_000;

type Filters = Omit<ActivityQuery, 'cursor' | 'limit'>;

/** All that match, page by page. */
export function activityPages(of: ActivityOf, filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['activity', of, 'pages', filters],
    queryFn: ({ signal, pageParam }) =>
      readJson<ActivityPage>(of, 'activity', { ...filters, limit: PAGE, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The newest that match, asked for every 10 s. */
export function activityHead(of: ActivityOf, filters: Filters) {
  return queryOptions({
    queryKey: ['activity', of, 'head', filters],
    queryFn: ({ signal }) => readJson<ActivityPage>(of, 'activity', { ...filters, limit: HEAD }, signal),
    refetchInterval: HEAD_EVERY_MS,
  });
}

/** One act with what it changed. */
export function activityEntry(of: ActivityOf, id: string) {
  return queryOptions({
    queryKey: ['activity', of, 'entry', id],
    queryFn: ({ signal }) => readJson<ActivityEntry>(of, `activity/${encodeURIComponent(id)}`, {}, signal),
    retry: false,
  });
}

/** Who and what the filters offer, and what happened in 24 h. */
export function activityFacets(of: ActivityOf) {
  return queryOptions({
    queryKey: ['activity', of, 'facets'],
    queryFn: ({ signal }) => readJson<ActivityFacets>(of, 'activity-facets', { since: Date.now() - FACETS_MS }, signal),
    refetchInterval: HEAD_EVERY_MS,
  });
}
