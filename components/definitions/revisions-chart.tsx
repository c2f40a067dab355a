'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RevisionSeries } from '@/lib/history';
import { useConnection } from '../data/connection';
import { useTimeFrame } from '../data/live';
import { formatStep } from '../format/duration';
import { formatAxis, formatNumber } from '../format/number';
import { formatMoment, formatShortMoment, isoOf, type TimeFrame } from '../format/time';
import { readFailure } from '../jobs/read-failure';
import { TwinTable } from '../ui/data-table';
import { Panel } from '../ui/panel';
import { SkeletonChart } from '../ui/skeleton';
import type { TwinRow } from '../ui/twin-table';
import { revisionSeriesQuery } from './definition-queries';
import { seriesSentence } from './definition-words';
import { type RevisionBars, revisionBars } from './revision-bars';

const HEIGHT = 100;
const GAP = 0.14;

function Bars({ chart, title }: { chart: RevisionBars; title: string }) {
  const y = (value: number) => HEIGHT - (value / chart.top) * HEIGHT;
  return (
    <svg
      viewBox={`0 0 ${chart.bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={title}
      className="block h-28 w-full"
    >
      {[0, 0.5, 1].map((share) => (
        <line
          key={share}
          x1={0}
          x2={chart.bars.length}
          y1={HEIGHT * share}
          y2={HEIGHT * share}
          className="stroke-ln2"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {chart.bars.flatMap((bar, index) =>
        bar.pieces.map((piece) => (
          <g key={`${bar.at} ${piece.key}`}>
            <rect
              x={index + GAP / 2}
              width={1 - GAP}
              y={y(piece.to)}
              height={y(piece.from) - y(piece.to)}
              style={{ fill: piece.token }}
            />
            {piece.kind === 'waiting' && (
              <rect
                x={index + GAP / 2}
                width={1 - GAP}
                y={y(piece.to)}
                height={y(piece.from) - y(piece.to)}
                fill="url(#hatch)"
              />
            )}
          </g>
        )),
      )}
    </svg>
  );
}

function twinRows(series: RevisionSeries, frame: TimeFrame): TwinRow[] {
  return [...series.buckets].reverse().map((bucket) => ({
    key: `${bucket.at} ${bucket.revision}`,
    cells: {
      at: { text: formatMoment(bucket.at, frame), value: isoOf(bucket.at) },
      revision: { text: String(bucket.revision), value: bucket.revision },
      jobs: { text: formatNumber(bucket.jobs), value: bucket.jobs },
      failed: { text: formatNumber(bucket.failed), value: bucket.failed },
      waiting: { text: formatNumber(bucket.waiting), value: bucket.waiting },
    },
  }));
}

const COLUMNS = [
  { key: 'at', label: 'Submitted from', number: false },
  { key: 'revision', label: 'Revision', number: true },
  { key: 'jobs', label: 'Jobs', number: true },
  { key: 'failed', label: 'Failed', number: true },
  { key: 'waiting', label: 'Waiting', number: true },
] as const;

function Axis({ chart, series, frame }: { chart: RevisionBars; series: RevisionSeries; frame: TimeFrame }) {
  return (
    <>
      <div className="relative h-4 overflow-hidden text-11 text-tx1" aria-hidden>
        {chart.firsts.map(({ revision, index }) => (
          <span
            key={revision}
            className="num absolute font-semibold"
            style={{ left: `${(index / chart.bars.length) * 100}%` }}
          >
            {revision}
          </span>
        ))}
      </div>
      <div className="flex justify-between text-11 text-tx3t">
        <span className="num">{formatShortMoment(series.from, series.to, frame)}</span>
        <span>now</span>
      </div>
    </>
  );
}

/** Jobs of a definition over time, by the revision they were submitted with. */
export function RevisionsChart({ name }: { name: string }) {
  const frame = useTimeFrame();
  const query = useQuery(revisionSeriesQuery(useConnection(), name));
  const series = query.data;
  const chart = useMemo(() => (series === undefined ? null : revisionBars(series)), [series]);
  if (series !== undefined && series.buckets.length === 0) return null;
  return (
    <Panel
      title="Jobs by revision"
      unit={`by time of submit, failed on top in red, waiting hatched${series === undefined ? '' : `, ${formatStep(series.step / 1000)}`}`}
      refetching={query.isPlaceholderData}
      error={readFailure('Jobs by revision', query)}
      {...(series !== undefined && {
        table: <TwinTable columns={COLUMNS} rows={twinRows(series, frame)} fileName={`${name}-by-revision`} />,
      })}
    >
      {chart === null || series === undefined ? (
        <SkeletonChart className="h-28" />
      ) : (
        <div className="flex gap-2">
          <div className="num flex h-28 flex-col justify-between text-right text-11 text-tx3t" aria-hidden>
            <span className="-mt-2">{formatAxis(chart.top)}</span>
            <span>{formatAxis(chart.top / 2, chart.top)}</span>
            <span className="-mb-2">0</span>
          </div>
          <div className="min-w-0 flex-1">
            <Bars chart={chart} title={seriesSentence(name, series)} />
            <Axis chart={chart} series={series} frame={frame} />
            {series.isCut && (
              <p className="text-11 text-tx3t">Only the newest {formatNumber(20_000)} submits are drawn.</p>
            )}
          </div>
        </div>
      )}
    </Panel>
  );
}
