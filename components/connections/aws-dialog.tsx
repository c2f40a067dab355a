'use client';

import { Cloud } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { AccessReport } from '@/lib/driver';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import { AccessReportTable } from './access-report';
import { type AwsDraft, AwsFields, awsDraftOf, awsInputOf } from './aws-fields';
import type { ConnectionActions, ConnectionCard } from './connection-view';
import { NameFields, useName } from './name-fields';
import { unfielded, useOneAct } from './use-connection-act';

const CHECKING = 'Checking what works…';

type Answer = Awaited<ReturnType<ConnectionActions['makeAws']>>;

/** One check at a time; what came of it. */
function useCheck() {
  const [report, setReport] = useState<AccessReport | null>(null);
  const { run, busy, failure } = useOneAct();
  return { busy, failure, report, run: (call: () => Promise<Answer>) => run(call, (value) => setReport(value.report)) };
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
  const named = useName();
  const { name, address } = named;
  const [draft, setDraft] = useState<AwsDraft>(awsDraftOf(null, 'us-east-1'));
  const { busy, failure, report, run } = useCheck();
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
        <NameFields named={named} failure={failure} />
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
