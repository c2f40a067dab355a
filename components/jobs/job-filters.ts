import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { JOB_SORTS, JOB_STATUSES, type JobSort, type JobStatus, NEWEST_FIRST } from '@/lib/batch';
import type { JobsQuery } from '@/lib/history';
import { STATE_WORD } from '../ui/status';

/** The filters of the jobs list as they stand in its address. */
export const JOB_FILTERS = {
  status: parseAsArrayOf(parseAsStringLiteral(JOB_STATUSES)).withDefault([]),
  queue: parseAsArrayOf(parseAsString).withDefault([]),
  definition: parseAsArrayOf(parseAsString).withDefault([]),
  name: parseAsString.withDefault(''),
};

/** The order of the list as it stands in its address. */
export const JOB_ORDER = parseAsStringLiteral(JOB_SORTS).withDefault(NEWEST_FIRST);

/** Reads the filters and the order of a request's address. */
export const loadJobList = createLoader({ ...JOB_FILTERS, sort: JOB_ORDER });

export interface JobFilters {
  status: JobStatus[];
  queue: string[];
  definition: string[];
  name: string;
}

export const NO_FILTERS: JobFilters = { status: [], queue: [], definition: [], name: '' };

/** The query that the filters ask for; what filters nothing is left out. */
export function queryOf(filters: JobFilters): JobsQuery {
  const name = filters.name.trim();
  return {
    ...(filters.status.length > 0 && { status: filters.status }),
    ...(filters.queue.length > 0 && { queue: filters.queue }),
    ...(filters.definition.length > 0 && { definition: filters.definition }),
    ...(name !== '' && { name }),
  };
}

/** The same, in an order. */
export function sortedQuery(query: JobsQuery, sort: JobSort): JobsQuery {
  return sort === NEWEST_FIRST ? query : { ...query, sort };
}

/** One filter in words, and what is left without it. */
export interface FilterInWords {
  key: keyof JobFilters;
  label: string;
  value: string;
  without: JobFilters;
}

/** The filters that are set, in the order of the bar. */
export function filtersInWords(filters: JobFilters): FilterInWords[] {
  const found: FilterInWords[] = [];
  if (filters.name.trim() !== '')
    found.push({ key: 'name', label: 'name contains', value: filters.name.trim(), without: { ...filters, name: '' } });
  if (filters.status.length > 0) {
    const words = filters.status.map((status) => STATE_WORD[status]).join(' or ');
    found.push({ key: 'status', label: 'state is', value: words, without: { ...filters, status: [] } });
  }
  if (filters.queue.length > 0)
    found.push({
      key: 'queue',
      label: 'queue is',
      value: filters.queue.join(' or '),
      without: { ...filters, queue: [] },
    });
  if (filters.definition.length > 0)
    found.push({
      key: 'definition',
      label: 'definition is',
      value: filters.definition.join(' or '),
      without: { ...filters, definition: [] },
    });
  return found;
}
