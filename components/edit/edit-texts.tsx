'use client';

import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { JsonValue } from '@/lib/forms';
import { IconButton } from '../ui/button';
import { classNames } from '../ui/class-names';
import { controlClass } from '../ui/field';
import { EditRow } from './edit-row';
import { useEdit } from './edit-state';

/** The texts of a list; what is no text is shown as JSON and can be taken out. */
export function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) : [];
}

function TextChip({
  value,
  path,
  what,
  onRemove,
}: {
  value: string;
  path: string;
  what: string;
  onRemove: () => void;
}) {
  const { problems, isInert } = useEdit();
  const isWrong = problems.some((problem) => problem.path === path);
  return (
    <span
      data-path={path}
      className={classNames(
        'inline-flex h-[30px] max-w-full items-center gap-1 rounded-control border bg-bg2 pl-2.5 pr-0.5 font-mono text-12 text-tx0 max-md:h-11',
        isWrong ? 'border-failed' : 'border-ln',
      )}
    >
      <span className="min-w-0 truncate" title={value}>
        {value}
      </span>
      <IconButton size="panel" label={`Take out ${what} ${value}`} disabled={isInert} onClick={onRemove}>
        <X size={12} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </span>
  );
}

/** An input that adds what is typed at a blank, a comma, Enter or when it is left; Backspace takes the last one out. */
function AddInput({ what, onAdd, onBack }: { what: string; onAdd: (texts: string[]) => void; onBack: () => void }) {
  const { isInert } = useEdit();
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    onAdd(text.split(/[\s,]+/).filter((one) => one !== ''));
    setTyped('');
  };
  return (
    <input
      aria-label={`Add ${what}`}
      value={typed}
      disabled={isInert}
      placeholder={`Add ${what}`}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => (/[\s,]/.test(target.value) ? add(target.value) : setTyped(target.value))}
      onBlur={() => typed !== '' && add(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          add(typed);
        }
        if (event.key === 'Backspace' && typed === '') onBack();
      }}
      className={controlClass(false, 'h-[30px] w-44! font-mono text-12')}
    />
  );
}

/** A row with a list of short texts, each a chip; several can be pasted, parted by commas, blanks or lines. */
export function EditTexts({
  path,
  label,
  what,
  suggestions = [],
  suggestedBy,
  note,
}: {
  path: string;
  label: string;
  /** One of them: `subnet`. */
  what: string;
  suggestions?: readonly string[];
  /** Where the suggestions come from: `used by other environments`. */
  suggestedBy?: string;
  note?: ReactNode;
}) {
  const { valueIn, write, isInert } = useEdit();
  const values = textsOf(valueIn(path));
  const left = suggestions.filter((one) => !values.includes(one)).slice(0, 6);
  const add = (texts: readonly string[]) => {
    const more = [...new Set(texts)].filter((one) => !values.includes(one));
    if (more.length > 0) write(path, [...values, ...more]);
  };
  const remove = (at: number) => write(path, values.toSpliced(at, 1));
  return (
    <EditRow label={label} paths={[path]} note={note}>
      <div data-path={path} className="flex flex-wrap items-center gap-1.5">
        {values.map((value, at) => (
          <TextChip key={value} value={value} path={`${path}[${at}]`} what={what} onRemove={() => remove(at)} />
        ))}
        <AddInput what={what} onAdd={add} onBack={() => values.length > 0 && remove(values.length - 1)} />
      </div>
      {left.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-12 text-tx3t">
          {suggestedBy}
          {left.map((one) => (
            <button
              key={one}
              type="button"
              disabled={isInert}
              onClick={() => add([one])}
              className="link inline-flex min-h-6 max-w-56 items-center gap-0.5 truncate font-mono"
            >
              <Plus size={11} strokeWidth={2} aria-hidden />
              {one}
            </button>
          ))}
        </div>
      )}
    </EditRow>
  );
}
