'use client';

import { useState } from 'react';
import { jsonText, readCallText } from '@/lib/forms';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextAreaField } from '../ui/field';
import { useEdit } from './edit-state';

/** Takes a call from elsewhere: its JSON, or a command of the AWS CLI. It fills the form. */
export function PasteDialog({ onClose }: { onClose: () => void }) {
  const { shapes, operation, setText } = useEdit();
  const [text, setPasted] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const take = () => {
    if (shapes === null) return;
    const read = readCallText(shapes, operation, text);
    if (!read.ok) {
      setError(read.message);
      return;
    }
    setText(jsonText(read.document));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Paste a call"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={shapes === null || text.trim() === ''} onClick={take}>
            Fill the form
          </Button>
        </>
      }
    >
      <TextAreaField
        label="JSON or a CLI call"
        hint={`${operation}, or aws batch …`}
        mono
        rows={12}
        value={text}
        error={error}
        note="It takes the place of everything in the form."
        onChange={(event) => {
          setPasted(event.target.value);
          setError(undefined);
        }}
      />
    </Dialog>
  );
}
