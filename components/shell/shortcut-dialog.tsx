'use client';

import { useState } from 'react';
import { KEY_COMMAND_NAMES, KEY_COMMANDS, type KeyCommand, keysOf } from '../keys/key-commands';
import { boundCommands, useKeyChoices } from '../keys/use-keys';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { Link } from '../ui/link';

const FIXED: readonly { keys: string; does: string; needs?: KeyCommand }[] = [
  { keys: 'Ctrl K', does: 'Search or run a command' },
  { keys: 'Enter', does: 'Open the row', needs: 'row-open' },
  { keys: 'Esc', does: 'Close, then clear the selection' },
];

/** The keys that work here; loaded when first asked for. */
export function ShortcutDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const [bound] = useState(boundCommands);
  const choices = useKeyChoices();
  const rows = [
    ...FIXED.filter(({ needs }) => needs === undefined || bound.has(needs)),
    ...KEY_COMMAND_NAMES.filter((name) => bound.has(name)).map((name) => ({
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
