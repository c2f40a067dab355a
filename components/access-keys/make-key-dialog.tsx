'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import type { ActionFailure, Role } from '@/lib/access';
import { RoleField } from '../settings/role-field';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { SelectField } from '../ui/select';
import { Banner } from '../ui/verdict';
import type { MadeKey } from './key-lines';
import type { KeyActions, KeyConnection } from './key-view';
import { ShownKey } from './shown-key';

const SAYS: Readonly<Record<Role, string>> = {
  viewer: 'Reads: Describe, List and Get, and the logs.',
  operator: 'All of the Batch API.',
  administrator: 'All of the Batch API, and the clock, faults and reset below /simulator/.',
};
const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };

/** Makes one key at a time, and keeps what came of it. */
function useMake(make: KeyActions['make']) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [made, setMade] = useState<MadeKey | null>(null);
  const send = async (input: Parameters<typeof make>[0]) => {
    if (busy) return;
    setBusy(true);
    const result = await make(input).catch(() => null);
    setBusy(false);
    if (result?.ok !== true) {
      setFailure(result?.error ?? SILENT);
      return;
    }
    setMade(result.value);
    router.refresh();
  };
  return { send, busy, failure, made };
}

/** Makes an access key, and shows it once. */
export function MakeKeyDialog({
  connections,
  endpoint,
  make,
  onClose,
}: {
  connections: readonly KeyConnection[];
  endpoint: string | null;
  make: KeyActions['make'];
  onClose: () => void;
}) {
  const form = useId();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [connection, setConnection] = useState(connections[0]?.slug ?? '');
  const { send, busy, failure, made } = useMake(make);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send({ connection, name, role });
  };
  if (made !== null) return <ShownKey made={made} endpoint={endpoint} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New access key"
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
            Make the key
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3.5">
        {failure !== null && failure.fields === undefined && <Banner tone="bad">{failure.message}</Banner>}
        <TextField
          label="Name"
          value={name}
          error={failure?.fields?.name}
          note="What it is for, such as ci or nextflow. AWS clients see it as the user of its ARN."
          autoFocus
          mono
          maxLength={64}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Connection"
          options={connections.map((one) => ({ value: one.slug, label: one.name }))}
          value={connection}
          onChange={setConnection}
        />
        <RoleField role={role} onChange={setRole} says={SAYS} />
      </form>
    </Dialog>
  );
}
