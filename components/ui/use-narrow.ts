'use client';

import { useCallback, useSyncExternalStore } from 'react';

const NARROW = '(max-width: 767.9px)';
const WIDE = '(min-width: 1600px)';

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

/** Whether the page is in its narrow layout, where rows have two lines; false until it has mounted. */
export function useNarrow(): boolean {
  return useMedia(NARROW);
}

const never = () => () => undefined;

/** Whether the browser has taken the page over: before that, which layout it needs is not known. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** Whether the page is being printed: then every row that was read is drawn, not only those in view. */
export function usePrinting(): boolean {
  return useMedia('print');
}

/** Whether there is room for two things side by side within a panel; false until it has mounted. */
export function useWide(): boolean {
  return useMedia(WIDE);
}
