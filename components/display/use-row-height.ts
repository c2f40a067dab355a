'use client';

import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}

/** Height of a table's row in px, as chosen; 32 while the server draws. Virtual lists count with it. */
export function useRowHeight(): number {
  return useSyncExternalStore(
    subscribe,
    () => Number(document.documentElement.dataset.density ?? 32),
    () => 32,
  );
}
