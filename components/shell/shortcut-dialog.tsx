'use client';

import Link from 'next/link';
import { KEY_COMMAND_NAMES, KEY_COMMANDS, type KeyCommand, keysOf } from '../keys/key-commands';
import { type KeyActs, useKeyChoices } from '../keys/use-keys';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';

/** Keys that work where a list, a chart or a thing of theirs is on the page. */
const BY_PAGE: ReadonlySet<KeyCommand> = new Set([
  'row-down',
  'row-up',
  'row-open',
  'row-select',
  'previous-sibling',
  'next-sibling',
  'why',
  'actions',
  'table',
]);
const FIXED = [
  { keys: 'Ctrl K', does: 'Search or run a command' },
  { keys: 'Enter', does: 'Open the row' },
  { keys: 'Esc', does: 'Close, then clear the selection' },
];

/** The keys that work here; loaded when first asked for. `bound` are those of the whole page. */
export function ShortcutDialog({ onOpenChange, bound }: { onOpenChange: (open: boolean) => void; bound: KeyActs }) {
  const choices = useKeyChoices();
  const rows = [
    ...FIXED,
    ...KEY_COMMAND_NAMES.filter((name) => bound[name] !== undefined || BY_PAGE.has(name)).map((name) => ({
      keys: keysOf(name, choices),
      does: KEY_COMMANDS[name].does,
    })),
  ];
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Keys"
      width="narrow"
      footer={
        <Link href="/settings/display" className="link text-13">
          Choose other keys, or none
        </Link>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-13">
        {rows.map((row) => (
          <div key={row.does} className="contents">
            <dt className="flex gap-1">
              {row.keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-tx1">{row.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
