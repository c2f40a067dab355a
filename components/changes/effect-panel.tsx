'use client';

import { useQuery } from '@tanstack/react-query';
import type { ChangeEffect } from '@/lib/history';
import { useConnection } from '../data/connection';
import { readFailure } from '../jobs/read-failure';
import { classNames } from '../ui/class-names';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { TimeText } from '../ui/time-text';
import { type ChangedResource, effectQuery } from './changes-queries';
import { type EffectLine, effectLines, effectVerdict } from './effect-words';

const INK = { better: 'font-semibold text-okt', worse: 'font-semibold text-badt' } as const;
const SPOKEN = { better: ', better', worse: ', worse' } as const;

/** Rows of numbers before and since; what moved by much is coloured, and said. */
function EffectTable({ lines, before, since }: { lines: readonly EffectLine[]; before: string; since: string }) {
  return (
    <table className="w-full text-13" aria-label="Numbers before and since">
      <thead>
        <tr className="h-8 text-12 text-tx3t">
          <th scope="col" className="px-3.5 text-left font-medium">
            <span className="sr-only">Number</span>
          </th>
          <th scope="col" className="px-2 text-right font-medium">
            {before}
          </th>
          <th scope="col" className="px-3.5 text-right font-medium">
            {since}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.label} className="h-8 border-t border-ln2">
            <th scope="row" className="px-3.5 text-left font-normal text-tx2">
              {line.label}
            </th>
            <td className="num px-2 text-right text-tx1">{line.before}</td>
            <td className={classNames('num px-3.5 text-right', line.turn === null ? 'text-tx0' : INK[line.turn])}>
              {line.since}
              {line.turn !== null && <span className="sr-only">{SPOKEN[line.turn]}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Numbers({ effect }: { effect: ChangeEffect }) {
  return (
    <>
      <EffectTable lines={effectLines(effect)} before="Before" since="Since" />
      <p className="break-words border-t border-ln2 px-3.5 py-2.5 text-13 text-tx2">{effectVerdict(effect)}</p>
    </>
  );
}

/** What came of one edit of a resource, against the same hours before. */
export function EffectPanel({ resource, version }: { resource: ChangedResource; version: string }) {
  const query = useQuery(effectQuery(useConnection(), resource, version));
  const effect = query.data;
  return (
    <Panel
      title="Since then"
      flush
      refetching={query.isPlaceholderData}
      error={readFailure('The numbers since', query)}
      {...(effect !== undefined && {
        unit: (
          <>
            <TimeText at={effect.since.from} style="short" /> – <TimeText at={effect.since.to} style="short" />
          </>
        ),
      })}
    >
      {effect === undefined ? (
        <SkeletonRows rows={7} columns={3} label="Reading the numbers" />
      ) : (
        <Numbers effect={effect} />
      )}
    </Panel>
  );
}
