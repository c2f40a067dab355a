'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { Banner } from '../ui/verdict';
import type { ConnectionActions, ConnectionCard } from './connection-view';
import { unfielded, useConnectionAct } from './use-connection-act';

/** Gives a connection another name. */
export function RenameDialog({
  connection,
  rename,
  onClose,
}: {
  connection: ConnectionCard;
  rename: ConnectionActions['rename'];
  onClose: () => void;
}) {
  const form = useId();
  const [name, setName] = useState(connection.name);
  const { act, busy, failure } = useConnectionAct(onClose);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void act(() => rename({ connection: connection.slug, name }), `${connection.name} is ${name} now.`);
  };
  const fault = unfielded(failure);
  return (
    <Dialog
      open
      width="narrow"
      onOpenChange={(open) => !open && onClose()}
      title={`Rename ${connection.name}`}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
            Rename
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <TextField
          label="Name"
          value={name}
          error={failure?.fields?.name}
          note={`The address /${connection.slug} stays.`}
          autoFocus
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
