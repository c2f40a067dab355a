'use client';

import { RotateCcw } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { formatCount } from '../format/number';
import { Button } from '../ui/button';
import { AlertDialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import type { ConnectionActions, ConnectionCard } from './connection-view';
import { type ScenarioDraft, ScenarioFields, scenarioInput } from './scenario-fields';
import { unfielded, useConnectionAct } from './use-connection-act';

type Draft = ScenarioDraft<'same' | 'demo' | 'empty' | 'own'>;

/** Asks before a new epoch begins, and with what. */
export function ResetDialog({
  connection,
  reset,
  onClose,
}: {
  connection: ConnectionCard;
  reset: ConnectionActions['reset'];
  onClose: () => void;
}) {
  const form = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const [draft, setDraft] = useState<Draft>({ scenario: 'same', document: '', seed: '' });
  const { act, busy, failure } = useConnectionAct(onClose);
  const next = connection.epoch + 1;
  const jobs = connection.epochs.find((one) => one.epoch === connection.epoch)?.jobs ?? 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    void act(
      () => reset({ connection: connection.slug, ...scenarioInput(draft) }),
      `${connection.name} runs epoch ${next} now.`,
    );
  };
  const fault = unfielded(failure);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Reset ${connection.name} to epoch ${next}?`}
      icon={<RotateCcw size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      description={`Epoch ${connection.epoch} stops for good, its ${formatCount(jobs, 'job')} wherever they are. Its history stays to be read. Open pages go to the new epoch.`}
      initialFocus={cancel}
      footer={
        <>
          <Button size="form" ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="danger-filled" type="submit" form={form} disabled={busy}>
            {busy ? 'Resetting…' : `Begin epoch ${next}`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <ScenarioFields
          choices={['same', 'demo', 'empty', 'own']}
          draft={draft}
          failure={failure}
          onChange={setDraft}
        />
      </form>
    </AlertDialog>
  );
}
