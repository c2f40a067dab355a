'use client';

import { OctagonX } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { JOB_STATUSES } from '@/lib/batch';
import { useConnection } from '../data/connection';
import { formatCount, formatNumber } from '../format/number';
import { StateBar } from '../ui/bars';
import { Button } from '../ui/button';
import { AlertDialog } from '../ui/dialog';
import { TextAreaField, TextField } from '../ui/field';
import { STATE_WORD, StatusGlyph } from '../ui/status';
import { Banner } from '../ui/verdict';
import { type TerminateAction, type TerminateProgress, terminateAll } from './terminate';
import { cutWords, type TerminatePlan, TYPED_FROM } from './terminate-plan';

function Consequences({ plan }: { plan: TerminatePlan }) {
  const rows = JOB_STATUSES.filter((status) => (plan.counts[status] ?? 0) > 0);
  return (
    <div className="flex flex-col gap-3">
      <StateBar counts={plan.counts} part="active" />
      <dl className="flex flex-col gap-1.5 text-13">
        {rows.map((status) => (
          <div key={status} className="flex items-center gap-2">
            <dt className="flex items-center gap-2 text-tx2">
              <StatusGlyph state={status} />
              {STATE_WORD[status]}
            </dt>
            <dd className="num ml-auto font-semibold text-tx0">{formatNumber(plan.counts[status])}</dd>
          </div>
        ))}
        <div className="flex items-center gap-2">
          <dt className="text-tx2">Calls</dt>
          <dd className="num ml-auto text-tx0">{formatCount(plan.ids.length, 'TerminateJob', 'TerminateJob')}</dd>
        </div>
        {plan.ended > 0 && (
          <div className="flex items-center gap-2">
            <dt className="text-tx2">Have ended already and are left out</dt>
            <dd className="num ml-auto text-tx0">{formatNumber(plan.ended)}</dd>
          </div>
        )}
      </dl>
      {plan.cut !== null && (
        <Banner tone="warn" title={`${cutWords(plan.cut)} that match, arrays counted once.`}>
          One act takes no more. Those left out go on; act on all that match again once these have ended.
        </Banner>
      )}
      <p className="text-12 text-tx3t">
        The choice is frozen: what begins to match later is not touched. Jobs that depend on these will fail too.
      </p>
    </div>
  );
}

function Progress({ progress, total }: { progress: TerminateProgress; total: number }) {
  const through = total - progress.left;
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      <progress className="h-2 w-full accent-tx1" max={total} value={through} aria-label="Calls made" />
      <p className="num text-13 text-tx1">
        <strong className="font-semibold text-tx0">{formatNumber(progress.done)}</strong> terminated,{' '}
        {formatNumber(progress.failed.length)} refused, {formatNumber(progress.left)} left
      </p>
      {progress.stopped !== null && <Banner tone="warn">{progress.stopped}</Banner>}
      {progress.failed.length > 0 && (
        <ul className="quiet-scroll max-h-40 overflow-y-auto rounded-control border border-ln2">
          {progress.failed.slice(0, 100).map(({ id, message }) => (
            <li key={id} className="border-b border-ln2 px-2.5 py-1.5 text-12 last:border-b-0">
              <code className="break-all text-tx1">{id}</code> <span className="break-words text-tx2">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ReasonFields({
  plan,
  reason,
  typed,
  onReason,
  onTyped,
}: {
  plan: TerminatePlan;
  reason: string;
  typed: string;
  onReason: (text: string) => void;
  onTyped: (text: string) => void;
}) {
  return (
    <div className="flex flex-col gap-3">
      <TextAreaField
        label="Reason"
        hint="stands in each job’s history"
        value={reason}
        maxLength={1024}
        rows={2}
        onChange={(event) => onReason(event.target.value)}
      />
      {plan.jobs >= TYPED_FROM && (
        <TextField
          label={`Type ${plan.jobs} to confirm`}
          inputMode="numeric"
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
      )}
    </div>
  );
}

interface DialogProps {
  /** Frozen when the dialog opened. */
  plan: TerminatePlan;
  /** What the dialog is about where it is one job. */
  name?: string | undefined;
  action: TerminateAction;
  onClose: (hasEnded: boolean) => void;
}

function titleOf(plan: TerminatePlan, name: string | undefined): string {
  if (plan.jobs === 0) return 'Nothing is left to terminate';
  return name !== undefined ? `Terminate ${name}?` : `Terminate ${formatCount(plan.jobs, 'job')}?`;
}

function Footer({
  phase,
  count,
  canRun,
  cancel,
  onCancel,
  onRun,
}: {
  phase: 'asking' | 'running' | 'over';
  count: number;
  canRun: boolean;
  cancel: RefObject<HTMLButtonElement | null>;
  onCancel: () => void;
  onRun: () => void;
}) {
  return (
    <>
      <Button size="form" ref={cancel} onClick={onCancel}>
        {phase === 'asking' ? 'Cancel' : phase === 'running' ? 'Stop' : 'Close'}
      </Button>
      {phase === 'asking' && count > 0 && (
        <Button size="form" variant="danger-filled" disabled={!canRun} onClick={onRun}>
          Terminate {formatCount(count, 'job')}
        </Button>
      )}
    </>
  );
}

/** Asks before jobs are ended: how many, in which state, by how many calls, for which reason. Cancel has the focus. */
export function TerminateDialog({ plan, name, action, onClose }: DialogProps) {
  const { slug } = useConnection();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState<TerminateProgress | null>(null);
  const [isOver, setOver] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const isStopped = useRef(false);
  const phase = isOver ? 'over' : progress === null ? 'asking' : 'running';
  const isTyped = plan.jobs < TYPED_FROM || typed.replace(/[\s,]/g, '') === String(plan.jobs);
  const run = async () => {
    setProgress({ done: 0, failed: [], left: plan.ids.length, stopped: null });
    const request = { connection: slug, ids: plan.ids, reason: reason.trim() };
    const end = await terminateAll(action, request, setProgress, () => isStopped.current);
    if (end.failed.length === 0 && end.stopped === null) onClose(true);
    else setOver(true);
  };
  const leave = () => {
    if (phase === 'running') isStopped.current = true;
    else onClose(phase === 'over');
  };
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && leave()}
      title={titleOf(plan, name)}
      icon={<OctagonX size={18} strokeWidth={1.75} className="text-failed" aria-hidden />}
      description={
        plan.jobs === 0
          ? 'All of them have ended.'
          : 'They end as FAILED. What an attempt has done so far is lost. This can’t be undone.'
      }
      initialFocus={cancel}
      footerNote={phase === 'asking' && reason.trim() === '' && plan.jobs > 0 ? 'A reason is needed.' : undefined}
      footer={
        <Footer
          phase={phase}
          count={plan.jobs}
          canRun={reason.trim() !== '' && isTyped}
          cancel={cancel}
          onCancel={leave}
          onRun={() => void run()}
        />
      }
    >
      {progress !== null ? (
        <Progress progress={progress} total={plan.ids.length} />
      ) : plan.jobs > 0 ? (
        <div className="flex flex-col gap-4">
          <Consequences plan={plan} />
          <ReasonFields plan={plan} reason={reason} typed={typed} onReason={setReason} onTyped={setTyped} />
        </div>
      ) : null}
    </AlertDialog>
  );
}
