'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import type { ActionFailure, Role } from '@/lib/access';
import { RoleField } from '../settings/role-field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { SelectField } from '../ui/select';
import { Banner } from '../ui/verdict';
import { type MadeKey, profileLines, shellLines } from './key-lines';
import type { KeyActions, KeyConnection } from './key-view';

const SAYS: Readonly<Record<Role, string>> = {
  viewer: 'Reads: Describe, List and Get, and the logs.',
  operator: 'All of the Batch API.',
  administrator: 'All of the Batch API, and the clock, faults and reset below /simulator/.',
};
const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };

function CopyLine({ label, text, block = false }: { label: string; text: string; block?: boolean }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium text-tx2">{label}</span>
        <CopyButton text={text} label={`Copy: ${label}`} words="Copy" />
      </div>
      <pre
        className={`overflow-x-auto rounded-control border border-ln2 bg-bg2 px-2.5 py-1.5 font-mono text-12 text-tx0 ${block ? 'whitespace-pre' : 'whitespace-pre-wrap break-all'}`}
      >
        {text}
      </pre>
    </div>
  );
}

/** The key, once: id, secret, and lines that put it to use. */
function ShownKey({ made, endpoint, onClose }: { made: MadeKey; endpoint: string | null; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The secret is shown once, now."
      footer={
        <Button size="form" variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className="flex flex-col gap-3.5">
        <CopyLine label="Access key ID" text={made.id} />
        <CopyLine label="Secret access key" text={made.secret} />
        {endpoint === null ? (
          <Banner tone="warn">The endpoint is off: set AWS_ENDPOINT_PORT to a port, then start Batchdeck again.</Banner>
        ) : (
          <>
            <CopyLine block label="For a shell: the AWS CLI, boto3, any SDK" text={shellLines(made, endpoint)} />
            <CopyLine block label="For ~/.aws/config" text={profileLines(made, endpoint)} />
          </>
        )}
      </div>
    </Dialog>
  );
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
  const router = useRouter();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [connection, setConnection] = useState(connections[0]?.slug ?? '');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [made, setMade] = useState<MadeKey | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const result = await make({ connection, name, role }).catch(() => null);
    setBusy(false);
    if (result?.ok !== true) {
      setFailure(result?.error ?? SILENT);
      return;
    }
    setMade(result.value);
    router.refresh();
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
      <form id={form} onSubmit={(event) => void send(event)} className="flex flex-col gap-3.5">
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
