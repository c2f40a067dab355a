'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { useMay } from '../access/access';
import { useConnection } from '../data/connection';
import { useGo } from '../data/use-go';
import { KEY_COMMAND_NAMES, KEY_COMMANDS } from '../keys/key-commands';
import { type KeyActs, useKeys } from '../keys/use-keys';
import { placesOf } from './places';

const ShortcutDialog = dynamic(() => import('./shortcut-dialog').then((loaded) => loaded.ShortcutDialog), {
  ssr: false,
});

export interface DeckKeys {
  toggle: () => void;
  step: () => void;
}

const CREATE = [
  ['create-job', '/jobs/new', 'jobs.submit'],
  ['create-environment', '/environments/new', 'resources.write'],
  ['create-queue', '/queues/new', 'resources.write'],
  ['create-definition', '/definitions/new', 'resources.write'],
] as const;

/** Puts the focus into the page's filter. */
function toFilter(): void {
  document.querySelector<HTMLElement>('main [type="search"], main [role="searchbox"]')?.focus();
}

/** Keys for the whole page, off where one types. `deck` acts on the simulated clock. */
export function Shortcuts({ deck }: { deck: DeckKeys | null }) {
  const { slug, kind } = useConnection();
  const maySubmit = useMay('jobs.submit').allowed;
  const mayWrite = useMay('resources.write').allowed;
  const go = useGo();
  const [open, setOpen] = useState(false);
  const acts = useMemo((): KeyActs => {
    const bound: KeyActs = { list: () => setOpen(true), query: toFilter };
    for (const place of placesOf(kind)) {
      const command = KEY_COMMAND_NAMES.find((name) => KEY_COMMANDS[name].keys === `g ${place.key}`);
      if (command !== undefined) bound[command] = () => go(`/${slug}${place.path}`);
    }
    for (const [command, path, permission] of CREATE) {
      const may = permission === 'jobs.submit' ? maySubmit : mayWrite;
      if (may) bound[command] = () => go(`/${slug}${path}`);
    }
    if (deck !== null) {
      bound['clock-toggle'] = deck.toggle;
      bound['clock-step'] = deck.step;
    }
    return bound;
  }, [slug, kind, maySubmit, mayWrite, go, deck]);
  useKeys(acts);
  return open ? <ShortcutDialog onOpenChange={setOpen} /> : null;
}
