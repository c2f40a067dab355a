'use client';

import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../data/connection';
import { formatNumber } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { classNames } from '../ui/class-names';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { effectsQuery } from './definition-queries';
import { type EffectRow, effectRows } from './effect-numbers';

const INK = { better: 'font-semibold text-okt', worse: 'font-semibold text-badt' } as const;
const SPOKEN = { better: ', better', worse: ', worse' } as const;

function Cells({ row }: { row: EffectRow }) {
  return row.cells.map((cell, index) => (
    <td
      key={`${row.label} ${index === 0 ? 'a' : 'b'}`}
      className={classNames(
        'num whitespace-nowrap px-2 text-right last:pr-3.5',
        cell.turn === null ? 'text-tx0' : INK[cell.turn],
      )}
    >
      {cell.text}
      {cell.turn !== null && <span className="sr-only">{SPOKEN[cell.turn]}</span>}
    </td>
  ));
}

/** What the chosen revisions did in practice, side by side. */
export function DefinitionEffect({ name, revisions }: { name: string; revisions: readonly number[] }) {
  const query = useQuery(effectsQuery(useConnection(), name, revisions));
  const effects = query.data;
  const largest = Math.max(0, ...(effects ?? []).map((effect) => effect.submitted));
  return (
    <Panel
      title="What changed in practice"
      flush
      refetching={query.isPlaceholderData}
      error={readFailure('The numbers of these revisions', query)}
    >
      {effects === undefined ? (
        <SkeletonRows rows={7} columns={3} label="Reading the numbers" />
      ) : (
        <>
          <table className="w-full text-13" aria-label="What changed in practice">
            <thead>
              <tr className="h-8 text-12 text-tx3t">
                <th scope="col" className="px-3.5 text-left font-medium">
                  Revision
                </th>
                {effects.map((effect) => (
                  <th key={effect.revision} scope="col" className="num px-2 text-right font-medium last:pr-3.5">
                    {effect.revision}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {effectRows(effects).map((row) => (
                <tr key={row.label} className="h-8 border-t border-ln2">
                  <th scope="row" className="px-3.5 text-left font-normal text-tx2">
                    {row.label}
                  </th>
                  <Cells row={row} />
                </tr>
              ))}
            </tbody>
          </table>
          <p className="border-t border-ln2 px-3.5 py-2 text-12 text-tx3t">
            {largest >= 2000
              ? `Over the newest ${formatNumber(2000)} submits of each. `
              : 'Over all recorded jobs of each. '}
            Runs are of jobs that succeeded. Other things changed meanwhile too: likely, never proven.
          </p>
        </>
      )}
    </Panel>
  );
}
