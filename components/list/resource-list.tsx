'use client';

import type { ReactNode } from 'react';
import { ListFilterBar } from './list-filters';
import type { Filterable } from './list-state';
import { NoRowPasses } from './no-row-passes';
import { type Column, ResourceTable } from './resource-table';
import type { useResourceList } from './use-resource-list';

/** The filters of a list and its table, or that no row passes. `list` is what useResourceList gave for `all`. */
export function ResourceList<Row extends { id: string; filterable: Filterable }>({
  label,
  noun,
  hints,
  hasKinds = true,
  all,
  list,
  columns,
  hrefOf,
  menuOf,
  narrowOf,
}: {
  /** `Queues`: names the table. */
  label: string;
  noun: string;
  /** What else the filter's text finds. */
  hints: string;
  hasKinds?: boolean;
  all: readonly Row[];
  list: ReturnType<typeof useResourceList<Row>>;
  columns: readonly Column<Row>[];
  hrefOf: (row: Row) => string;
  menuOf: (row: Row) => ReactNode;
  narrowOf: (row: Row) => { name: string; second: ReactNode; number: ReactNode };
}) {
  return (
    <>
      <div className="mb-3">
        <ListFilterBar
          rows={all.map(({ filterable }) => filterable)}
          filters={list.filters}
          hints={hints}
          hasKinds={hasKinds}
          onChange={list.setFilters}
        />
      </div>
      <div className="overflow-hidden rounded-panel border border-ln2 bg-bg1">
        {list.rows.length === 0 ? (
          <NoRowPasses noun={noun} all={all} filters={list.filters} onChange={list.setFilters} />
        ) : (
          <ResourceTable
            label={label}
            rows={list.rows}
            columns={columns}
            order={list.order}
            onOrder={list.setOrder}
            hrefOf={hrefOf}
            selection={list.selection}
            onSelect={list.select}
            menuOf={menuOf}
            narrowOf={narrowOf}
          />
        )}
      </div>
    </>
  );
}
