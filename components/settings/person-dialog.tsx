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

/** The link that was made, in a dialog that says it is shown once. */
function LinkDialog({ email, link, onClose }: { email: string; link: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The link is shown once, now."
      subtitle={email}
      icon={<UserPlus size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footerNote="Good once and for 7 days. Batchdeck sends no mail: you pass it on."
      footer={
        <Button size="form" variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-control border border-runnable/40 bg-warng p-3">
        <code className="min-w-0 flex-1 break-all text-12 text-tx0">{link}</code>
        <CopyButton text={link} label="Copy the link" words="Copy" size="page" />
      </div>
    </Dialog>
  );
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
  if (link !== null) return <LinkDialog email={email} link={link} onClose={onClose} />;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const made = ({ path }: { path: string }) => {
      setLink(`${window.location.origin}${path}`);
      return null;
    };
    setFailure(await act(() => invite({ email, role, scope }), made));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Invite by a link"
      icon={<UserPlus size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
            {busy ? 'Making the link…' : 'Make the link'}
          </Button>
        </>
      }
    >
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
        <GrantFields role={role} scope={scope} offers={offers} failure={failure} onRole={setRole} onScope={setScope} />
      </form>
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
