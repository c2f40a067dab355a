'use client';

import { useQueries } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { visibleText } from '@/lib/batch';
import type { JobsFacets } from '@/lib/history';
import { Permitted } from '../access/permitted';
import { useConnection } from '../data/connection';
import { facetsQuery } from '../data/queries';
import { formatNumber } from '../format/number';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { filtersInWords, type JobFilters, queryOf } from './job-filters';

/** How many jobs match, of the counts that leave the state's own filter out. */
export function matching(facets: JobsFacets, status: JobFilters['status']): number {
  if (status.length === 0) return facets.total;
  return status.reduce((sum, one) => sum + (facets.byStatus[one] ?? 0), 0);
}

/** Nothing matches: the query again, and how many jobs there would be without each of its filters. */
export function NoMatch({ filters, onChange }: { filters: JobFilters; onChange: (filters: JobFilters) => void }) {
  const connection = useConnection();
  const words = filtersInWords(filters);
  const counts = useQueries({
    queries: words.map(({ without }) => facetsQuery(connection, queryOf(without))),
    combine: (results) =>
      results.map((result, index) => {
        const left = words[index]?.without;
        return result.data === undefined || left === undefined ? null : matching(result.data, left.status);
      }),
  });
  return (
    <div className="flex flex-col gap-3 px-6 py-10">
      <p className="text-15 font-semibold text-tx0">
        {words.length === 1 ? 'Nothing matches this filter' : `Nothing matches these ${words.length} filters`}
      </p>
      <ul className="flex flex-wrap gap-2">
        {words.map((filter) => (
          <li key={filter.key}>
            <button
              type="button"
              aria-label={`Drop the filter: ${filter.label} ${visibleText(filter.value)}`}
              onClick={() => onChange(filter.without)}
              className="inline-flex min-h-7 items-center gap-1.5 rounded-control border border-ln bg-bg2 px-2 text-12 text-tx2 hover:bg-bg3 max-md:min-h-11"
            >
              {filter.label} <span className="break-all font-semibold text-tx0">{visibleText(filter.value)}</span>
              <X size={12} strokeWidth={1.75} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <p className="text-13 text-tx2">
        {words.map((filter, index) => {
          const count = counts[index] ?? null;
          return count === null ? null : (
            <span key={filter.key}>
              Without{' '}
              <button type="button" className="link" onClick={() => onChange(filter.without)}>
                {filter.label} {visibleText(filter.value)}
              </button>{' '}
              <span className="num">{formatNumber(count)}</span> match.{' '}
            </span>
          );
        })}
      </p>
    </div>
  );
}

/** No job was ever recorded here. */
export function NoJobs() {
  const { slug, kind } = useConnection();
  return (
    <EmptyState
      title="No job yet"
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Permitted permission="jobs.submit">
            <ButtonLink variant="primary" href={`/${slug}/jobs/new`}>
              Submit job
            </ButtonLink>
          </Permitted>
          {kind === 'simulated' && (
            <Permitted permission="simulator.control">
              <ButtonLink href={`/${slug}/lab?load=1`}>Load a workload</ButtonLink>
            </Permitted>
          )}
        </span>
      }
      command="aws batch submit-job --job-name first --job-queue QUEUE --job-definition DEFINITION"
    >
      Every job of this connection stands here from the moment it is submitted, and stays after Batch has forgotten it.
    </EmptyState>
  );
}
