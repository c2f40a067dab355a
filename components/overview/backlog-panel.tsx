'use client';

import { useMemo, useState } from 'react';
import { WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { QueueRow } from '@/lib/history';
import type { SeriesResult } from '@/lib/metrics';
import { Swatch } from '../charts/chart-tooltip';
import { commonTop, type PreparedChart, twinOf } from '../charts/prepare-chart';
import { prepareBacklogs, STATE_LAYERS } from '../charts/prepare-series';
import { TimeChart } from '../charts/time-chart';
import { formatStep } from '../format/duration';
import { formatNumber } from '../format/number';
import type { TimeFrame } from '../format/time';
import { TwinTable } from '../ui/data-table';
import { Link } from '../ui/link';
import { Panel, type PanelError } from '../ui/panel';
import { SegmentedControl } from '../ui/segmented-control';
import { SkeletonChart } from '../ui/skeleton';
import { TimeText } from '../ui/time-text';
import type { TwinRow } from '../ui/twin-table';
import { Tag } from '../ui/verdict';

const SHOWN = 6;
const SCALES = [
  { value: 'same', label: 'Same scale' },
  { value: 'own', label: 'Each its own' },
] as const;

/** Queues by how many wait, then by name; where not all are drawn the blocked come first. */
function rankQueues(queues: readonly QueueRow[]): QueueRow[] {
  const blocked = (queue: QueueRow) => (queues.length > SHOWN && isBlocked(queue) ? 1 : 0);
  return [...queues].sort(
    (a, b) => blocked(b) - blocked(a) || b.waiting - a.waiting || b.running - a.running || (a.name < b.name ? -1 : 1),
  );
}

function isBlocked(queue: QueueRow): boolean {
  return queue.reasons.some((reason) => reason.cause === 'behind-blocked' && reason.count > 0);
}

function QueueLine({ queue }: { queue: QueueRow }) {
  const [main] = queue.reasons;
  if (queue.waiting === 0) return <span>{queue.running === 0 ? 'empty' : `${formatNumber(queue.running)} run`}</span>;
  if (main === undefined) return <span>{formatNumber(queue.running)} run</span>;
  const isStuck = main.cause !== 'is-next' && main.cause !== 'dependency' && main.cause !== 'starting-capacity';
  return (
    <>
      <span className={`min-w-0 truncate ${isStuck ? 'text-warn' : ''}`}>
        {WAITING_CAUSE_TITLE[main.cause].toLowerCase()}
      </span>
      <span className="shrink-0 whitespace-nowrap">
        since <TimeText at={main.since} style="short" />
      </span>
    </>
  );
}

function QueueCell({ slug, queue, chart }: { slug: string; queue: QueueRow; chart: PreparedChart }) {
  return (
    <li className="flex min-w-0 flex-col gap-1.5 border-b border-r border-ln2 px-3 py-2.5">
      <div className="flex items-baseline gap-2">
        <Link
          href={`/${slug}/queues/${encodeURIComponent(queue.name)}`}
          className="min-w-0 truncate font-semibold text-tx0 hover:underline"
          title={queue.name}
        >
          {queue.name}
        </Link>
        {isBlocked(queue) && <Tag tone="bad">blocked</Tag>}
        {queue.state !== 'ENABLED' && <Tag tone="warn">{queue.state.toLowerCase()}</Tag>}
        <span className="num ml-auto text-13 text-tx2">
          <span className="font-semibold text-tx0">{formatNumber(queue.waiting)}</span> wait
        </span>
      </div>
      <TimeChart
        title={`Backlog of ${queue.name}`}
        unit="jobs by state"
        chart={chart}
        isStacked
        className="h-26"
        empty="nothing recorded yet"
      />
      <div className="flex justify-between gap-3 text-12 text-tx2">
        <QueueLine queue={queue} />
      </div>
    </li>
  );
}

function twinRows(charts: readonly QueueChart[], frame: TimeFrame) {
  const columns = [{ key: 'queue', label: 'Queue', number: false }];
  const rows: TwinRow[] = [];
  charts.forEach(({ queue, chart }, index) => {
    const twin = twinOf(chart, frame);
    if (index === 0) columns.push(...twin.columns);
    for (const row of twin.rows)
      rows.push({ key: `${queue} ${row.key}`, cells: { queue: { text: queue, value: queue }, ...row.cells } });
  });
  return { columns, rows };
}

type QueueChart = { queue: string; chart: PreparedChart };

/** The states that occur, from the top of the stacks down. */
function Legend({ charts }: { charts: readonly QueueChart[] }) {
  const used = STATE_LAYERS.filter((_, layer) =>
    charts.some(({ chart }) => chart.values[layer]?.some((value) => value !== null && value > 0)),
  );
  return (
    <span className="flex gap-3 text-12 text-tx2 max-lg:hidden">
      {used.reverse().map((layer) => (
        <span key={layer.key} className="inline-flex items-center gap-1.5">
          <Swatch token={layer.token} hatched={layer.hatched === true} />
          {layer.label}
        </span>
      ))}
    </span>
  );
}

/** The backlog of each queue by state, as small multiples on one scale. */
export function BacklogPanel({
  slug,
  queues,
  result,
  frame,
  refetching,
  error,
}: {
  slug: string;
  queues: readonly QueueRow[];
  result: SeriesResult | undefined;
  frame: TimeFrame;
  refetching: boolean;
  error: PanelError | null;
}) {
  const [scale, setScale] = useState<'same' | 'own'>('same');
  const ranked = rankQueues(queues).slice(0, SHOWN);
  const names = ranked.map((queue) => queue.name).join('\n');
  const charts = useMemo(
    () =>
      result === undefined || names === '' ? [] : prepareBacklogs(result, names.split('\n'), frame, scale === 'same'),
    [result, names, frame, scale],
  );
  return (
    <Panel
      title="Backlog by queue"
      unit={result === undefined ? 'jobs' : `jobs, ${formatStep(result.step)}`}
      flush
      refetching={refetching}
      error={error}
      actions={
        <>
          <Legend charts={charts} />
          {ranked.length > 1 && commonTop(charts.map(({ chart }) => chart)) > 0 && (
            <SegmentedControl label="Scale" options={SCALES} value={scale} onChange={setScale} />
          )}
        </>
      }
      {...(charts.length > 0 ? { table: <TwinTable {...twinRows(charts, frame)} fileName="backlog-by-queue" /> } : {})}
    >
      {result === undefined && error === null ? (
        <div className="grid gap-4 p-3.5 lg:grid-cols-3">
          <SkeletonChart />
          <SkeletonChart />
          <SkeletonChart />
        </div>
      ) : ranked.length === 0 ? (
        <p className="px-3.5 py-6 text-13 text-tx2">No queue is here yet.</p>
      ) : (
        <ul className={`-mb-px -mr-px grid md:grid-cols-2 ${ranked.length > 2 ? 'lg:grid-cols-3' : ''}`}>
          {ranked.map((queue) => {
            const found = charts.find((chart) => chart.queue === queue.name);
            return found === undefined ? null : (
              <QueueCell key={queue.name} slug={slug} queue={queue} chart={found.chart} />
            );
          })}
        </ul>
      )}
      {queues.length > SHOWN && (
        <p className="border-t border-ln2 px-3.5 py-2 text-12 text-tx3t">
          {SHOWN} of {queues.length} queues, blocked first, then by waiting.
        </p>
      )}
    </Panel>
  );
}
