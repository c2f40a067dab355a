'use client';

import { useEffect, useRef } from 'react';
import { takesKeys } from '../shell/shortcuts';

/** What the keys of a list do; `null` where it may not be done. Indices are those of the list. */
export interface ListKeys {
  count: number;
  /** Where the cursor stands, -1 for nowhere. */
  indexOf: () => number;
  goTo: (index: number) => void;
  open: (index: number) => void;
  choose: ((index: number, extending: boolean) => void) | null;
  chooseAll: (() => void) | null;
}

const STEP: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 20, PageUp: -20 };

function isOnRow(target: EventTarget | null): boolean {
  return target instanceof HTMLTableRowElement;
}

function onKey(keys: ListKeys, event: KeyboardEvent): void {
  if (takesKeys(event.target) || event.altKey) return;
  const at = keys.indexOf();
  const inList = event.target instanceof Element && event.target.closest('[role="grid"]') !== null;
  if ((event.ctrlKey || event.metaKey) && event.key === 'a' && inList && keys.chooseAll !== null) {
    event.preventDefault();
    keys.chooseAll();
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  const step = STEP[event.key];
  const isLetter = event.key === 'j' || event.key === 'k';
  if (step !== undefined && (isLetter || inList)) {
    event.preventDefault();
    const next = at < 0 ? 0 : Math.max(0, Math.min(keys.count - 1, at + step));
    if (event.shiftKey && keys.choose !== null && at >= 0) {
      keys.choose(next, true);
    }
    keys.goTo(next);
    return;
  }
  if (event.key === 'x' && at >= 0 && keys.choose !== null) {
    event.preventDefault();
    keys.choose(at, false);
    return;
  }
  if ((event.key === 'Enter' || event.key === 'o') && at >= 0 && (isOnRow(event.target) || event.key === 'o')) {
    event.preventDefault();
    keys.open(at);
  }
}

/** The keys of a list while the page is open: j, k, x, Enter, o, and arrows, Shift and Ctrl A within it. */
export function useListKeys(keys: ListKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(latest.current, event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
