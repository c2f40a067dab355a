'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { bindingOf, DEFAULT_KEYS, type KeyChoices, type KeyCommand, keysOf, parseKeyChoices } from './key-commands';

const STORED = 'batchdeck:keys';
const listeners = new Set<() => void>();
let current: KeyChoices | null = null;

/** The choices of this browser. */
export function keyChoices(): KeyChoices {
  current ??= parseKeyChoices(window.localStorage.getItem(STORED));
  return current;
}

/** Keeps choices in this browser, and makes them hold at once. */
export function chooseKeys(choices: KeyChoices): void {
  current = choices;
  window.localStorage.setItem(STORED, JSON.stringify(choices));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The choices of this browser, followed. */
export function useKeyChoices(): KeyChoices {
  return useSyncExternalStore(subscribe, keyChoices, () => DEFAULT_KEYS);
}

/** Whether single keys belong to what has the focus (a text, a choice, an open dialog or menu), or are turned off. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!keyChoices().on) return true;
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]',
    ) !== null
  );
}

/** Whether the space bar belongs to a control. */
function takesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a, [role="button"], [role="tab"], [role="radio"], [role="checkbox"]') !== null
  );
}

export type KeyActs = Partial<Record<KeyCommand, () => void>>;

const boundHere = new Set<readonly KeyCommand[]>();

/** Says that keys work on this page while it is drawn. `commands` must keep its identity between draws. */
export function useBound(commands: readonly KeyCommand[]): void {
  useEffect(() => {
    boundHere.add(commands);
    return () => {
      boundHere.delete(commands);
    };
  }, [commands]);
}

/** The commands whose keys work on the page that is open, now. */
export function boundCommands(): ReadonlySet<KeyCommand> {
  return new Set([...boundHere].flat());
}

/** Binds commands to what they do here. `acts` must keep its identity between draws (useMemo). */
export function useKeys(acts: KeyActs): void {
  const choices = useKeyChoices();
  useBound(useMemo(() => entriesOf(acts).map(([command]) => command), [acts]));
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const [command, act] of entriesOf(acts)) {
      const keys = keysOf(command, choices);
      bindings[bindingOf(keys)] = (event) => {
        if (event.defaultPrevented || takesKeys(event.target) || (keys === 'Space' && takesSpace(event.target))) return;
        event.preventDefault();
        act();
      };
    }
    return tinykeys(window, bindings);
  }, [acts, choices]);
}

function entriesOf(acts: KeyActs): [KeyCommand, () => void][] {
  return Object.entries(acts).flatMap(([command, act]): [KeyCommand, () => void][] =>
    act === undefined ? [] : [[command as KeyCommand, act]],
  );
}
