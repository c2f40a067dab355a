'use client';

import { useEffect, useRef } from 'react';
import { openActsMenu } from '../keys/acts-menu';
import { type KeyCommand, keysOf } from '../keys/key-commands';
import { keyChoices, takesKeys, useBound } from '../keys/use-keys';

/** What the keys of a list do; `null` where it may not be done. Indices are those of the list. */
export interface ListKeys {
  count: number;
  /** Where the cursor stands, -1 for nowhere. */
  indexOf: () => number;
  goTo: (index: number) => void;
  open: (index: number) => void;
  choose: ((index: number, extending: boolean) => void) | null;
  chooseAll: (() => void) | null;
  /** Each row has a menu of acts. */
  hasMenus?: boolean;
}

const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 };

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
  const is = (command: KeyCommand) => event.key === keysOf(command, keyChoices());
  const byLetter = is('row-down') ? 1 : is('row-up') ? -1 : undefined;
  const step = byLetter ?? (inList ? STEP[event.key] : undefined);
  if (step !== undefined) {
    event.preventDefault();
    const next = at < 0 ? 0 : Math.max(0, Math.min(keys.count - 1, at + step));
    if (event.shiftKey && keys.choose !== null && at >= 0) {
      keys.choose(next, true);
    }
    keys.goTo(next);
    return;
  }
  if (is('actions') && event.target instanceof Element && openActsMenu(event.target.closest('tr'))) {
    event.preventDefault();
    return;
  }
  if (is('row-select') && at >= 0 && keys.choose !== null) {
    event.preventDefault();
    keys.choose(at, false);
    return;
  }
  if (at >= 0 && (is('row-open') || (event.key === 'Enter' && isOnRow(event.target)))) {
    event.preventDefault();
    keys.open(at);
  }
}

const MOVES = ['row-down', 'row-up', 'row-open'] as const;
const CHOICES = [...MOVES, 'row-select'] as const;
const WITH_MENUS = [...CHOICES, 'actions'] as const;
const NONE = [] as const;

function boundOf({ count, choose, hasMenus = false }: ListKeys): readonly KeyCommand[] {
  if (count === 0) return NONE;
  if (hasMenus) return WITH_MENUS;
  return choose === null ? MOVES : CHOICES;
}

/** The keys of a list while the page is open: j, k, x, Enter, o, and arrows, Shift and Ctrl A within it. */
export function useListKeys(keys: ListKeys): void {
  useBound(boundOf(keys));
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
