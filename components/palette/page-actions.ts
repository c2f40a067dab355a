'use client';

import { useEffect, useRef } from 'react';
import type { PaletteEntry } from './entries';

type Read = () => readonly PaletteEntry[];
const sources = new Set<Read>();

/** Offers what can be done on this page in the palette while the page is open; `read` is asked when the palette opens. */
export function usePaletteActions(read: Read): void {
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    const source = () => latest.current();
    sources.add(source);
    return () => {
      sources.delete(source);
    };
  }, []);
}

/** What can be done on the page that is open, now. */
export function pageActions(): PaletteEntry[] {
  return [...sources].flatMap((read) => read());
}
