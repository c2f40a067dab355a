'use client';

import { JOB_SORTS, type JobSort, type JobSortColumn, jobOrderOf } from '@/lib/batch';
import type { JobRow } from '@/lib/history';
import { Refused } from '../access/permitted';
import { formatNumber } from '../format/number';
import { type Selection, toggleAll } from '../list/selection';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { Select } from '../ui/select';
import { ariaSort, SORT_CLASS, SortButton } from '../ui/sort-header';
import { GRID_COLUMNS, WIDE_ONLY } from './job-grid-row';
import { orderToHad, orderWords, sortOf } from './job-order';

/** The order of a list, and how to ask for another. */
export interface JobSorting {
  /** How the rows stand. */
  sort: JobSort;
  /** Why no other order is to be had than by when jobs were submitted; null where any is. */
  refusal: string | null;
  /** Another one was asked for. */
  isRefused: boolean;
  onSort: (sort: JobSort) => void;
}

interface Header {
  label: string;
  /** What it sorts by. */
  column?: JobSortColumn;
  isNumber?: boolean;
  className?: string;
}

const HEADERS: readonly Header[] = [
  { label: 'State', column: 'state' },
  { label: 'Name and id', column: 'name' },
  { label: 'Queue', column: 'queue' },
  { label: 'Definition', column: 'definition', className: WIDE_ONLY },
  { label: 'Submitted', column: 'submitted', isNumber: true },
  { label: 'Waited', column: 'waited', isNumber: true },
  { label: 'Ran', column: 'ran', isNumber: true },
  { label: 'Tries', column: 'tries', isNumber: true, className: WIDE_ONLY },
  { label: 'Cost', column: 'cost', isNumber: true },
  { label: 'Why, or how it went' },
];

function HeaderCell({ header, sorting }: { header: Header; sorting: JobSorting | null }) {
  const { label, column, isNumber = false, className } = header;
  const place = classNames('font-medium', isNumber ? 'text-right' : 'text-left', className);
  if (sorting === null || column === undefined) {
    return (
      <th scope="col" className={classNames('truncate', place)}>
        {label}
      </th>
    );
  }
  const { sort, refusal, onSort } = sorting;
  const order = jobOrderOf(sort);
  return (
    <th scope="col" aria-sort={ariaSort(column, order)} className={classNames('min-w-0', place)}>
      {refusal !== null && orderToHad(column, refusal) === null ? (
        <Refused why={refusal}>
          <button type="button" className={classNames(SORT_CLASS, 'cursor-default')}>
            {label}
          </button>
        </Refused>
      ) : (
        <SortButton
          column={{ key: column, label, number: isNumber }}
          order={order}
          onOrder={(next) => onSort(sortOf(next) ?? sort)}
        />
      )}
    </th>
  );
}

/** The heads of the columns; each that the list can be sorted by is a button. The children of an array keep their order. */
export function GridHeader({
  rows,
  selection,
  mayChoose,
  isChildren,
  sorting,
  onSelect,
}: {
  rows: readonly JobRow[];
  selection: Selection<JobRow>;
  mayChoose: boolean;
  isChildren: boolean;
  sorting: JobSorting | null;
  onSelect: (selection: Selection<JobRow>) => void;
}) {
  const all = rows.length > 0 && rows.every((row) => selection.chosen.has(row.id));
  return (
    <thead className="sticky top-12 z-10 block rounded-t-panel bg-bg1 max-md:hidden">
      <tr aria-rowindex={1} className={classNames(GRID_COLUMNS, 'h-9 border-b border-ln2 px-3 text-12 text-tx3t')}>
        <th scope="col" aria-label="Chosen" className="flex items-center">
          {mayChoose && (
            <Checkbox
              label={`Choose all ${formatNumber(rows.length)} rows read so far`}
              checked={all}
              indeterminate={!all && selection.chosen.size > 0}
              onChange={() => onSelect(toggleAll(selection, rows))}
            />
          )}
        </th>
        {HEADERS.map((header) => (
          <HeaderCell
            key={header.label}
            header={isChildren && header.label === 'Queue' ? { label: 'Index' } : header}
            sorting={sorting}
          />
        ))}
      </tr>
    </thead>
  );
}

const inWords = (sort: JobSort) => orderWords(sort).replace(/^./, (letter) => letter.toUpperCase());
/** Newest first stands first, as it is what the list begins with. */
const CHOICES = JOB_SORTS.toSorted((a, b) => Number(b.endsWith('submitted')) - Number(a.endsWith('submitted')));

/** The orders of the narrow layout, which has no heads of columns. */
export function SortSelect({ sort, refusal, onSort }: Omit<JobSorting, 'isRefused'>) {
  const options = CHOICES.filter((one) => orderToHad(one, refusal) !== null).map((one) => ({
    value: one,
    label: inWords(one),
  }));
  return (
    <Select label="Sorted by" options={options} value={sort} onChange={onSort} className="min-w-0 flex-1 md:hidden" />
  );
}
