'use client';

import { UserMinus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ActionFailure, PersonRow, SessionRow } from '@/lib/access';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { AlertDialog, Dialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import { type PeopleActions, useAct } from './people-actions';
import { SessionsTable } from './sessions-table';

/** Asks before somebody is disabled or removed: both sign them out at once. */
export function EndPersonDialog({
  person,
  how,
  actions,
  onClose,
}: {
  person: PersonRow;
  how: 'disable' | 'remove';
  actions: PeopleActions;
  onClose: () => void;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const { act, busy } = useAct();
  const verb = how === 'disable' ? 'Disable' : 'Remove';
  const end = async () => {
    const failed =
      how === 'disable'
        ? await act(() => actions.change({ id: person.id, disabled: true }), `${person.name} is disabled.`)
        : await act(() => actions.remove({ id: person.id }), `${person.name} is removed.`);
    if (failed === null) onClose();
    else setFailure(failed);
  };
  const sessions =
    person.sessions === 0 ? 'No session is open.' : `${formatCount(person.sessions, 'session')} end at once.`;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} ${person.name}?`}
      icon={<UserMinus size={18} strokeWidth={1.75} className="text-failed" aria-hidden />}
      description={
        how === 'disable'
          ? `${person.email} can’t sign in until somebody enables the account. ${sessions}`
          : `The account of ${person.email} is gone for good; a new one needs a new invitation. What they did stays in Activity. ${sessions}`
      }
      initialFocus={cancel}
      footer={
        <>
          <Button size="form" ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="danger-filled" disabled={busy} onClick={() => void end()}>
            {verb} {person.name}
          </Button>
        </>
      }
    >
      {failure !== null && <Banner tone="bad">{failure.message}</Banner>}
    </AlertDialog>
  );
}

/** The open sessions of somebody, each to be ended. */
export function SessionsDialog({
  person,
  sessions,
  endSessions,
  onClose,
}: {
  person: PersonRow;
  sessions: readonly SessionRow[];
  endSessions: PeopleActions['endSessions'];
  onClose: () => void;
}) {
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const { act, busy } = useAct();
  const end = async (session?: string) => {
    const input = { user: person.id, ...(session !== undefined && { session }) };
    setFailure(
      await act(
        () => endSessions(input),
        ({ ended }) => `${formatCount(ended, 'session')} ended.`,
      ),
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Sessions of ${person.name}`}
      subtitle={person.email}
      width="wide"
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Close
          </Button>
          <Button size="form" variant="danger" disabled={busy || sessions.length === 0} onClick={() => void end()}>
            End {formatCount(sessions.length, 'session')}
          </Button>
        </>
      }
    >
      {failure !== null && <Banner tone="bad">{failure.message}</Banner>}
      <SessionsTable sessions={sessions} busy={busy} onEnd={(id) => void end(id)} />
    </Dialog>
  );
}
