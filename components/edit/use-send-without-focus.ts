'use client';

import { useEffect, useRef } from 'react';

/** Where the focus is while nobody has chosen a field: the page itself, or its main part after a move within the portal. */
const NOWHERE = 'body, main';

/** Ctrl+Enter sends the form of a page also while no control has the focus, as its button says. */
export function useSendWithoutFocus(send: () => Promise<void>): void {
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (!(event.target instanceof Element) || !event.target.matches(NOWHERE)) return;
      event.preventDefault();
      void latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
