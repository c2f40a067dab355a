import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** By which column rows stand. */
export interface Order {
  column: string;
  descending: boolean;
}

interface SortColumn {
  key: string;
  label: string;
  number: boolean;
}

interface SortProps {
  column: SortColumn;
  /** In place of the label. */
  children?: ReactNode;
  order: Order | null;
  onOrder: (order: Order) => void;
}

/** What a header cell says of its column's order. */
export function ariaSort(column: string, order: Order | null): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

/** How a header that sorts looks, also where it may not be used. */
export const SORT_CLASS = 'inline-flex min-h-6 items-center gap-1 whitespace-nowrap';

/** The button in a header cell that sorts by its column, and turns its order around; numbers begin with the largest. */
export function SortButton({ column, children, order, onOrder }: SortProps) {
  const active = order?.column === column.key;
  const Arrow = order?.descending === true ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onOrder({ column: column.key, descending: active ? !order.descending : column.number })}
      className={classNames(SORT_CLASS, 'hover:text-tx0')}
    >
      {children ?? column.label}
      {active && <Arrow size={12} strokeWidth={1.75} aria-hidden />}
    </button>
  );
}

/** A header cell that sorts by its column. */
export function SortHeader({ className, ...sort }: SortProps & { className?: string }) {
  const { column, order } = sort;
  return (
    <th
      scope="col"
      aria-sort={ariaSort(column.key, order)}
      className={classNames(
        'px-2.5 font-medium first:pl-3.5 last:pr-3.5',
        column.number ? 'text-right' : 'text-left',
        className,
      )}
    >
      <SortButton {...sort} />
    </th>
  );
}
