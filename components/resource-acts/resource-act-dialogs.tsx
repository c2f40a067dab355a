'use client';

import type { Consequence } from '../consequence/consequence';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { BulkDeleteDialog } from '../guided-delete/bulk-delete-dialog';
import { nameOrCount, onEach, runHeld } from './act';
import { enabling } from './enabling';
import type { Asked, ResourceActions, Switched } from './kind-acts';
import { PriorityDialog } from './priority-dialog';
import { TagRows } from './tag-rows';

interface DialogsProps {
  asked: Asked<Switched>;
  noun: 'queue' | 'environment';
  actions: ResourceActions;
  disabling: () => Consequence;
  onSwitch: () => void;
  onClose: (isDone: boolean) => void;
}

function AskedPriority({ asked: { rows }, noun, actions, onClose }: DialogsProps) {
  const { slug } = useConnection();
  const what = nameOrCount(rows, noun);
  const { setPriority } = actions;
  if (setPriority === undefined) return null;
  return (
    <PriorityDialog
      title={`Priority of ${what}`}
      now={rows.every(({ priority }) => priority === rows[0]?.priority) ? (rows[0]?.priority ?? null) : null}
      onClose={() => onClose(false)}
      onSet={(priority) => {
        const set = onEach(rows, ({ name, version }) =>
          setPriority({ connection: slug, name, basedOn: version, priority }),
        );
        runHeld(set, {
          doing: `Setting priority ${priority} of ${what}`,
          undone: 'The priority stays as it was.',
          done: `${what}: priority ${priority}.`,
        });
        onClose(true);
      }}
    />
  );
}

/** The dialog of an act that was asked for. Load it on first use. */
export function ResourceActDialogs(props: DialogsProps) {
  const { asked, noun, actions, onSwitch, onClose } = props;
  const { slug } = useConnection();
  if (asked.act === 'priority') return <AskedPriority {...props} />;
  if (asked.act === 'tags')
    return <TagRows what={nameOrCount(asked.rows, noun)} rows={asked.rows} tag={actions.tag} onClose={onClose} />;
  if (asked.act === 'delete')
    return (
      <BulkDeleteDialog
        rows={asked.rows}
        noun={noun}
        start={({ name }, plan) => actions.startDelete({ connection: slug, name, ...plan })}
        onClose={onClose}
      />
    );
  return (
    <ConsequenceDialog
      consequence={asked.act === 'enable' ? enabling(asked.rows, noun) : props.disabling()}
      act={async () => {
        onSwitch();
        return { done: asked.rows.length, failed: [], left: 0, stopped: null };
      }}
      onClose={onClose}
    />
  );
}
