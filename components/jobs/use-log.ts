'use client';

import { queryOptions, useQueries } from '@tanstack/react-query';
import type { DriverLogLine } from '@/lib/driver';
import { useConnection } from '../data/connection';
import type { ReadTarget } from '../data/queries';
import { type ReadTopic, readJson } from '../data/read';
import { LOG_PAGE, pagesOf } from './log-text';

interface LogPage {
  lines: DriverLogLine[];
  total: number;
}

/** Pages that a search or a download reads at most. */
export const MOST_PAGES = 100;

/** One page of a log; the last page of a log that still grows is asked again as the clock moves. */
export function logQuery(target: ReadTarget, job: string, stream: string, page: number, isLive: boolean) {
  const topics: ReadTopic[] = isLive ? ['jobs'] : [];
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'log', job, stream, page] as const,
    queryFn: ({ signal }) =>
      readJson<LogPage>(
        target.slug,
        'log',
        { epoch: target.epoch, job, stream, from: page * LOG_PAGE, limit: LOG_PAGE },
        signal,
      ),
    meta: { topics, followsClock: isLive },
    refetchOnWindowFocus: false,
  });
}

/** The lines of one attempt's log that are in view, and how many there are; `needsAll` reads the whole, for a search. */
export function useLog(
  job: string,
  stream: string,
  isLive: boolean,
  view: { first: number; last: number; total: number },
  needsAll: boolean,
) {
  const connection = useConnection();
  const last = Math.max(0, Math.ceil(view.total / LOG_PAGE) - 1);
  const wanted = needsAll
    ? Array.from({ length: Math.min(MOST_PAGES, last + 1) }, (_, page) => page)
    : [...new Set([...pagesOf(view.first, view.last, view.total), ...(isLive ? [last] : [])])];
  return useQueries({
    queries: wanted.map((page) => logQuery(connection, job, stream, page, isLive && page >= last)),
    combine: (results) => {
      const pages = new Map<number, readonly DriverLogLine[]>();
      let total = 0;
      results.forEach((result, index) => {
        const page = wanted[index];
        if (result.data === undefined || page === undefined) return;
        pages.set(page, result.data.lines);
        total = Math.max(total, result.data.total);
      });
      const failed = results.find((result) => result.error !== null);
      return {
        pages,
        total,
        error: failed?.error ?? null,
        retry: () => Promise.all(results.map((result) => result.refetch())),
        isLoading: results.some((result) => result.isLoading),
      };
    },
  });
}

/** A line by its number from 0, or null while its page is on the way. */
export function lineAt(pages: ReadonlyMap<number, readonly DriverLogLine[]>, index: number): DriverLogLine | null {
  return pages.get(Math.floor(index / LOG_PAGE))?.[index % LOG_PAGE] ?? null;
}
