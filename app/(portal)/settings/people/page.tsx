import type { Metadata } from 'next';
import { requireSession } from '@/app/session';
import { PeopleBoard } from '@/components/settings/people-board';
import type { ConnectionOffer } from '@/components/settings/scope-words';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { listInvitations, listPeople, listSessions, may, rolesThatMay } from '@/lib/access';
import { readQueues } from '@/lib/history';
import { runtime } from '@/lib/runtime';
import { changePerson, endSessionsOf, invitePerson, removePerson, revokeInvitation } from '../actions';

export const metadata: Metadata = { title: 'Users and roles · Settings' };

export default async function PeoplePage() {
  const { user, scope } = await requireSession('/settings/people');
  if (!may(user.role, 'users.write')) {
    return (
      <Panel title="Users and roles" flush>
        <EmptyState title={`This needs the role ${rolesThatMay('users.write').join(' or ')}.`}>
          Yours is {user.role}.
        </EmptyState>
      </Panel>
    );
  }
  const { prisma, clock, connections } = await runtime();
  const [people, sessions, invitations, offers] = await Promise.all([
    listPeople(prisma, clock()),
    listSessions(prisma, clock()),
    listInvitations(prisma, clock()),
    Promise.all(
      [...connections.values()].map(async ({ id, slug, name, epoch }): Promise<ConnectionOffer> => {
        const queues = await readQueues(prisma, scope, { connectionId: id, epoch });
        return { id, slug, name, queues: queues.map((queue) => queue.name) };
      }),
    ),
  ]);
  return (
    <PeopleBoard
      people={people}
      sessions={sessions}
      invitations={invitations}
      offers={offers}
      self={user.id}
      actions={{
        change: changePerson,
        remove: removePerson,
        invite: invitePerson,
        revoke: revokeInvitation,
        endSessions: endSessionsOf,
      }}
    />
  );
}
