import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** By which column rows stand. */
export interface Order {
  column: string;
  descending: boolean;
}

/** A header cell that sorts by its column; numbers begin with the largest. */
export function SortHeader({
  column,
  children,
  order,
  onOrder,
  className,
}: {
  column: { key: string; label: string; number: boolean };
  /** In place of the label. */
  children?: ReactNode;
  order: Order | null;
  onOrder: (order: Order) => void;
  className?: string;
}) {
  const active = order?.column === column.key;
  const Arrow = order?.descending === true ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (order.descending ? 'descending' : 'ascending') : 'none'}
      className={classNames(
        'px-2.5 font-medium first:pl-3.5 last:pr-3.5',
        column.number ? 'text-right' : 'text-left',
        className,
      )}
    >
      <button
        type="button"
        onClick={() => onOrder({ column: column.key, descending: active ? !order.descending : column.number })}
        className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap hover:text-tx0"
      >
        {children ?? column.label}
        {active && <Arrow size={12} strokeWidth={1.75} aria-hidden />}
      </button>
    </th>
  );
}
