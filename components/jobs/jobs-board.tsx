'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryState, useQueryStates } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { NEWEST_FIRST, RUNNING_STATUSES, WAITING_STATUSES } from '@/lib/batch';
import type { JobRow, JobsFacets } from '@/lib/history';
import { useConnection } from '../data/connection';
import { facetsQuery } from '../data/queries';
import { formatCount, formatNumber } from '../format/number';
import { NOTHING, type Selection } from '../list/selection';
import { PageSentence } from '../shell/page-frame';
import { Panel } from '../ui/panel';
import { Skeleton, SkeletonRows } from '../ui/skeleton';
import { FilterBar } from './filter-bar';
import type { JobActions } from './job-acts';
import { JOB_FILTERS, JOB_ORDER, type JobFilters, queryOf, sortedQuery } from './job-filters';
import { JobGrid } from './job-grid';
import { orderToHad, sortRefusal } from './job-order';
import { JobsBulkBar } from './jobs-bulk-bar';
import { matching, NoJobs, NoMatch } from './no-match';
import { codeOf, readFailure } from './read-failure';
import { useJobList } from './use-job-list';

function sumOf(facets: JobsFacets, states: readonly (keyof JobsFacets['byStatus'])[]): number {
  return states.reduce((sum, status) => sum + (facets.byStatus[status] ?? 0), 0);
}

function JobsSentence({ facets, filters }: { facets: JobsFacets | undefined; filters: JobFilters }) {
  if (facets === undefined) {
    return (
      <div className="mb-3 flex flex-col gap-2 py-1">
        <h1 className="sr-only">Jobs</h1>
        <Skeleton className="h-5 w-80 max-w-full" />
        <Skeleton className="h-3 w-60 max-w-full" />
      </div>
    );
  }
  const count = matching(facets, filters.status);
  const isFiltered = Object.keys(queryOf(filters)).length > 0;
  const waiting = sumOf(facets, WAITING_STATUSES);
  const running = sumOf(facets, RUNNING_STATUSES);
  const notes = [
    facets.relays > 0 ? `${formatCount(facets.relays, 'relay')} that keep a fan-in small are counted apart` : null,
    facets.newest === null ? null : `counted among the newest ${formatNumber(facets.newest)}`,
  ].filter((note) => note !== null);
  const verb = count === 1 ? 'matches' : 'match';
  return (
    <PageSentence
      second={
        <span className="num">
          {formatNumber(waiting)} wait, {formatNumber(running)} run, {formatNumber(facets.byStatus.SUCCEEDED ?? 0)}{' '}
          succeeded, {formatNumber(facets.byStatus.FAILED ?? 0)} failed
          {notes.length > 0 && `; ${notes.join('; ')}`}.
        </span>
      }
    >
      {isFiltered ? `${formatCount(count, 'job')} ${verb}.` : `${formatCount(count, 'job')} so far.`}
    </PageSentence>
  );
}

/** Which jobs match, how many in each state, and every one of them, live; and acts on those that are chosen. */
export function JobsBoard({ actions }: { actions: JobActions }) {
  const connection = useConnection();
  const [filters, setFilters] = useQueryStates(JOB_FILTERS, { history: 'replace' });
  const [selection, setSelection] = useState<Selection<JobRow>>(NOTHING);
  const query = useMemo(() => queryOf(filters), [filters]);
  const facets = useQuery(facetsQuery(connection, query));
  const [asked, setSort] = useQueryState('sort', JOB_ORDER);
  const refusal = sortRefusal(facets.data, filters.status);
  const had = orderToHad(asked, refusal);
  const sort = had ?? NEWEST_FIRST;
  const list = useJobList(useMemo(() => sortedQuery(query, sort), [query, sort]));
  const change = useCallback(
    (next: Partial<JobFilters>) => {
      setSelection(NOTHING);
      void setFilters(next);
    },
    [setFilters],
  );
  const isFiltered = Object.keys(query).length > 0;
  const isEmpty = list.rows.length === 0 && !list.isLoading && !list.isRefetching && list.isWhole;
  // The filters' own counts, when they come, say whether they can be sorted.
  const isUndecided = facets.isPlaceholderData && codeOf(list.error) === 'too-many';
  const failed = readFailure('The list of jobs', { error: isUndecided ? null : list.error, refetch: list.retry });
  const rowsNote = list.isWhole ? formatCount(list.rows.length, 'row') : '';
  const isNew = isEmpty && !isFiltered;
  return (
    <>
      <JobsSentence facets={facets.data} filters={filters} />
      {!isNew && <FilterBar filters={filters} facets={facets.data} onChange={change} />}
      {failed !== null && (
        <Panel title="Jobs" flush error={failed} className="mb-3">
          {list.rows.length === 0 && <p className="px-3.5 pt-4 text-13 text-tx2">Nothing could be read yet.</p>}
        </Panel>
      )}
      {list.isLoading ? (
        <div className="rounded-panel border border-ln2 bg-bg1">
          <SkeletonRows rows={14} columns={6} label="Reading jobs" />
        </div>
      ) : isEmpty ? (
        <div className="rounded-panel border border-ln2 bg-bg1">
          {isNew ? <NoJobs /> : <NoMatch filters={filters} onChange={change} />}
        </div>
      ) : (
        list.rows.length > 0 && (
          <>
            <JobGrid
              list={list}
              label="Jobs"
              note={rowsNote}
              sorting={{ sort, refusal, isRefused: had === null, onSort: (next) => void setSort(next) }}
              selection={selection}
              onSelect={setSelection}
            />
            <JobsBulkBar
              selection={selection}
              rows={list.rows}
              query={query}
              matching={facets.data === undefined ? 0 : matching(facets.data, filters.status)}
              isLeast={facets.data !== undefined && facets.data.newest !== null}
              actions={actions}
              onSelect={setSelection}
            />
          </>
        )
      )}
    </>
  );
}
