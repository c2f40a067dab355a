'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { tinykeys } from 'tinykeys';
import { useConnection } from '../data/connection';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { placesOf } from './places';

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
  const { slug, kind, may } = useConnection();
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
    if (may.submit) bindings['c j'] = unless(() => router.push(`/${slug}/jobs/new`));
    if (deck !== null) {
      bindings.Space = (event) => {
        if (!takesSpace(event.target)) unless(deck.toggle)(event);
      };
      bindings[','] = unless(deck.step);
    }
    return tinykeys(window, bindings);
  }, [slug, kind, may.submit, router, deck]);
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" width="narrow">
      <ShortcutList isSimulated={deck !== null} maySubmit={may.submit} kind={kind} />
    </Dialog>
  );
}

function ShortcutList({
  isSimulated,
  maySubmit,
  kind,
}: {
  isSimulated: boolean;
  maySubmit: boolean;
  kind: 'aws' | 'simulated';
}) {
  const rows: { keys: string[]; does: string }[] = [
    ...placesOf(kind).map((place) => ({ keys: ['g', place.key], does: `Go to ${place.name}` })),
    ...(maySubmit ? [{ keys: ['c', 'j'], does: 'Submit a job' }] : []),
    { keys: ['t'], does: 'Show the chart under the pointer as a table' },
    { keys: ['j', 'k'], does: 'Row down, row up' },
    { keys: ['Enter'], does: 'Open the row' },
    ...(isSimulated
      ? [
          { keys: ['Space'], does: 'Pause or run the simulated clock' },
          { keys: [','], does: 'Step to the next event' },
        ]
      : []),
    { keys: ['?'], does: 'This list' },
    { keys: ['Esc'], does: 'Close, then clear the selection' },
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-13">
      {rows.map((row) => (
        <div key={row.does} className="contents">
          <dt className="flex gap-1">
            {row.keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd className="text-tx1">{row.does}</dd>
        </div>
      ))}
    </dl>
  );
}
