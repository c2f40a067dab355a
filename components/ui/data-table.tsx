'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { classNames } from './class-names';
import { downloadCsv } from './download';
import { type Order, SortHeader } from './sort-header';
import { csvOf, sortRows, type TwinColumn, type TwinRow } from './twin-table';

/** The table twin of a chart: the same numbers, sortable, as CSV. At most `shown` rows are drawn; the CSV has all. */
export function TwinTable({
  columns,
  rows,
  fileName,
  shown = 200,
}: {
  columns: readonly TwinColumn[];
  rows: readonly TwinRow[];
  fileName: string;
  shown?: number;
}) {
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = order === null ? rows : sortRows(rows, order.column, order.descending);
  return (
    <div className="flex min-w-0 flex-col">
      <div className="quiet-scroll max-h-80 overflow-auto">
        <table className="w-full text-13" aria-label={`${fileName} as a table`}>
          <thead>
            <tr className="h-8 text-12 text-tx3t">
              {columns.map((column) => (
                <SortHeader
                  className="sticky top-0 bg-bg1"
                  key={column.key}
                  column={column}
                  order={order}
                  onOrder={setOrder}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row) => (
              <tr key={row.key} className="h-row border-t border-ln2">
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={classNames(
                      'px-2.5 text-tx1 first:pl-3.5 last:pr-3.5',
                      column.number ? 'num text-right' : 'text-left',
                    )}
                  >
                    {row.cells[column.key]?.text ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex items-center justify-between gap-3 border-t border-ln2 px-3.5 py-2 text-12 text-tx3t">
        <span className="num">{rows.length > shown ? `${shown} of ${rows.length} rows` : `${rows.length} rows`}</span>
        <Button size="panel" onClick={() => downloadCsv(`${fileName}.csv`, csvOf(columns, sorted))}>
          <Download size={13} strokeWidth={1.75} aria-hidden />
          CSV
        </Button>
      </div>
    </div>
  );
}
