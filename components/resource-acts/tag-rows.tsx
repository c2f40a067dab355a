'use client';

import { useConnection } from '../data/connection';
import { type ActedOn, type OneAction, onEach, runHeld } from './act';
import type { TagChange } from './tag-draft';
import { TagsDialog } from './tags-dialog';

/** Asks for the tags of some resources, and sends them one by one, held for their undo. `what` names the resources. */
export function TagRows({
  what,
  rows,
  tag,
  onClose,
}: {
  what: string;
  rows: readonly ActedOn[];
  tag: OneAction<TagChange>;
  onClose: (isDone: boolean) => void;
}) {
  const { slug } = useConnection();
  return (
    <TagsDialog
      title={`Tags of ${what}`}
      rows={rows}
      onClose={() => onClose(false)}
      onSet={(change) => {
        const set = onEach(rows, ({ name, version }) => tag({ connection: slug, name, basedOn: version, ...change }));
        runHeld(set, {
          doing: `Setting tags of ${what}`,
          undone: 'The tags stay as they were.',
          done: `${what}: tags set.`,
        });
        onClose(true);
      }}
    />
  );
}
