'use client';

import { type FormEvent, useState } from 'react';
import { QUEUE_PRIORITY_MAX } from '@/lib/forms';
import { formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';

/** Asks for a queue's priority; the higher goes first where queues share an environment. */
export function PriorityDialog({
  title,
  now,
  onClose,
  onSet,
}: {
  title: string;
  /** The priority that all of them have; null where they differ. */
  now: number | null;
  onClose: () => void;
  onSet: (priority: number) => void;
}) {
  const [text, setText] = useState(now === null ? '' : String(now));
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
  const priority = number !== null && number <= QUEUE_PRIORITY_MAX ? number : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (priority !== null) onSet(priority);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      width="narrow"
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form="priority" disabled={priority === null}>
            Set priority
          </Button>
        </>
      }
    >
      <form id="priority" onSubmit={submit}>
        <TextField
          label="Priority"
          inputMode="numeric"
          value={text}
          error={
            priority === null && text !== ''
              ? `The priority is a whole number from 0 to ${formatNumber(QUEUE_PRIORITY_MAX)}.`
              : undefined
          }
          note="Where queues share an environment, Batch tries the higher priority first."
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
