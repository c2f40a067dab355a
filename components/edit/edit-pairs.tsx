'use client';

import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isMask, visibleText } from '@/lib/batch';
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

/** Where the value stands in an entry of a list: variables have `value`, secrets `valueFrom`. */
type ValueMember = 'value' | 'valueFrom';

function pairsOf(value: JsonValue | undefined, member: ValueMember): Pair[] {
  if (Array.isArray(value)) {
    return value.map((item, id) =>
      isObject(item)
        ? { id, name: textOf(item.name), value: textOf(item[member]) }
        : { id, name: '', value: textOf(item) },
    );
  }
  return isObject(value) ? Object.entries(value).map(([name, item], id) => ({ id, name, value: textOf(item) })) : [];
}

function valueOfPairs(pairs: readonly Pair[], as: 'map' | 'list', member: ValueMember): JsonValue | undefined {
  if (as === 'list')
    return pairs.length === 0 ? undefined : pairs.map(({ name, value }) => ({ name, [member]: value }));
  const named = pairs.filter(({ name }) => name !== '');
  const map: JsonObject = Object.fromEntries(named.map(({ name, value }) => [name, value]));
  return named.length === 0 ? undefined : map;
}

/** Pairs as they are typed: a map can hold neither a name that stands twice nor an empty one while they are changed. */
function usePairs(path: string, as: 'map' | 'list', member: ValueMember): [readonly Pair[], (pairs: Pair[]) => void] {
  const { valueIn, write } = useEdit();
  const value = valueIn(path);
  const [typed, setTyped] = useState<Pair[]>(() => pairsOf(value, member));
  const shown = isSame(valueOfPairs(typed, as, member), value) ? typed : pairsOf(value, member);
  return [
    shown,
    (pairs) => {
      setTyped(pairs);
      write(path, valueOfPairs(pairs, as, member));
    },
  ];
}

function PairRow({
  pair,
  what,
  path,
  isWrong,
  onChange,
  onRemove,
}: {
  pair: Pair;
  what: string;
  path: string;
  isWrong: boolean;
  onChange: (change: Partial<Pair>) => void;
  onRemove: () => void;
}) {
  const { isInert } = useEdit();
  const isMasked = isMask(pair.value);
  const plain = { disabled: isInert, autoComplete: 'off', spellCheck: false } as const;
  return (
    <div data-path={path} className="flex items-center gap-1.5">
      <input
        {...plain}
        aria-label={`Name of ${what}`}
        value={pair.name}
        maxLength={300}
        placeholder="name"
        onChange={(event) => onChange({ name: event.target.value })}
        className={controlClass(isWrong, 'h-[30px] font-mono text-12')}
      />
      <span aria-hidden className="text-tx3t">
        =
      </span>
      <input
        {...plain}
        aria-label={`Value of ${what}`}
        value={isMasked ? '' : pair.value}
        placeholder={isMasked ? 'not kept: type it again' : 'value'}
        onChange={(event) => onChange({ value: event.target.value })}
        className={controlClass(isMasked, 'h-[30px] font-mono text-12')}
      />
      <IconButton size="form" label={`Take out ${what}`} disabled={isInert} onClick={onRemove}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Most defined ones that are offered; the call's editor takes any. */
const OFFERED = 12;

function Defined({
  pairs,
  onTake,
}: {
  pairs: readonly { name: string; value: string }[];
  onTake: (pair: { name: string; value: string }) => void;
}) {
  const { isInert } = useEdit();
  if (pairs.length === 0) return null;
  return (
    <>
      <span className="text-12 text-tx3t">defined</span>
      {pairs.slice(0, OFFERED).map((pair) => (
        <button
          key={pair.name}
          type="button"
          disabled={isInert}
          title={isMask(pair.value) ? 'Its value is masked here.' : visibleText(pair.value)}
          onClick={() => onTake(pair)}
          className="link min-h-6 max-w-64 truncate font-mono text-12"
        >
          {visibleText(pair.name)}
          {!isMask(pair.value) && <span className="text-tx3t">={visibleText(pair.value)}</span>}
        </button>
      ))}
      {pairs.length > OFFERED && <span className="text-12 text-tx3t">and {pairs.length - OFFERED} more</span>}
    </>
  );
}

/** A row with names and values: a map such as tags, or a list of `{ name, value }` such as environment variables. */
export function EditPairs({
  path,
  label,
  what,
  as = 'map',
  member = 'value',
  note,
  defined = [],
}: {
  path: string;
  label: string;
  /** One of them: `tag`. */
  what: string;
  as?: 'map' | 'list';
  member?: ValueMember;
  note?: ReactNode;
  /** What holds where nothing is given here; a click takes it over to be changed. */
  defined?: readonly { name: string; value: string }[];
}) {
  const { isInert, problems } = useEdit();
  const [pairs, setPairs] = usePairs(path, as, member);
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
        <PairRow
          key={pair.id}
          pair={pair}
          what={`${what} ${at + 1}`}
          path={as === 'list' ? `${path}[${at}]` : `${path}.${pair.name}`}
          isWrong={isWrong && pair.name === ''}
          onChange={(change) => set(pair.id, change)}
          onRemove={() => setPairs(pairs.filter(({ id }) => id !== pair.id))}
        />
      ))}
      {twice !== undefined && (
        <p className="text-12 text-badt">{visibleText(twice.name)} stands twice: the last one holds.</p>
      )}
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Button
          size="panel"
          disabled={isInert}
          onClick={() => setPairs([...pairs, { id: nextId, name: '', value: '' }])}
        >
          <Plus size={13} strokeWidth={1.75} aria-hidden />
          Add {what}
        </Button>
        <Defined
          pairs={defined.filter(({ name }) => !pairs.some((pair) => pair.name === name))}
          onTake={({ name, value }) => setPairs([...pairs, { id: nextId, name, value }])}
        />
      </div>
    </EditRow>
  );
}
