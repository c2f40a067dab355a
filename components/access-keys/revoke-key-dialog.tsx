'use client';

import { KeyRound } from 'lucide-react';
import { useRef } from 'react';
import type { AccessKeyRow } from '@/lib/access';
import { useConnectionAct } from '../connections/use-connection-act';
import { Button } from '../ui/button';
import { AlertDialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import type { KeyActions } from './key-view';

/** Asks before a key ends. */
export function RevokeKeyDialog({
  row,
  revoke,
  onClose,
}: {
  row: AccessKeyRow;
  revoke: KeyActions['revoke'];
  onClose: () => void;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  const { act, busy, failure } = useConnectionAct(onClose);
  const again = row.fromEnvironment
    ? ' It is the key of BATCHDECK_ACCESS_KEY_ID: unset that too, or the next start brings it back.'
    : '';
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${row.name}?`}
      icon={<KeyRound size={18} strokeWidth={1.75} className="text-failed" aria-hidden />}
      description={`From now on ${row.id} is refused, for good. What was done with it stays in Activity.${again}`}
      initialFocus={cancel}
      footer={
        <>
          <Button size="form" ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="form"
            variant="danger-filled"
            disabled={busy}
            onClick={() => void act(() => revoke({ id: row.id }), `${row.name} is revoked.`)}
          >
            Revoke {row.name}
          </Button>
        </>
      }
    >
      {failure !== null && <Banner tone="bad">{failure.message}</Banner>}
    </AlertDialog>
  );
}
