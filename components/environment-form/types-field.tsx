'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { ComboInput } from '../edit/edit-combo';
import { EditRow } from '../edit/edit-row';
import { useEdit } from '../edit/edit-state';
import { textsOf } from '../edit/edit-texts';
import { formatMoney } from '../format/money';
import { IconButton } from '../ui/button';
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

/** Adds a type, a family or a bundle: arrows choose, Enter adds. */
function AddType({ present, onAdd }: { present: readonly string[]; onAdd: (entry: string) => void }) {
  const [typed, setTyped] = useState('');
  const choices = typed === '' ? [] : typeChoices(typed, present, 8);
  const add = (entry: string) => {
    if (entry !== '') onAdd(entry);
    setTyped('');
  };
  return (
    <div className="flex items-center gap-2 px-2">
      <Plus size={14} strokeWidth={1.75} className="shrink-0 text-tx3t" aria-hidden />
      <ComboInput
        label="Add a type or a family"
        listLabel="Types that fit"
        value={typed}
        options={choices.map(({ entry, note }) => ({ value: entry, note }))}
        onType={setTyped}
        onChoose={add}
        onEnter={() => add(typed.trim())}
        onLeave={() => setTyped('')}
        placeholder="Add a type, a family or “4 gpu”"
        marksFirst
        isBare
      />
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
