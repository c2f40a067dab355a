'use client';

import { FlaskConical } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { SelectField } from '../ui/select';
import { Banner } from '../ui/verdict';
import type { ConnectionActions } from './connection-view';
import { NameFields, useName } from './name-fields';
import { type ScenarioDraft, ScenarioFields, scenarioInput } from './scenario-fields';
import { unfielded, useConnectionAct } from './use-connection-act';

const SPEEDS = [
  { value: '1', label: '1×, as the days pass' },
  { value: '60', label: '60×, an hour a minute' },
  { value: '600', label: '600×, a day in 2.4 minutes' },
  { value: 'max', label: 'As fast as it goes' },
] as const;

type Speed = (typeof SPEEDS)[number]['value'];
type Draft = ScenarioDraft<'demo' | 'empty' | 'own'>;

/** Makes a simulated connection. */
export function MakeDialog({ make, onClose }: { make: ConnectionActions['make']; onClose: () => void }) {
  const form = useId();
  const named = useName();
  const { name, address } = named;
  const [speed, setSpeed] = useState<Speed>('1');
  const [draft, setDraft] = useState<Draft>({ scenario: 'demo', document: '', seed: '' });
  const { act, busy, failure } = useConnectionAct(onClose);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const pace = speed === 'max' ? ('max' as const) : Number(speed);
    void act(() => make({ slug: address, name, speed: pace, ...scenarioInput(draft) }), `${name} is made and runs.`);
  };
  const fault = unfielded(failure);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New simulated connection"
      icon={<FlaskConical size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" variant="primary" type="submit" form={form} disabled={busy}>
            {busy ? 'Making it…' : 'Make connection'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-3.5">
        {fault !== null && <Banner tone="bad">{fault}</Banner>}
        <NameFields named={named} failure={failure} />
        <ScenarioFields choices={['demo', 'empty', 'own']} draft={draft} failure={failure} onChange={setDraft} />
        <SelectField label="Speed" options={SPEEDS} value={speed} onChange={setSpeed} />
      </form>
    </Dialog>
  );
}
