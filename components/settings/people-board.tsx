'use client';

import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { InvitationRow, PersonRow, SessionRow } from '@/lib/access';
import { formatCount } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { Panel } from '../ui/panel';
import { showToast } from '../ui/toast';
import { InvitationsPanel } from './invitations-panel';
import { type PeopleActions, type PersonAsk, useAct } from './people-actions';
import { PeopleTable } from './people-table';
import type { ConnectionOffer } from './scope-words';

const InviteDialog = dynamic(() => import('./person-dialog').then((loaded) => loaded.InviteDialog), { ssr: false });
const PersonDialog = dynamic(() => import('./person-dialog').then((loaded) => loaded.PersonDialog), { ssr: false });
const EndPersonDialog = dynamic(() => import('./person-endings').then((loaded) => loaded.EndPersonDialog), {
  ssr: false,
});
const SessionsDialog = dynamic(() => import('./person-endings').then((loaded) => loaded.SessionsDialog), {
  ssr: false,
});

interface Props {
  people: readonly PersonRow[];
  sessions: readonly SessionRow[];
  invitations: readonly InvitationRow[];
  offers: readonly ConnectionOffer[];
  /** Id of who looks. */
  self: string;
  actions: PeopleActions;
}

/** Who has an account, with which role and scope; who was invited. */
export function PeopleBoard({ people, sessions, invitations, offers, self, actions }: Props) {
  const [asked, setAsked] = useState<{ id: string; ask: PersonAsk } | 'invite' | null>(null);
  const { act } = useAct();
  const administrators = people.filter((one) => one.role === 'administrator' && one.disabledAt === null).length;
  const person = asked === null || asked === 'invite' ? undefined : people.find((one) => one.id === asked.id);
  const ask = asked === null || asked === 'invite' ? null : asked.ask;
  const close = () => setAsked(null);
  const onAsk = async (about: PersonRow, what: PersonAsk) => {
    if (what !== 'enable') {
      setAsked({ id: about.id, ask: what });
      return;
    }
    const failed = await act(() => actions.change({ id: about.id, disabled: false }), `${about.name} is enabled.`);
    if (failed !== null)
      showToast({ kind: 'refused', title: `${about.name} is still disabled.`, detail: failed.message });
  };
  return (
    <>
      <PageSentence
        second={
          <>
            A scope narrows what one sees, counts and sums included. Every change here stands in{' '}
            <Link className="link underline underline-offset-2" href="/all/activity">
              Activity
            </Link>
            .
          </>
        }
      >
        {formatCount(people.length, 'person has', 'people have')} an account; {administrators} may change everything.
      </PageSentence>
      <div className="flex flex-col gap-3">
        <Panel
          title="Users and roles"
          unit={formatCount(people.length, 'user')}
          flush
          actions={
            <Button size="panel" onClick={() => setAsked('invite')}>
              <UserPlus size={13} strokeWidth={1.75} aria-hidden />
              Invite
            </Button>
          }
        >
          <PeopleTable people={people} self={self} offers={offers} onAsk={(one, what) => void onAsk(one, what)} />
        </Panel>
        <InvitationsPanel invitations={invitations} offers={offers} revoke={actions.revoke} />
      </div>
      {asked === 'invite' && <InviteDialog offers={offers} invite={actions.invite} onClose={close} />}
      {person !== undefined && ask === 'change' && (
        <PersonDialog person={person} offers={offers} change={actions.change} onClose={close} />
      )}
      {person !== undefined && ask === 'sessions' && (
        <SessionsDialog
          person={person}
          sessions={sessions.filter((one) => one.userId === person.id)}
          endSessions={actions.endSessions}
          onClose={close}
        />
      )}
      {person !== undefined && (ask === 'disable' || ask === 'remove') && (
        <EndPersonDialog person={person} how={ask} actions={actions} onClose={close} />
      )}
    </>
  );
}
