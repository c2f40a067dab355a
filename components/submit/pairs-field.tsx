'use client';

import { Plus, X } from 'lucide-react';
import { visibleText } from '@/lib/batch';
import { Button, IconButton } from '../ui/button';
import { controlClass } from '../ui/field';
import type { DraftPair } from './submit-draft';

function PairRow({
  pair,
  what,
  isInvalid,
  onChange,
  onRemove,
}: {
  pair: DraftPair;
  what: string;
  isInvalid: boolean;
  onChange: (change: Partial<DraftPair>) => void;
  onRemove: () => void;
}) {
  return (
    <div className="flex items-center gap-1.5">
      <input
        aria-label={`Name of ${what}`}
        value={pair.name}
        maxLength={300}
        placeholder="name"
        onChange={(event) => onChange({ name: event.target.value })}
        className={controlClass(isInvalid, 'h-8 font-mono text-12')}
      />
      <span aria-hidden className="text-tx3t">
        =
      </span>
      <input
        aria-label={`Value of ${what}`}
        value={pair.value}
        placeholder="value"
        onChange={(event) => onChange({ value: event.target.value })}
        className={controlClass(false, 'h-8 font-mono text-12')}
      />
      <IconButton size="form" label={`Take out ${what}`} onClick={onRemove}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** A list of names and values; what is wrong with it stands beneath. */
export function PairsField({
  label,
  singular,
  pairs,
  defined,
  error,
  onChange,
}: {
  label: string;
  singular: string;
  pairs: readonly DraftPair[];
  /** What the definition sets, to be taken over by a click. */
  defined: readonly { name: string; value: string }[];
  error: string | undefined;
  onChange: (pairs: DraftPair[]) => void;
}) {
  const nextId = pairs.reduce((most, pair) => Math.max(most, pair.id), 0) + 1;
  const set = (id: number, change: Partial<DraftPair>) =>
    onChange(pairs.map((pair) => (pair.id === id ? { ...pair, ...change } : pair)));
  const missing = defined.filter(({ name }) => !pairs.some((pair) => pair.name === name));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-invalid={error !== undefined}>
      <legend className="mb-1.5 text-12 font-medium text-tx2">{label}</legend>
      {pairs.map((pair, index) => (
        <PairRow
          key={pair.id}
          pair={pair}
          what={`${singular} ${index + 1}`}
          isInvalid={error !== undefined && pair.name.trim() === ''}
          onChange={(change) => set(pair.id, change)}
          onRemove={() => onChange(pairs.filter((one) => one.id !== pair.id))}
        />
      ))}
      {error !== undefined && (
        <p role="alert" className="text-12 text-badt">
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="panel" onClick={() => onChange([...pairs, { id: nextId, name: '', value: '' }])}>
          <Plus size={13} strokeWidth={1.75} aria-hidden />
          Add {singular}
        </Button>
        {missing.slice(0, 8).map(({ name, value }) => (
          <button
            key={name}
            type="button"
            title={visibleText(`Defined: ${value}`)}
            onClick={() => onChange([...pairs, { id: nextId, name, value }])}
            className="link min-h-6 max-w-48 truncate font-mono text-12"
          >
            {visibleText(name)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
