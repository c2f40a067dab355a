'use client';

import { Plus, Trash2, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ServiceEnvironmentRow } from '@/lib/history';
import { ConsequenceDialog } from '../consequence/consequence-dialog';
import { useConnection } from '../data/connection';
import { onEach } from '../resource-acts/act';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { showToast } from '../ui/toast';
import {
  type AskedOfServices,
  LIMITS_MAX,
  type Limit,
  type LimitDraft,
  limitsOf,
  type ServiceEnvironmentActions,
} from './service-acts';

function LimitLines({ lines, onChange }: { lines: readonly LimitDraft[]; onChange: (next: LimitDraft[]) => void }) {
  const write = (at: number, change: Partial<LimitDraft>) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, ...change } : line)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-12 text-tx3t">
        Limits: NUM_INSTANCES for queues that are first in, first out or follow fair share; instance types for quota
        shares.
      </legend>
      {lines.map((line, at) => (
        <div key={line.key} className="flex items-end gap-2">
          <TextField
            label={`Unit ${at + 1}`}
            value={line.unit}
            mono
            className="min-w-0 flex-1"
            onChange={(event) => write(at, { unit: event.target.value.trim() })}
          />
          <TextField
            label={`At most ${at + 1}`}
            value={line.most}
            inputMode="numeric"
            className="w-24"
            onChange={(event) => write(at, { most: event.target.value.trim() })}
          />
          {lines.length > 1 && (
            <Button
              size="form"
              aria-label={`Take limit ${at + 1} away`}
              onClick={() => onChange(lines.filter((_, index) => index !== at))}
            >
              <X size={14} aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {lines.length < LIMITS_MAX && (
        <Button
          size="form"
          onClick={() =>
            onChange([...lines, { key: 1 + Math.max(...lines.map(({ key }) => key)), unit: '', most: '1' }])
          }
        >
          <Plus size={14} aria-hidden /> Another limit
        </Button>
      )}
    </fieldset>
  );
}

/** Asks for a new environment's name and limits, or for another one's limits. */
function LimitsDialog({
  row,
  onClose,
  onSend,
}: {
  row: ServiceEnvironmentRow | null;
  onClose: () => void;
  onSend: (name: string, limits: Limit[]) => Promise<string | null>;
}) {
  const [name, setName] = useState(row?.name ?? '');
  const [lines, setLines] = useState<LimitDraft[]>(
    row?.capacity.map(({ unit, maximum }, key) => ({ key, unit, most: String(maximum) })) ?? [
      { key: 0, unit: 'NUM_INSTANCES', most: '1' },
    ],
  );
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const written = limitsOf(lines);
  const isNamed = /^[A-Za-z0-9_-]{1,128}$/.test(name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!('limits' in written) || !isNamed || isSending) return;
    setSending(true);
    setRefusal(await onSend(name, written.limits));
    setSending(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={row === null ? 'New service environment' : `Limits of ${row.name}`}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="form"
            variant="primary"
            type="submit"
            form="service-limits"
            disabled={!('limits' in written) || !isNamed || isSending}
          >
            {row === null ? 'Create service environment' : 'Set limits'}
          </Button>
        </>
      }
    >
      <form id="service-limits" onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {row === null && (
          <TextField
            label="Name"
            value={name}
            error={name === '' || isNamed ? undefined : 'A name has 1 to 128 letters, digits, - and _.'}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <LimitLines lines={lines} onChange={setLines} />
        {'error' in written && <p className="text-12 text-warn">{written.error}</p>}
        {refusal !== null && (
          <p role="alert" className="text-13 text-badt">
            {refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** The dialog of what was asked for of service environments. Loaded on first use. */
export function ServiceDialogs({
  asked,
  actions,
  onClose,
}: {
  asked: AskedOfServices;
  actions: ServiceEnvironmentActions;
  onClose: () => void;
}) {
  const { slug } = useConnection();
  if (asked.act === 'delete') {
    const { row } = asked;
    return (
      <ConsequenceDialog
        consequence={{
          title: `Delete ${row.name}?`,
          icon: <Trash2 size={18} strokeWidth={1.75} className="text-failed" aria-hidden />,
          description: 'AWS deletes it only while it is disabled and no queue refers to it. This can’t be undone.',
          act: `Delete ${row.name}`,
          isDanger: true,
          calls: [{ operation: 'DeleteServiceEnvironment', count: 1 }],
          typed: row.name,
        }}
        act={onEach([{ ...row, id: row.name }], ({ name, version }) =>
          actions.remove({ connection: slug, name, basedOn: version }),
        )}
        onClose={onClose}
      />
    );
  }
  const row = asked.act === 'limits' ? asked.row : null;
  return (
    <LimitsDialog
      row={row}
      onClose={onClose}
      onSend={async (name, capacityLimits) => {
        const result =
          row === null
            ? await actions.create({ connection: slug, name, capacityLimits })
            : await actions.update({ connection: slug, name, basedOn: row.version, capacityLimits });
        if (!result.ok) return result.error.message;
        showToast({ title: row === null ? `Service environment ${name} is made.` : `${name}: limits set.` });
        onClose();
        return null;
      }}
    />
  );
}
