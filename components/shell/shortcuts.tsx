'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { tinykeys } from 'tinykeys';
import { useMay } from '../access/access';
import { useConnection } from '../data/connection';
import { placesOf } from './places';

const ShortcutDialog = dynamic(() => import('./shortcut-dialog').then((loaded) => loaded.ShortcutDialog), {
  ssr: false,
});

/** Whether single keys belong to what has the focus: a text, a choice, an open dialog or menu. */
export function takesKeys(target: EventTarget | null): boolean {
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

export interface DeckKeys {
  toggle: () => void;
  step: () => void;
}

/** Single keys for the whole page, off where one types. `deck` acts on the simulated clock. */
export function Shortcuts({ deck }: { deck: DeckKeys | null }) {
  const { slug, kind } = useConnection();
  const maySubmit = useMay('jobs.submit').allowed;
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const unless = (act: () => void) => (event: KeyboardEvent) => {
      if (takesKeys(event.target)) return;
      event.preventDefault();
      act();
    };
    const bindings: Record<string, (event: KeyboardEvent) => void> = { 'Shift+?': unless(() => setOpen(true)) };
    for (const place of placesOf(kind)) bindings[`g ${place.key}`] = unless(() => router.push(`/${slug}${place.path}`));
    if (maySubmit) bindings['c j'] = unless(() => router.push(`/${slug}/jobs/new`));
    if (deck !== null) {
      bindings.Space = (event) => {
        if (!takesSpace(event.target)) unless(deck.toggle)(event);
      };
      bindings[','] = unless(deck.step);
    }
    return tinykeys(window, bindings);
  }, [slug, kind, maySubmit, router, deck]);
  return open ? (
    <ShortcutDialog onOpenChange={setOpen} isSimulated={deck !== null} maySubmit={maySubmit} kind={kind} />
  ) : null;
}
