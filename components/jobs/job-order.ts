import {
  isKeptOrder,
  JOB_SORT_COLUMNS,
  type JobSort,
  type JobSortColumn,
  jobOrderOf,
  MOST_SORTED_JOBS,
} from '@/lib/batch';
import type { JobsFacets } from '@/lib/history';
import { formatNumber } from '../format/number';
import type { JobFilters } from './job-filters';
import { matching } from './no-match';

/** Each column's two orders in words: ascending, descending. */
const WORDS: Readonly<Record<JobSortColumn, readonly [string, string]>> = {
  submitted: ['oldest first', 'newest first'],
  name: ['by name', 'by name, last first'],
  state: ['by state, first to last', 'by state, last to first'],
  queue: ['by queue', 'by queue, last first'],
  definition: ['by definition', 'by definition, last first'],
  waited: ['shortest wait first', 'longest wait first'],
  ran: ['shortest run first', 'longest run first'],
  tries: ['fewest tries first', 'most tries first'],
  cost: ['cheapest first', 'most expensive first'],
};

/** An order as the line over the list tells it: `most expensive first`. */
export function orderWords(sort: JobSort): string {
  const { column, descending } = jobOrderOf(sort);
  return WORDS[column][descending ? 1 : 0];
}

/** The order that a header asks for; null for a column that has none. */
export function sortOf(order: { column: string; descending: boolean }): JobSort | null {
  const column = JOB_SORT_COLUMNS.find((one) => one === order.column);
  if (column === undefined) return null;
  return order.descending ? `-${column}` : column;
}

/** Why the jobs that match are not sorted by any column; null where they are, or nobody knows yet how many they are. */
export function sortRefusal(facets: JobsFacets | undefined, status: JobFilters['status']): string | null {
  if (facets === undefined) return null;
  const count = matching(facets, status);
  if (facets.newest === null && count <= MOST_SORTED_JOBS) return null;
  const least = facets.newest === null ? '' : 'or more ';
  return `Sorts up to ${formatNumber(MOST_SORTED_JOBS)} jobs, and ${formatNumber(count)} ${least}match: filter first.`;
}

/** The order in which the list can be had: the one asked for, or none where it is refused. */
export function orderToHad(sort: JobSort, refusal: string | null): JobSort | null {
  return refusal === null || isKeptOrder(sort) ? sort : null;
}
