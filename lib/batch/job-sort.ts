/** The columns by which a list of jobs can stand. */
export const JOB_SORT_COLUMNS = [
  'submitted',
  'name',
  'state',
  'queue',
  'definition',
  'waited',
  'ran',
  'tries',
  'cost',
] as const;
export type JobSortColumn = (typeof JOB_SORT_COLUMNS)[number];

/** `cost` is ascending, `-cost` descending. */
export type JobSort = JobSortColumn | `-${JobSortColumn}`;

/** Every order of a list of jobs, as an address or a query names it. */
export const JOB_SORTS: readonly JobSort[] = JOB_SORT_COLUMNS.flatMap((column) => [column, `-${column}` as const]);

/** How the list stands while nothing else is asked for. */
export const NEWEST_FIRST: JobSort = '-submitted';

/** Jobs among which a list is sorted by a column that no index keeps in order, at most: one page then answers in 100 ms. */
export const MOST_SORTED_JOBS = 50_000;

/** Column and direction of an order. */
export function jobOrderOf(sort: JobSort): { column: JobSortColumn; descending: boolean } {
  const column = JOB_SORT_COLUMNS.find((one) => sort === one || sort === `-${one}`) ?? 'submitted';
  return { column, descending: sort !== column };
}

/** Whether an index keeps the jobs in this order, so that any number of them can be shown in it. */
export function isKeptOrder(sort: JobSort): boolean {
  return jobOrderOf(sort).column === 'submitted';
}
