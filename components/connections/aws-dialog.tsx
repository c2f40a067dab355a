'use client';

import { Cloud } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ActionFailure } from '@/lib/access';
import type { AccessReport } from '@/lib/driver';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { Banner } from '../ui/verdict';
import { AccessReportTable } from './access-report';
import { type AwsDraft, AwsFields, awsDraftOf, awsInputOf } from './aws-fields';
import { type ConnectionActions, type ConnectionCard, slugOf } from './connection-view';
import { unfielded } from './use-connection-act';

const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };
const CHECKING = 'Checking what works…';

type Answer = Awaited<ReturnType<ConnectionActions['makeAws']>>;

/** One check at a time; what came of it. */
function useCheck() {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [report, setReport] = useState<AccessReport | null>(null);
  const run = async (call: () => Promise<Answer>) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const result = await call().catch(() => null);
    setBusy(false);
    if (result?.ok !== true) {
      setFailure(result?.error ?? SILENT);
      return;
    }
    setReport(result.value.report);
    router.refresh();
  };
  return { busy, failure, report, run };
}

function Frame({
  title,
  report,
  form,
  send,
  busy,
  onClose,
  children,
}: {
  title: string;
  report: AccessReport | null;
  form: string;
  send: string;
  busy: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      icon={<Cloud size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footer={
        report === null ? (
          <>
            <Button size="form" onClick={onClose}>
              Cancel
            </Button>
            <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
              {busy ? CHECKING : send}
            </Button>
          </>
        ) : (
          <Button size="form" variant="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {report === null ? children : <AccessReportTable report={report} />}
    </Dialog>
  );
}

/** Makes a connection to AWS, once it is checked. */
export function MakeAwsDialog({ make, onClose }: { make: ConnectionActions['makeAws']; onClose: () => void }) {
  const form = useId();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const [draft, setDraft] = useState<AwsDraft>(awsDraftOf(null, 'us-east-1'));
  const { busy, failure, report, run } = useCheck();
  const address = slug ?? slugOf(name);
  const fault = unfielded(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(() => make({ slug: address, name, ...awsInputOf(draft) }));
  };
  return (
    <Frame
      title={report === null ? 'Connect to AWS Batch' : `${name} is connected`}
      {...{ report, form, busy, onClose }}
      send="Check and connect"
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <TextField
          label="Name"
          value={name}
          error={failure?.fields?.name}
          autoFocus
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Address"
          mono
          value={address}
          error={failure?.fields?.slug}
          note={`Its pages stand under /${address === '' ? '…' : address}. It stays as it is made.`}
          maxLength={40}
          onChange={(event) => setSlug(event.target.value)}
        />
        <AwsFields draft={draft} failure={failure} hasBefore={false} onChange={setDraft} />
      </form>
    </Frame>
  );
}

/** Gives a connection to AWS other credentials, endpoint or pace. */
export function ChangeAwsDialog({
  connection,
  change,
  onClose,
}: {
  connection: ConnectionCard;
  change: ConnectionActions['changeAws'];
  onClose: () => void;
}) {
  const form = useId();
  const [draft, setDraft] = useState<AwsDraft>(awsDraftOf(connection.aws, connection.region));
  const { busy, failure, report, run } = useCheck();
  const fault = unfielded(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(() => change({ connection: connection.slug, ...awsInputOf(draft) }));
  };
  return (
    <Frame title={`How ${connection.name} reaches AWS`} {...{ report, form, busy, onClose }} send="Check and save">
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <AwsFields draft={draft} failure={failure} hasBefore onChange={setDraft} />
      </form>
    </Frame>
  );
}

/** Tries again what a connection's credentials may do. */
export function CheckAwsDialog({
  connection,
  check,
  onClose,
}: {
  connection: ConnectionCard;
  check: ConnectionActions['checkAws'];
  onClose: () => void;
}) {
  const form = useId();
  const { busy, failure, report, run } = useCheck();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(() => check({ connection: connection.slug }));
  };
  return (
    <Frame title={`What ${connection.name} may do`} {...{ report, form, busy, onClose }} send="Check">
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {failure !== null && <Banner tone="bad">{failure.message}</Banner>}
        <p className="text-13 text-tx2">
          Each call that the portal follows AWS with is tried once. Nothing is changed there.
        </p>
      </form>
    </Frame>
  );
}
