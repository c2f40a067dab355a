'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { nameOfArn } from '@/lib/batch';
import { isObject, type JsonValue, type KnownEnvironment, QUEUE_ENVIRONMENTS_MAX } from '@/lib/forms';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { KIND_WORD } from '../environments/environment-words';
import { IconButton } from '../ui/button';
import { Select } from '../ui/select';

const PATH = 'computeEnvironmentOrder';

/** The names of a queue's environments, first tried first. */
export function orderedNames(value: JsonValue | undefined): string[] {
  const entries = Array.isArray(value) ? value.filter(isObject) : [];
  return [...entries]
    .sort((a, b) => Number(a.order) - Number(b.order))
    .map(({ computeEnvironment }) => (typeof computeEnvironment === 'string' ? nameOfArn(computeEnvironment) : ''));
}

const orderOf = (names: readonly string[]): JsonValue =>
  names.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment }));

function OrderEntry({
  name,
  at,
  count,
  known,
  move,
}: {
  name: string;
  at: number;
  count: number;
  known: KnownEnvironment | undefined;
  move: (to: number | null) => void;
}) {
  const { isInert, problems } = useEdit();
  const isWrong = problems.some(({ path }) => path.startsWith(`${PATH}[${at}]`));
  return (
    <li
      data-path={`${PATH}[${at}]`}
      className={`flex min-h-9 items-center gap-2.5 border-b border-ln2 pl-2.5 pr-1 last:border-b-0 ${isWrong ? 'bg-badg' : ''}`}
    >
      <span className="num w-4 text-12 text-tx3t">{at + 1}</span>
      <span className="min-w-0 flex-1 truncate text-13 text-tx0" title={name}>
        {name}
      </span>
      <span className="text-12 text-tx3t">
        {known === undefined
          ? 'not known here'
          : `${KIND_WORD[known.type]}${known.status === 'VALID' ? '' : `, ${known.status}`}`}
      </span>
      <span className="flex">
        <IconButton size="panel" label={`Move ${name} up`} disabled={isInert || at === 0} onClick={() => move(at - 1)}>
          <ArrowUp size={13} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton
          size="panel"
          label={`Move ${name} down`}
          disabled={isInert || at === count - 1}
          onClick={() => move(at + 1)}
        >
          <ArrowDown size={13} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton size="panel" label={`Take out ${name}`} disabled={isInert} onClick={() => move(null)}>
          <X size={13} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}

/** The environments of a queue in the order they are tried, with up and down. */
export function QueueOrder({ environments }: { environments: readonly KnownEnvironment[] }) {
  const { valueIn, write, isInert } = useEdit();
  const names = orderedNames(valueIn(PATH));
  const left = environments.filter(({ name }) => !names.includes(name));
  const put = (next: readonly string[]) => write(PATH, orderOf(next));
  const move = (at: number, to: number | null) => {
    const without = names.toSpliced(at, 1);
    put(to === null ? without : without.toSpliced(to, 0, names[at] ?? ''));
  };
  return (
    <EditRow
      label="Environments"
      paths={[PATH]}
      note="Tried from the top: the next one takes over when the one before has no room."
    >
      {names.length > 0 && (
        <ol className="rounded-control border border-ln" aria-label="Environments in order">
          {names.map((name, at) => (
            <OrderEntry
              key={name}
              name={name}
              at={at}
              count={names.length}
              known={environments.find((one) => one.name === name)}
              move={(to) => move(at, to)}
            />
          ))}
        </ol>
      )}
      {names.length < QUEUE_ENVIRONMENTS_MAX && (
        <div data-path={PATH} className="flex">
          <Select
            label="Add an environment"
            options={[
              { value: '', label: left.length === 0 ? 'No other environment' : 'Add an environment…' },
              ...left.map(({ name, type, status }) => ({
                value: name,
                label: name,
                note: status === 'VALID' ? KIND_WORD[type] : `${KIND_WORD[type]}, ${status}`,
              })),
            ]}
            value=""
            disabled={isInert || left.length === 0}
            onChange={(name) => name !== '' && put([...names, name])}
            className="h-[30px] min-w-64 max-w-full border-edge bg-bg2"
          />
        </div>
      )}
    </EditRow>
  );
}
