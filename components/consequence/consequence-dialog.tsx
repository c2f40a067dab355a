'use client';

import { useRef, useState } from 'react';
import { visibleText } from '@/lib/batch';
import { formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { AlertDialog } from '../ui/dialog';
import { TextAreaField, TextField } from '../ui/field';
import { Banner } from '../ui/verdict';
import { type Act, type ActProgress, type Consequence, isTypedRight } from './consequence';
import { ConsequenceFacts } from './consequence-facts';

const MOST_FAILURES = 100;

function Progress({ progress }: { progress: ActProgress }) {
  const { done, failed, left, stopped } = progress;
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      <progress
        className="h-2 w-full accent-tx1"
        max={done + failed.length + left}
        value={done + failed.length}
        aria-label="Done so far"
      />
      <p className="num text-13 text-tx1">
        <strong className="font-semibold text-tx0">{formatNumber(done)}</strong> done, {formatNumber(failed.length)}{' '}
        refused, {formatNumber(left)} left
      </p>
      {stopped !== null && <Banner tone="warn">{stopped}</Banner>}
      {failed.length > 0 && (
        <ul className="quiet-scroll max-h-40 overflow-y-auto rounded-control border border-ln2">
          {failed.slice(0, MOST_FAILURES).map(({ id, message }) => (
            <li key={id} className="border-b border-ln2 px-2.5 py-1.5 text-12 last:border-b-0">
              <code className="break-all text-tx1">{id}</code>{' '}
              <span className="break-words text-tx2">{visibleText(message)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The texts that the act asks for: a reason, and the name or number to be typed. */
function Answers({
  consequence: { reason: asked, typed: wanted },
  reason,
  typed,
  onReason,
  onTyped,
}: {
  consequence: Consequence;
  reason: string;
  typed: string;
  onReason: (text: string) => void;
  onTyped: (text: string) => void;
}) {
  if (asked === undefined && wanted === undefined) return null;
  return (
    <div className="flex flex-col gap-3">
      {asked !== undefined && (
        <TextAreaField
          label={asked.label}
          hint={asked.hint}
          value={reason}
          maxLength={1024}
          rows={2}
          onChange={(event) => onReason(event.target.value)}
        />
      )}
      {wanted !== undefined && (
        <TextField
          label={`Type ${wanted} to confirm`}
          {...(/^\d+$/.test(wanted) && { inputMode: 'numeric' as const })}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
      )}
    </div>
  );
}

type Phase = 'asking' | 'running' | 'over';

/** The answers, and the act from its start to its end. */
function useAct(consequence: Consequence, act: Act, onClose: (isDone: boolean) => void) {
  const [reason, setReason] = useState(consequence.reason?.initial ?? '');
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState<ActProgress | null>(null);
  const [phase, setPhase] = useState<Phase>('asking');
  const isStopped = useRef(false);
  const needsReason = consequence.reason?.isRequired === true && reason.trim() === '';
  const run = async () => {
    setPhase('running');
    const end = await act(reason.trim(), setProgress, () => isStopped.current).catch(
      (): ActProgress => ({ done: 0, failed: [], left: 1, stopped: 'The portal does not answer.' }),
    );
    if (end.failed.length === 0 && end.stopped === null) return onClose(true);
    setProgress(end);
    setPhase('over');
  };
  const leave = () => {
    if (phase === 'running') isStopped.current = true;
    else onClose(phase === 'over' && (progress?.done ?? 0) > 0);
  };
  const canRun = !needsReason && isTypedRight(consequence.typed, typed);
  return { reason, setReason, typed, setTyped, progress, phase, needsReason, canRun, run, leave };
}

/**
 * Asks before an act that others depend on: what it means, by how many calls, for which reason. Cancel has the focus. `onClose`
 * is told whether anything was done. Load it on first use.
 */
export function ConsequenceDialog({
  consequence,
  act,
  onClose,
}: {
  consequence: Consequence;
  act: Act;
  onClose: (isDone: boolean) => void;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  const it = useAct(consequence, act, onClose);
  const isAsking = it.phase === 'asking';
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && it.leave()}
      title={consequence.title}
      icon={consequence.icon}
      description={consequence.description}
      initialFocus={cancel}
      footerNote={isAsking && it.needsReason && consequence.act !== null ? 'A reason is needed.' : undefined}
      footer={
        <>
          <Button size="form" ref={cancel} onClick={it.leave}>
            {isAsking ? 'Cancel' : it.phase === 'running' ? 'Stop' : 'Close'}
          </Button>
          {isAsking && consequence.act !== null && (
            <Button
              size="form"
              variant={consequence.isDanger ? 'danger-filled' : 'secondary'}
              disabled={!it.canRun}
              onClick={() => void it.run()}
            >
              {consequence.act}
            </Button>
          )}
        </>
      }
    >
      {it.progress !== null ? (
        <Progress progress={it.progress} />
      ) : (
        <div className="flex flex-col gap-4">
          <ConsequenceFacts consequence={consequence} />
          {consequence.act !== null && (
            <Answers
              consequence={consequence}
              reason={it.reason}
              typed={it.typed}
              onReason={it.setReason}
              onTyped={it.setTyped}
            />
          )}
        </div>
      )}
    </AlertDialog>
  );
}
