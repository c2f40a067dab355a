'use client';

import { useEffect, useRef } from 'react';
import { keepOrder, type Sibling } from './siblings';

/** Keeps the order of a list when it is left, so that the pages opened from it can be walked by `[` and `]`. */
export function useKeepOrder(read: () => readonly Sibling[]): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => () => keepOrder(latest.current()), []);
}
