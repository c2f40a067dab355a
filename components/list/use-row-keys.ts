'use client';

import { useRef, useState } from 'react';
import { useListKeys } from './use-list-keys';

/**
 * Row down and up by j and k, open by Enter, choose by x, for a table of a few rows. Spread what it gives for each row on
 * its `tr`.
 */
export function useRowKeys(
  count: number,
  keys: {
    open: (index: number) => void;
    choose?: (index: number, extending: boolean) => void;
    chooseAll?: () => void;
    hasMenus?: boolean;
  },
) {
  const [cursor, setCursor] = useState(0);
  const rows = useRef(new Map<number, HTMLTableRowElement>());
  const hasFocus = () => [...rows.current.values()].some((row) => row.contains(document.activeElement));
  useListKeys({
    count,
    indexOf: () => (hasFocus() ? cursor : -1),
    goTo: (index) => {
      setCursor(index);
      rows.current.get(index)?.focus();
    },
    open: keys.open,
    choose: keys.choose ?? null,
    chooseAll: keys.chooseAll ?? null,
    ...(keys.hasMenus === true && { hasMenus: true }),
  });
  const stop = Math.min(cursor, count - 1);
  return (index: number) => ({
    tabIndex: index === stop ? 0 : -1,
    onFocus: () => setCursor(index),
    ref: (row: HTMLTableRowElement | null) => {
      if (row === null) rows.current.delete(index);
      else rows.current.set(index, row);
    },
  });
}
