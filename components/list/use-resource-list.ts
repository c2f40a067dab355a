'use client';

import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Order } from '../ui/sort-header';
import { sortedBy } from '../ui/twin-table';
import { type Filterable, LIST_STATE, type ListFilters, orderOf, passes, sortText } from './list-state';
import type { Column } from './resource-table';
import type { Selection } from './selection';

/**
 * A list of resources as the address has it: what passes its filters, in its order, and what is chosen. `all` stands in the
 * order that holds while no column is asked for.
 */
export function useResourceList<Row extends { id: string; filterable: Filterable }>(
  all: readonly Row[],
  columns: readonly Column<Row>[],
) {
  const [state, setState] = useQueryStates(LIST_STATE, { history: 'replace' });
  const [anchor, setAnchor] = useState<string | null>(null);
  const { q, state: wanted, kind, tag, sort, chosen } = state;
  const filters: ListFilters = useMemo(() => ({ q, state: wanted, kind, tag }), [q, wanted, kind, tag]);
  const order = orderOf(sort);
  const rows = useMemo(() => {
    const passing = all.filter((row) => passes(row.filterable, filters));
    const by = orderOf(sort);
    const column = columns.find(({ key }) => key === by?.column);
    return column === undefined || by === null ? passing : sortedBy(passing, column.value, by.descending);
  }, [all, columns, filters, sort]);
  const selection: Selection<{ id: string }> = {
    chosen: new Map(rows.filter(({ id }) => chosen.includes(id)).map((row) => [row.id, row])),
    anchor,
  };
  return {
    rows,
    filters,
    order,
    selection,
    chosen: rows.filter(({ id }) => chosen.includes(id)),
    setFilters: (change: Partial<ListFilters>) => void setState(change),
    setOrder: (next: Order) => void setState({ sort: sortText(next) }),
    select: (next: Selection<{ id: string }>) => {
      setAnchor(next.anchor);
      void setState({ chosen: [...next.chosen.keys()] });
    },
  };
}
