'use client';

import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isMask } from '@/lib/batch';
import { isObject, isSame, type JsonObject, type JsonValue } from '@/lib/forms';
import { Button, IconButton } from '../ui/button';
import { controlClass } from '../ui/field';
import { EditRow } from './edit-row';
import { useEdit } from './edit-state';

interface Pair {
  id: number;
  name: string;
  value: string;
}

const textOf = (value: JsonValue | undefined) =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

function pairsOf(value: JsonValue | undefined): Pair[] {
  if (Array.isArray(value)) {
    return value.map((item, id) =>
      isObject(item)
        ? { id, name: textOf(item.name), value: textOf(item.value) }
        : { id, name: '', value: textOf(item) },
    );
  }
  return isObject(value) ? Object.entries(value).map(([name, item], id) => ({ id, name, value: textOf(item) })) : [];
}

function valueOfPairs(pairs: readonly Pair[], as: 'map' | 'list'): JsonValue | undefined {
  if (as === 'list') return pairs.length === 0 ? undefined : pairs.map(({ name, value }) => ({ name, value }));
  const named = pairs.filter(({ name }) => name !== '');
  const map: JsonObject = Object.fromEntries(named.map(({ name, value }) => [name, value]));
  return named.length === 0 ? undefined : map;
}

/** Pairs as they are typed: a map can hold neither a name that stands twice nor an empty one while they are changed. */
function usePairs(path: string, as: 'map' | 'list'): [readonly Pair[], (pairs: Pair[]) => void] {
  const { valueIn, write } = useEdit();
  const value = valueIn(path);
  const [typed, setTyped] = useState<Pair[]>(() => pairsOf(value));
  const shown = isSame(valueOfPairs(typed, as), value) ? typed : pairsOf(value);
  return [
    shown,
    (pairs) => {
      setTyped(pairs);
      write(path, valueOfPairs(pairs, as));
    },
  ];
}

/** A row with names and values: a map such as tags, or a list of `{ name, value }` such as environment variables. */
export function EditPairs({
  path,
  label,
  what,
  as = 'map',
  note,
}: {
  path: string;
  label: string;
  /** One of them: `tag`. */
  what: string;
  as?: 'map' | 'list';
  note?: ReactNode;
}) {
  const { isInert, problems } = useEdit();
  const [pairs, setPairs] = usePairs(path, as);
  const nextId = pairs.reduce((most, { id }) => Math.max(most, id), -1) + 1;
  const set = (id: number, change: Partial<Pair>) =>
    setPairs(pairs.map((pair) => (pair.id === id ? { ...pair, ...change } : pair)));
  const twice = pairs.find(
    ({ id, name }) => name !== '' && pairs.some((other) => other.id !== id && other.name === name),
  );
  const isWrong = problems.some((problem) => problem.path.startsWith(path));
  return (
    <EditRow label={label} paths={[path]} note={note}>
      {pairs.map((pair, at) => (
        <div
          key={pair.id}
          data-path={as === 'list' ? `${path}[${at}]` : `${path}.${pair.name}`}
          className="flex items-center gap-1.5"
        >
          <input
            aria-label={`Name of ${what} ${at + 1}`}
            value={pair.name}
            maxLength={300}
            placeholder="name"
            disabled={isInert}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set(pair.id, { name: event.target.value })}
            className={controlClass(isWrong && pair.name === '', 'h-[30px] font-mono text-12')}
          />
          <span aria-hidden className="text-tx3t">
            =
          </span>
          <input
            aria-label={`Value of ${what} ${at + 1}`}
            value={isMask(pair.value) ? '' : pair.value}
            placeholder={isMask(pair.value) ? 'not kept: type it again' : 'value'}
            disabled={isInert}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set(pair.id, { value: event.target.value })}
            className={controlClass(isMask(pair.value), 'h-[30px] font-mono text-12')}
          />
          <IconButton
            size="form"
            label={`Take out ${what} ${at + 1}`}
            disabled={isInert}
            onClick={() => setPairs(pairs.filter(({ id }) => id !== pair.id))}
          >
            <X size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
      ))}
      {twice !== undefined && <p className="text-12 text-badt">{twice.name} stands twice: the last one holds.</p>}
      <div>
        <Button
          size="panel"
          disabled={isInert}
          onClick={() => setPairs([...pairs, { id: nextId, name: '', value: '' }])}
        >
          <Plus size={13} strokeWidth={1.75} aria-hidden />
          Add {what}
        </Button>
      </div>
    </EditRow>
  );
}
