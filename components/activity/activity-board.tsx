'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { ActivityFacets } from '@/lib/history';
import { bulkQuery } from '../bulk/bulk-queries';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Link } from '../ui/link';
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

function keyWords(byKey: number): string {
  return byKey === 0 ? '' : `, ${formatNumber(byKey)} of them by access key`;
}

type Activity = ReturnType<typeof useActivity>;

function bulkWords(running: number): string {
  if (running === 0) return '';
  return `${formatCount(running, 'bulk operation')} ${running === 1 ? 'runs' : 'run'}; `;
}

function ActivitySentence({ of, slug, facets }: { of: string; slug: string; facets: ActivityFacets | undefined }) {
  const isAll = of === 'all';
  const { data: bulk = [] } = useQuery({ ...bulkQuery(useConnection()), enabled: !isAll });
  const running = isAll ? 0 : bulk.filter(({ endedAt }) => endedAt === null).length;
  return (
    <PageSentence
      second={
        <>
          {isAll
            ? 'Every connection in your scope, and the portal itself.'
            : 'Acts in the portal, and calls by access key.'}{' '}
          Nothing here can be changed or removed.{' '}
          <Link className="link underline underline-offset-2" href={isAll ? `/${slug}/activity` : '/all/activity'}>
            {isAll ? `Only ${slug}` : 'All connections, and people'}
          </Link>
        </>
      }
    >
      {facets === undefined
        ? 'Who did what'
        : `${bulkWords(running)}${formatCount(facets.changes, 'change')} in 24 hours${keyWords(facets.byKey)}, ${formatNumber(facets.failed)} refused.`}
    </PageSentence>
  );
}

function ActivityList({
  of,
  activity,
  entry,
  onOpen,
}: {
  of: string;
  activity: Activity;
  entry: string | null;
  onOpen: (id: string | null) => void;
}) {
  const { rows, pages, filters, set, more } = activity;
  if (rows.length > 0) return <ActivityRows of={of} rows={rows} opened={entry} onOpen={onOpen} onEnd={more} />;
  if (pages.error !== null) {
    return (
      <EmptyState
        title="The log could not be read."
        action={<Button onClick={() => void pages.refetch()}>Try now</Button>}
      >
        {pages.error.message}
      </EmptyState>
    );
  }
  if (pages.data === undefined) return <SkeletonRows rows={8} columns={6} label="Reading activity" />;
  if (Object.values(filters).every((value) => value === null)) {
    return <EmptyState title="Nothing was done yet.">Every change stands here from the moment it is tried.</EmptyState>;
  }
  const none = () => void set({ actor: null, action: null, subject: null, result: null, range: null });
  return (
    <EmptyState title="Nothing matches." action={<Button onClick={none}>Drop the filters</Button>}>
      No act in your scope has all of this.
    </EmptyState>
  );
}

/** Who did what, with which result, below `before`: of a connection (its slug), or of `all` and the portal itself. */
export function ActivityBoard({ of, slug, before }: { of: string; slug: string; before?: ReactNode }) {
  const activity = useActivity(of);
  const { filters, set, rows, pages, fresh, showNew } = activity;
  const facets = useQuery(activityFacets(of)).data;
  const [entry, setEntry] = useQueryState('entry', parseAsString);
  const isListed = entry !== null && rows.some((row) => row.id === entry);
  return (
    <>
      <ActivitySentence of={of} slug={slug} facets={facets} />
      {before}
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
        <ActivityList of={of} activity={activity} entry={entry} onOpen={(id) => void setEntry(id)} />
      </section>
    </>
  );
}
