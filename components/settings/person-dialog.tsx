'use client';

import { UserCog, UserPlus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { ActionFailure, PersonRow, Role, ScopeRule } from '@/lib/access';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { Banner } from '../ui/verdict';
import { type PeopleActions, useAct } from './people-actions';
import { RoleField } from './role-field';
import { ScopeField } from './scope-field';
import type { ConnectionOffer } from './scope-words';

function GrantFields({
  role,
  scope,
  offers,
  failure,
  onRole,
  onScope,
}: {
  role: Role;
  scope: ScopeRule;
  offers: readonly ConnectionOffer[];
  failure: ActionFailure | null;
  onRole: (role: Role) => void;
  onScope: (scope: ScopeRule) => void;
}) {
  return (
    <>
      <RoleField role={role} onChange={onRole} />
      {role === 'administrator' ? (
        <p className="text-12 text-tx2">An administrator sees everything: there is no scope to set.</p>
      ) : (
        <ScopeField scope={scope} offers={offers} error={failure?.fields?.scope} onChange={onScope} />
      )}
    </>
  );
}

/** Something went wrong that no field tells. */
function Fault({ failure }: { failure: ActionFailure | null }) {
  if (failure === null || Object.keys(failure.fields ?? {}).length > 0) return null;
  return <Banner tone="bad">{failure.message}</Banner>;
}

/** Asks for e-mail, role and scope and gives the link, once. */
export function InviteDialog({
  offers,
  invite,
  onClose,
}: {
  offers: readonly ConnectionOffer[];
  invite: PeopleActions['invite'];
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [scope, setScope] = useState<ScopeRule>({ connections: 'all' });
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const { act, busy } = useAct();
  const form = useId();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const failed = await act(
      () => invite({ email, role, scope }),
      ({ path }) => {
        setLink(`${window.location.origin}${path}`);
        return null;
      },
    );
    setFailure(failed);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={link === null ? 'Invite by a link' : `The link for ${email} is shown once, now.`}
      icon={<UserPlus size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footerNote={link === null ? 'Batchdeck sends no mail: you pass the link on.' : 'Good once and for 7 days.'}
      footer={
        link === null ? (
          <>
            <Button size="form" onClick={onClose}>
              Cancel
            </Button>
            <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
              {busy ? 'Making the link…' : 'Make the link'}
            </Button>
          </>
        ) : (
          <Button size="form" variant="primary" onClick={onClose}>
            I have it
          </Button>
        )
      }
    >
      {link === null ? (
        <form id={form} onSubmit={(event) => void send(event)} className="flex flex-col gap-4" noValidate>
          <Fault failure={failure} />
          <TextField
            label="E-mail"
            hint="to sign in with; the account is for this one only"
            type="email"
            autoComplete="off"
            value={email}
            error={failure?.fields?.email}
            onChange={(event) => setEmail(event.target.value)}
            autoFocus
          />
          <GrantFields
            role={role}
            scope={scope}
            offers={offers}
            failure={failure}
            onRole={setRole}
            onScope={setScope}
          />
        </form>
      ) : (
        <div className="flex items-center gap-2 rounded-control border border-runnable/40 bg-warng p-3">
          <code className="min-w-0 flex-1 break-all text-12 text-tx0">{link}</code>
          <CopyButton text={link} label="Copy the link" words="Copy" size="page" />
        </div>
      )}
    </Dialog>
  );
}

/** Changes role and scope of somebody; it holds from their next request on. */
export function PersonDialog({
  person,
  offers,
  change,
  onClose,
}: {
  person: PersonRow;
  offers: readonly ConnectionOffer[];
  change: PeopleActions['change'];
  onClose: () => void;
}) {
  const [role, setRole] = useState<Role>(person.role);
  const [scope, setScope] = useState<ScopeRule>(person.scope);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const { act, busy } = useAct();
  const save = async () => {
    const input = { id: person.id, role, ...(role !== 'administrator' && { scope }) };
    const failed = await act(() => change(input), `${person.name} is ${role} now.`);
    if (failed === null) onClose();
    else setFailure(failed);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Role and scope of ${person.name}`}
      subtitle={person.email}
      icon={<UserCog size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footerNote="It holds from their next request on."
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" disabled={busy} onClick={() => void save()}>
            {busy ? 'Saving…' : 'Save role and scope'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Fault failure={failure} />
        <GrantFields role={role} scope={scope} offers={offers} failure={failure} onRole={setRole} onScope={setScope} />
      </div>
    </Dialog>
  );
}
