'use client';

import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { placesOf } from './places';

interface Shown {
  isSimulated: boolean;
  maySubmit: boolean;
  kind: 'aws' | 'simulated';
}

/** The keys that work here; loaded when first asked for. */
export function ShortcutDialog({ onOpenChange, ...shown }: Shown & { onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keys" width="narrow">
      <ShortcutList {...shown} />
    </Dialog>
  );
}

function ShortcutList({ isSimulated, maySubmit, kind }: Shown) {
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
