'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { PaletteEntry } from './entries';

const NONE: readonly PaletteEntry[] = [];
let actions: readonly PaletteEntry[] = NONE;
const listeners = new Set<() => void>();

function set(next: readonly PaletteEntry[]): void {
  actions = next;
  for (const listener of listeners) listener();
}

/** Offers what can be done on this page in the palette while the page is open. `entries` keep their identity (useMemo). */
export function usePaletteActions(entries: readonly PaletteEntry[]): void {
  useEffect(() => {
    set(entries);
    return () => set(NONE);
  }, [entries]);
}

/** What can be done on the page that is open. */
export function usePageActions(): readonly PaletteEntry[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions,
    () => NONE,
  );
}
