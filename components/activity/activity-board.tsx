'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { formatCount, formatNumber } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { ActivityFilterBar, queryOf, useActivityFilters } from './activity-filters';
import { activityFacets, activityHead, activityPages } from './activity-queries';
import { ActivityRows } from './activity-rows';

const EntryDetail = dynamic(() => import('./entry-detail').then((loaded) => loaded.EntryDetail), { ssr: false });

function useActivity(of: string) {
  const { filters, set } = useActivityFilters();
  const [openedAt] = useState(() => Date.now());
  const query = useMemo(() => queryOf(filters, openedAt), [filters, openedAt]);
  const client = useQueryClient();
  const options = activityPages(of, query);
  const pages = useInfiniteQuery(options);
  const head = useQuery(activityHead(of, query));
  const rows = useMemo(() => (pages.data?.pages ?? []).flatMap((page) => page.rows), [pages.data]);
  const isCurrent = pages.data !== undefined && !pages.isPlaceholderData;
  const known = useMemo(() => new Map(rows.map((row) => [row.id, row.result])), [rows]);
  const fresh = isCurrent ? (head.data?.rows ?? []).filter((row) => known.get(row.id) !== row.result).length : 0;
  const { fetchNextPage, hasNextPage, isFetchingNextPage, refetch } = pages;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const showNew = async () => {
    client.setQueryData(options.queryKey, (data) =>
      data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    await refetch();
  };
  return { filters, set, rows, pages, fresh, more, showNew };
}

/** Who did what, with which result: of a connection (its slug), or of `all` and the portal itself. */
export function ActivityBoard({ of, slug }: { of: string; slug: string }) {
  const { filters, set, rows, pages, fresh, more, showNew } = useActivity(of);
  const facets = useQuery(activityFacets(of)).data;
  const [entry, setEntry] = useQueryState('entry', parseAsString);
  const isListed = entry !== null && rows.some((row) => row.id === entry);
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const none = () => void set({ actor: null, action: null, subject: null, result: null, range: null });
  return (
    <>
      <PageSentence
        second={
          of === 'all' ? (
            <>
              Every connection in your scope, and the portal itself. Nothing here can be changed or removed.{' '}
              <Link className="link" href={`/${slug}/activity`}>
                Only {slug}
              </Link>
            </>
          ) : (
            <>
              Acts in the portal, and calls by access key. Nothing here can be changed or removed.{' '}
              <Link className="link" href="/all/activity">
                All connections, and people
              </Link>
            </>
          )
        }
      >
        {facets === undefined
          ? 'Who did what'
          : `${formatCount(facets.changes, 'change')} in 24 hours, ${formatNumber(facets.failed)} refused.`}
      </PageSentence>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <ActivityFilterBar facets={facets} filters={filters} onChange={(change) => void set(change)} />
        {fresh > 0 && (
          <Button size="panel" onClick={() => void showNew()}>
            Show {formatNumber(fresh)} new
          </Button>
        )}
      </div>
      {entry !== null && !isListed && pages.data !== undefined && (
        <Panel
          title="The entry of this link"
          flush
          className="mb-3"
          actions={
            <Button size="panel" onClick={() => void setEntry(null)}>
              Close
            </Button>
          }
        >
          <EntryDetail of={of} id={entry} />
        </Panel>
      )}
      <section aria-label="What was done" className="rounded-panel border border-ln2 bg-bg1">
        {rows.length > 0 ? (
          <ActivityRows of={of} rows={rows} opened={entry} onOpen={(id) => void setEntry(id)} onEnd={more} />
        ) : pages.data === undefined && pages.error === null ? (
          <SkeletonRows rows={8} columns={6} label="Reading activity" />
        ) : pages.error !== null ? (
          <EmptyState
            title="The log could not be read."
            action={<Button onClick={() => void pages.refetch()}>Try now</Button>}
          >
            {pages.error.message}
          </EmptyState>
        ) : (
          <EmptyState
            title={isFiltered ? 'Nothing matches.' : 'Nothing was done yet.'}
            {...(isFiltered && { action: <Button onClick={none}>Drop the filters</Button> })}
          >
            {isFiltered
              ? 'No act in your scope has all of this.'
              : 'Every change stands here from the moment it is tried.'}
          </EmptyState>
        )}
      </section>
    </>
  );
}
