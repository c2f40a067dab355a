import { parseAsArrayOf, parseAsString } from 'nuqs/server';
import type { Order } from '../ui/sort-header';

/** What the address says of a list of resources: filters, order (`-waiting` is descending) and what is chosen. */
export const LIST_STATE = {
  q: parseAsString.withDefault(''),
  state: parseAsString.withDefault(''),
  kind: parseAsString.withDefault(''),
  tag: parseAsString.withDefault(''),
  sort: parseAsString.withDefault(''),
  chosen: parseAsArrayOf(parseAsString).withDefault([]),
};

export interface ListFilters {
  q: string;
  state: string;
  kind: string;
  tag: string;
}

export const NO_LIST_FILTERS: ListFilters = { q: '', state: '', kind: '', tag: '' };

/** What of a row the filters look at. */
export interface Filterable {
  name: string;
  state: string;
  kind: string;
  tags: Readonly<Record<string, string>>;
  /** Further texts that the filter box finds, such as the reason it waits for. */
  words: readonly string[];
}

/** Whether a row passes: each word of `q` is part of its name, state, kind, tags or words, in any case. */
export function passes(row: Filterable, filters: ListFilters): boolean {
  if (filters.state !== '' && row.state !== filters.state) return false;
  if (filters.kind !== '' && row.kind !== filters.kind) return false;
  if (filters.tag !== '' && !tagsOf(row).includes(filters.tag)) return false;
  const text = [row.name, row.state, row.kind, ...tagsOf(row), ...row.words].join('\n').toLowerCase();
  return filters.q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** A row's tags as `key=value`. */
export function tagsOf(row: Pick<Filterable, 'tags'>): string[] {
  return Object.entries(row.tags).map(([key, value]) => `${key}=${value}`);
}

/** The values that a filter could take among these rows, most first, each with its count. */
export function choicesOf(
  rows: readonly Filterable[],
  valuesOf: (row: Filterable) => readonly string[],
): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of valuesOf(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** `-waiting` as an order; null where the address names none. */
export function orderOf(sort: string): Order | null {
  if (sort === '' || sort === '-') return null;
  return sort.startsWith('-') ? { column: sort.slice(1), descending: true } : { column: sort, descending: false };
}

/** The same as the address has it. */
export function sortText({ column, descending }: Order): string {
  return descending ? `-${column}` : column;
}
