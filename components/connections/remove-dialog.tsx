'use client';

import { Trash2 } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { AlertDialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { Banner } from '../ui/verdict';
import type { ConnectionActions, ConnectionCard } from './connection-view';
import { unfielded, useConnectionAct } from './use-connection-act';

/** Asks before a connection goes, with its name typed. */
export function RemoveDialog({
  connection,
  remove,
  onClose,
}: {
  connection: ConnectionCard;
  remove: ConnectionActions['remove'];
  onClose: () => void;
}) {
  const form = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState('');
  const { act, busy, failure } = useConnectionAct(onClose);
  const jobs = connection.epochs.reduce((sum, one) => sum + one.jobs, 0);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void act(() => remove({ connection: connection.slug, typed }), `${connection.name} is removed.`);
  };
  const fault = unfielded(failure);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${connection.name}?`}
      icon={<Trash2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />}
      description={`Its simulator stops and the history of ${formatCount(connection.epochs.length, 'epoch')} with ${formatCount(jobs, 'job')} goes for good, in the background. What people did stays in Activity.`}
      initialFocus={cancel}
      footer={
        <>
          <Button size="form" ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="form"
            variant="danger-filled"
            type="submit"
            form={form}
            disabled={busy || typed !== connection.name}
          >
            {busy ? 'Removing…' : `Remove ${connection.name}`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <TextField
          label={`Type ${connection.name} to confirm`}
          value={typed}
          error={failure?.fields?.typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </AlertDialog>
  );
}
