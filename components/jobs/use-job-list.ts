'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { JobRow, JobsQuery } from '@/lib/history';
import { useConnection } from '../data/connection';
import { headQuery, pagesQuery, rowsQuery } from './job-queries';
import { movedIn, newcomers, rowsOnce, withFresh } from './list-rows';

const NONE: ReadonlyMap<string, JobRow> = new Map();

/** The jobs that match: rows change in place, new ones are counted until `showNew`, more come by `more`. */
export function useJobList(query: JobsQuery) {
  const connection = useConnection();
  const client = useQueryClient();
  const options = pagesQuery(connection, query);
  const pages = useInfiniteQuery(options);
  const head = useQuery(headQuery(connection, query));
  const [inView, setInView] = useState<readonly string[]>([]);
  const now = useQuery(rowsQuery(connection, inView));
  const [fresh, setFresh] = useState(NONE);
  const { data: update } = now;
  useEffect(() => {
    if (update === undefined) return;
    setFresh((known) => {
      const next = new Map(known);
      for (const row of update.rows) next.set(row.id, row);
      return next;
    });
  }, [update]);

  const listed = useMemo(() => rowsOnce(pages.data?.pages ?? []), [pages.data]);
  const rows = useMemo(() => withFresh(listed, fresh), [listed, fresh]);
  const isCurrent = !pages.isPlaceholderData && pages.data !== undefined;
  const isWhole = isCurrent && !pages.hasNextPage;
  const isSorted = query.sort !== undefined;
  const newRows = useMemo(
    () =>
      isCurrent && head.data !== undefined ? (isSorted ? movedIn : newcomers)(head.data.rows, listed, isWhole) : 0,
    [isCurrent, isSorted, head.data, listed, isWhole],
  );

  const { refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isFetching } = pages;
  const showNew = async () => {
    client.setQueryData(options.queryKey, (data) =>
      data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    await refetch();
  };
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const isEmpty = isCurrent && listed.length === 0;
  useEffect(() => {
    if (isEmpty && newRows > 0 && !isFetching) void refetch();
  }, [isEmpty, newRows, isFetching, refetch]);

  return {
    rows,
    isLoading: pages.data === undefined && pages.error === null,
    isRefetching: pages.isPlaceholderData,
    isWhole,
    error: pages.error,
    retry: pages.refetch,
    isReadingMore: isFetchingNextPage,
    newRows,
    /** Those that moved here are among the new ones. */
    isSorted,
    hasManyNew: newRows >= (head.data?.rows.length ?? 0) && head.data?.nextCursor !== null,
    showNew,
    more,
    setInView,
  };
}

export type JobList = ReturnType<typeof useJobList>;
