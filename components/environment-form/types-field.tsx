'use client';

import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { textsOf } from '../edit/edit-texts';
import { formatMoney } from '../format/money';
import { IconButton } from '../ui/button';
import { controlClass } from '../ui/field';
import { type TypeRow, typeChoices, typeRow } from './type-rows';

const PATH = 'computeResources.instanceTypes';
const CELL = 'px-2.5 py-1 text-right whitespace-nowrap';

function Price({ row }: { row: TypeRow }) {
  if (row.price === null) return '–';
  const { least, most } = row.price;
  return (
    <>
      {least === most ? formatMoney(least) : `from\u00a0${formatMoney(least)}`}
      {row.saving !== null && <span className="ml-1.5 text-okt">−{row.saving} %</span>}
    </>
  );
}

function TypeLine({ row, at, onRemove }: { row: TypeRow; at: number; onRemove: () => void }) {
  const { isInert, problems } = useEdit();
  const isWrong = problems.some(({ path }) => path === `${PATH}[${at}]`);
  return (
    <tr data-path={`${PATH}[${at}]`} className={`border-b border-ln2 ${isWrong ? 'bg-badg' : ''}`}>
      <th scope="row" className="max-w-44 truncate px-2.5 py-1 text-left font-normal text-tx0" title={row.entry}>
        {row.entry}
        {row.count > 1 && <span className="ml-1.5 text-12 text-tx3t">{row.count} types</span>}
      </th>
      <td className={`num ${CELL}`}>{row.vcpus}</td>
      <td className={`num ${CELL} max-md:hidden`}>{row.memory}</td>
      <td className={`num ${CELL} max-md:hidden`}>{row.gpus}</td>
      <td className={`num ${CELL}`}>
        <Price row={row} />
      </td>
      <td className="w-7 text-right">
        <IconButton size="panel" label={`Take out ${row.entry}`} disabled={isInert} onClick={onRemove}>
          <X size={13} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </td>
    </tr>
  );
}

function Choice({
  id,
  entry,
  note,
  isChosen,
  onAdd,
}: {
  id: string;
  entry: string;
  note: string;
  isChosen: boolean;
  onAdd: () => void;
}) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={isChosen}
      onPointerDown={(event) => {
        event.preventDefault();
        onAdd();
      }}
      className="flex min-h-7 w-full items-center gap-3 rounded-tag px-2 text-left text-13 text-tx1 aria-selected:bg-bg2 aria-selected:text-tx0 max-md:min-h-11"
    >
      {entry}
      <span className="ml-auto text-12 text-tx3t">{note}</span>
    </button>
  );
}

/** Adds a type, a family or a bundle: arrows choose, Enter adds. */
function AddType({ present, onAdd }: { present: readonly string[]; onAdd: (entry: string) => void }) {
  const { isInert } = useEdit();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const choices = typed === '' ? [] : typeChoices(typed, present, 8);
  const here = Math.min(at, choices.length - 1);
  const chosen = choices[here];
  const type = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  const add = (entry: string) => {
    if (entry !== '') onAdd(entry);
    type('');
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const isEnter = event.key === 'Enter' && !event.ctrlKey && !event.metaKey;
    if (event.key === 'Escape') type('');
    if (step !== 0 && choices.length > 0) setAt((here + step + choices.length) % choices.length);
    if (isEnter) add(chosen?.entry ?? typed.trim());
    if (step !== 0 || isEnter) event.preventDefault();
  };
  return (
    <div className="relative flex items-center gap-2 px-2">
      <Plus size={14} strokeWidth={1.75} className="shrink-0 text-tx3t" aria-hidden />
      <input
        role="combobox"
        aria-label="Add a type or a family"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${here}`}
        value={typed}
        disabled={isInert}
        placeholder="Add a type, a family or “4 gpu”"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKey}
        onBlur={() => type('')}
        className={controlClass(false, 'h-8 border-transparent! bg-transparent! px-0')}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Types that fit"
        hidden={choices.length === 0}
        className="absolute inset-x-0 top-full z-30 mt-1 rounded-float border border-ln bg-bg1 p-1 shadow-float"
      >
        {choices.map(({ entry, note }, index) => (
          <Choice
            key={entry}
            id={`${id}-${index}`}
            entry={entry}
            note={note}
            isChosen={index === here}
            onAdd={() => add(entry)}
          />
        ))}
      </div>
    </div>
  );
}

/** The instance types of an environment as a table with what each offers and costs. */
export function TypesField({ isSpot }: { isSpot: boolean }) {
  const { valueIn, write } = useEdit();
  const entries = textsOf(valueIn(PATH));
  return (
    <EditRow label="Types" paths={[PATH]} note="List prices of us-east-1; Spot is an average, and moves.">
      <div data-path={PATH} className="rounded-control border border-ln">
        <div className="overflow-x-auto">
          <table className="w-full text-13 text-tx1" aria-label="Instance types">
            <thead>
              <tr className="border-b border-ln2 text-12 text-tx3t">
                <th scope="col" className="px-2.5 py-1 text-left font-normal">
                  Type
                </th>
                <th scope="col" className={`${CELL} font-normal`}>
                  vCPU
                </th>
                <th scope="col" className={`${CELL} font-normal max-md:hidden`}>
                  Memory
                </th>
                <th scope="col" className={`${CELL} font-normal max-md:hidden`}>
                  GPU
                </th>
                <th scope="col" className={`${CELL} font-normal`}>
                  {isSpot ? 'Spot/h' : 'Price/h'}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {entries
                .map((entry, at) => ({ row: typeRow(entry, isSpot), at }))
                .map(({ row, at }) => (
                  <TypeLine key={at} row={row} at={at} onRemove={() => write(PATH, entries.toSpliced(at, 1))} />
                ))}
            </tbody>
          </table>
        </div>
        <AddType present={entries} onAdd={(entry) => write(PATH, [...entries, entry])} />
      </div>
    </EditRow>
  );
}
