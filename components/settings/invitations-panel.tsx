'use client';

import type { InvitationRow, InvitationState } from '@/lib/access';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { showToast } from '../ui/toast';
import { Tag } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';
import { type PeopleActions, useAct } from './people-actions';
import { type ConnectionOffer, connectionWords, queueWords } from './scope-words';

const STATE: Readonly<Record<InvitationState, string>> = {
  open: 'open',
  accepted: 'accepted',
  revoked: 'revoked',
  expired: 'expired',
};

/** Links that are open and those of the last 30 days; an open one can be revoked. */
export function InvitationsPanel({
  invitations,
  offers,
  revoke,
}: {
  invitations: readonly InvitationRow[];
  offers: readonly ConnectionOffer[];
  revoke: PeopleActions['revoke'];
}) {
  const { act, busy } = useAct();
  const open = invitations.filter((one) => one.state === 'open').length;
  const end = async (invitation: InvitationRow) => {
    const failed = await act(() => revoke({ id: invitation.id }), `The link for ${invitation.email} works no more.`);
    if (failed !== null) showToast({ kind: 'refused', title: 'Nothing was revoked.', detail: failed.message });
  };
  return (
    <Panel title="Invitations" unit={`${formatCount(open, 'open link')}; each is good once and for 7 days`} flush>
      {invitations.length === 0 ? (
        <p className="px-3.5 py-3 text-13 text-tx2">Nobody was invited in the last 30 days.</p>
      ) : (
        <ul aria-label="Invitations">
          {invitations.map((invitation) => (
            <li
              key={invitation.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-ln2 px-3.5 py-1.5 text-13 first:border-t-0"
            >
              <span className="min-w-0 basis-56 truncate font-medium text-tx0" title={invitation.email}>
                {invitation.email}
              </span>
              <span className="text-tx1">{invitation.role}</span>
              <span className="min-w-0 flex-1 truncate text-tx2">
                {invitation.role === 'administrator'
                  ? 'everything'
                  : `${connectionWords(invitation.scope, offers)}, queues ${queueWords(invitation.scope, offers)}`}
              </span>
              <span className="text-12 text-tx3t">
                by {invitation.invitedBy}, <WallTime at={invitation.createdAt} style="ago" />
              </span>
              <Tag tone={invitation.state === 'open' ? 'ok' : 'plain'}>{STATE[invitation.state]}</Tag>
              {invitation.state === 'open' && (
                <Button
                  size="panel"
                  disabled={busy}
                  aria-label={`Revoke the invitation of ${invitation.email}`}
                  onClick={() => void end(invitation)}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
