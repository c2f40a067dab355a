'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useGo } from '../data/use-go';
import { formatNumber } from '../format/number';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { type Order, SortHeader } from '../ui/sort-header';
import { type GlyphState, StatusGlyph } from '../ui/status';
import { Cell } from './cells';
import { extend, NOTHING, type Selection, toggle, toggleAll } from './selection';
import { useKeepOrder } from './use-keep-order';
import { useRowKeys } from './use-row-keys';

/** A column: its cell, what it sorts by (null is unknown), and what stands beneath it in the row of totals. */
export interface Column<Row> {
  key: string;
  label: string;
  glyph?: GlyphState;
  isNumber?: boolean;
  /** Gives way on a middling screen. */
  wide?: boolean;
  className?: string;
  value: (row: Row) => string | number | null;
  cell: (row: Row) => ReactNode;
  total?: (rows: readonly Row[]) => ReactNode;
}

interface Keyed {
  id: string;
}

interface TableProps<Row extends Keyed> {
  /** `Queues`: names the table. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  order: Order | null;
  onOrder: (order: Order) => void;
  hrefOf: (row: Row) => string;
  selection: Selection<Keyed>;
  onSelect: (selection: Selection<Keyed>) => void;
  /** The menu of a row, in its last column. */
  menuOf: (row: Row) => ReactNode;
  /** What a row says in the narrow layout: a line beneath its name, and one number. */
  narrowOf: (row: Row) => { name: string; second: ReactNode; number: ReactNode };
}

/** A grid of rows that are moved among and chosen: its cells take their roles from it. */
const GRID = { role: 'grid', 'aria-multiselectable': true } as const;

function TotalRow<Row>({ rows, columns }: { rows: readonly Row[]; columns: readonly Column<Row>[] }) {
  return (
    <tr className="h-9 border-t border-ln2 bg-bg2 font-semibold text-tx0">
      <Cell>{''}</Cell>
      {columns.map((column, index) => (
        <Cell key={column.key} isNumber={column.isNumber === true} wide={column.wide === true}>
          {index === 0 ? `All ${formatNumber(rows.length)}` : (column.total?.(rows) ?? '')}
        </Cell>
      ))}
      <Cell>{''}</Cell>
    </tr>
  );
}

function HeadRow<Row extends Keyed>({ rows, columns, order, onOrder, selection, onSelect }: TableProps<Row>) {
  const all = rows.length > 0 && rows.every(({ id }) => selection.chosen.has(id));
  return (
    <tr className="h-9 text-12 text-tx3t">
      <th scope="col" aria-label="Chosen" className="w-9 pl-3.5 text-left leading-none">
        <Checkbox
          label={`Choose all ${formatNumber(rows.length)}`}
          checked={all}
          indeterminate={!all && selection.chosen.size > 0}
          onChange={() => onSelect(toggleAll(selection, rows))}
        />
      </th>
      {columns.map(({ key, label, glyph, isNumber = false, wide = false }) => (
        <SortHeader
          key={key}
          column={{ key, label, number: isNumber }}
          order={order}
          onOrder={onOrder}
          {...(wide && { className: 'max-lg:hidden' })}
        >
          {glyph !== undefined && <StatusGlyph state={glyph} />}
          {label}
        </SortHeader>
      ))}
      <th scope="col" aria-label="Acts" className="w-10" />
    </tr>
  );
}

function WideTable<Row extends Keyed>(props: TableProps<Row>) {
  const { label, rows, columns, hrefOf, selection, onSelect, menuOf } = props;
  useKeepOrder(() => rows.map((row) => ({ href: hrefOf(row), label: row.id })));
  const go = useGo();
  const choose = (index: number, extending: boolean) => {
    const row = rows[index];
    if (row !== undefined) onSelect(extending ? extend(selection, row, rows) : toggle(selection, row));
  };
  const rowProps = useRowKeys(rows.length, {
    open: (index) => {
      const row = rows[index];
      if (row !== undefined) go(hrefOf(row));
    },
    choose,
    chooseAll: () => onSelect(toggleAll(NOTHING, rows)),
    hasMenus: true,
  });
  return (
    <div className="quiet-scroll overflow-x-auto max-md:hidden">
      <table {...GRID} aria-label={label} className="w-full text-13">
        <thead>
          <HeadRow {...props} />
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const isChosen = selection.chosen.has(row.id);
            return (
              <tr
                key={row.id}
                {...rowProps(index)}
                aria-selected={isChosen}
                className={classNames(
                  'h-9 border-t border-ln2 focus-visible:-outline-offset-2',
                  isChosen ? 'bg-acs' : 'hover:bg-bg2',
                )}
              >
                <td
                  className="w-9 pl-3.5 leading-none"
                  onClickCapture={(event) => event.shiftKey && choose(index, true)}
                >
                  <Checkbox label={`Choose ${row.id}`} checked={isChosen} onChange={() => choose(index, false)} />
                </td>
                {columns.map((column) => (
                  <Cell
                    key={column.key}
                    isNumber={column.isNumber === true}
                    wide={column.wide === true}
                    {...(column.className !== undefined && { className: column.className })}
                  >
                    {column.cell(row)}
                  </Cell>
                ))}
                <td className="w-10 pr-2 text-right">{menuOf(row)}</td>
              </tr>
            );
          })}
          {rows.length > 0 && <TotalRow rows={rows} columns={columns} />}
        </tbody>
      </table>
    </div>
  );
}

function NarrowList<Row extends Keyed>({ label, rows, hrefOf, narrowOf }: TableProps<Row>) {
  return (
    <ul className="md:hidden" aria-label={label}>
      {rows.map((row) => {
        const { name, second, number } = narrowOf(row);
        return (
          <li key={row.id} className="border-b border-ln2 last:border-b-0">
            <Link href={hrefOf(row)} className="flex min-h-15 items-center gap-3 px-3.5 py-1.5">
              <span className="min-w-0 flex-1">
                <span className="block truncate text-15 text-tx0">{name}</span>
                <span className="block truncate text-12 text-tx2">{second}</span>
              </span>
              <span className="num shrink-0 text-13 text-tx0">{number}</span>
              <ChevronRight size={16} strokeWidth={1.75} className="shrink-0 text-tx3" aria-hidden />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/**
 * A table of a few hundred resources at most: sorted by any column, chosen by pointer or keys (j k x, Shift, Ctrl A), a
 * row of totals, a menu at each row. Below 768 px its rows have two lines and nothing acts in bulk.
 */
export function ResourceTable<Row extends Keyed>(props: TableProps<Row>) {
  return (
    <>
      <WideTable {...props} />
      <NarrowList {...props} />
    </>
  );
}
