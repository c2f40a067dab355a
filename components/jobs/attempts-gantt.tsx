'use client';

import { useCallback, useState } from 'react';
import type { JobPage } from '@/lib/history';
import { useTimeFrame } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatMoment } from '../format/time';
import { TwinTable } from '../ui/data-table';
import { Panel } from '../ui/panel';
import { type GlyphState, StatusGlyph } from '../ui/status';
import { Drawing, HEAD, ROW, WORD } from './gantt-drawing';
import { type Gantt, type GanttRow, layoutGantt, layoutNodes, MOST_ATTEMPTS } from './gantt-layout';

/** Px that the axis has on the narrowest screen; what is drawn before it is measured. */
const NARROWEST = 200;
const LEGEND: readonly { state: GlyphState; word: string }[] = [
  { state: 'RUNNABLE', word: 'Waiting' },
  { state: 'STARTING', word: 'Starting' },
  { state: 'RUNNING', word: 'Running' },
  { state: 'INTERRUPTED', word: 'Lost' },
];

const NODE_LEGEND: typeof LEGEND = [
  { state: 'RUNNING', word: 'Running' },
  { state: 'SUCCEEDED', word: 'Succeeded' },
  { state: 'FAILED', word: 'Failed' },
];

function costOf(row: GanttRow): { text: string; isLost: boolean } {
  if (row.node !== null) return { text: formatMoney(parseNanoUsd(row.node.costNanoUsd)), isLost: false };
  const charge = row.attempt?.charge ?? null;
  if (charge === null) return { text: row.attempt === null ? '' : '–', isLost: false };
  const sum = formatMoney(parseNanoUsd(charge.paidNanoUsd));
  if (charge.lost) return { text: `${sum} lost`, isLost: true };
  return {
    text: row.attempt?.stoppedAt === null ? `${sum} so far` : `${charge.provisional ? 'about ' : ''}${sum}`,
    isLost: false,
  };
}

function twinOf(gantt: Gantt, frame: ReturnType<typeof useTimeFrame>) {
  const columns = [
    { key: 'row', label: 'Row', number: false },
    { key: 'what', label: 'What', number: false },
    { key: 'from', label: 'From', number: false },
    { key: 'to', label: 'To', number: false },
    { key: 'length', label: 'Length', number: true },
  ];
  const rows = gantt.rows.flatMap((row) =>
    row.pieces.map((piece) => ({
      key: `${row.key} ${piece.from} ${piece.kind}`,
      cells: {
        row: { text: row.label, value: row.label },
        what: { text: WORD[piece.kind], value: WORD[piece.kind] },
        from: { text: formatMoment(piece.from, frame), value: piece.from },
        to: piece.isOpen ? { text: 'now', value: null } : { text: formatMoment(piece.to, frame), value: piece.to },
        length: { text: formatDuration(piece.to - piece.from), value: piece.to - piece.from },
      },
    })),
  );
  return { columns, rows };
}

/** How wide what has the ref is drawn, in px. */
function useWidth() {
  const [width, setWidth] = useState(NARROWEST);
  const host = useCallback((element: HTMLDivElement) => {
    const sizes = new ResizeObserver(([entry]) => entry !== undefined && setWidth(Math.round(entry.contentRect.width)));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  return { host, width };
}

/** Rows of time on one axis, with what each cost at the right; a table is its twin. */
function GanttPanel({
  title,
  unit,
  legend,
  gantt,
  fileName,
}: {
  title: string;
  unit: string | undefined;
  legend: typeof LEGEND;
  gantt: Gantt | null;
  fileName: string;
}) {
  const frame = useTimeFrame();
  const { host, width } = useWidth();
  return (
    <Panel
      title={title}
      unit={unit}
      actions={
        <span className="flex gap-3 text-12 text-tx2 max-md:hidden">
          {legend.map(({ state, word }) => (
            <span key={word} className="inline-flex items-center gap-1.5">
              <StatusGlyph state={state} />
              {word}
            </span>
          ))}
        </span>
      }
      {...(gantt !== null && { table: <TwinTable {...twinOf(gantt, frame)} fileName={fileName} /> })}
    >
      {gantt === null ? (
        <p className="text-13 text-tx2">It was submitted this moment.</p>
      ) : (
        <div className="flex gap-3">
          <div className="shrink-0 text-12 text-tx1" style={{ paddingTop: HEAD }} aria-hidden>
            {gantt.rows.map((row) => (
              <p key={row.key} className="flex items-center gap-1" style={{ height: ROW }}>
                {row.label}
              </p>
            ))}
          </div>
          <div ref={host} className="min-w-0 flex-1 overflow-hidden">
            <Drawing gantt={gantt} width={width} />
          </div>
          <Costs rows={gantt.rows} />
        </div>
      )}
    </Panel>
  );
}

function Costs({ rows }: { rows: readonly GanttRow[] }) {
  return (
    <div className="num shrink-0 text-right text-12 max-md:hidden" style={{ paddingTop: HEAD }}>
      {rows.map((row) => {
        const cost = costOf(row);
        return (
          <p
            key={row.key}
            className={`flex items-center justify-end ${cost.isLost ? 'text-interrupted' : 'text-tx0'}`}
            style={{ height: ROW }}
          >
            {cost.text}
          </p>
        );
      })}
    </div>
  );
}

const firstOf = (count: number, which: string) =>
  count > MOST_ATTEMPTS ? `the ${which} ${MOST_ATTEMPTS} of ${count}` : undefined;

/** Waiting and attempts of one job on one axis; what an interruption threw away is hatched, and costs stand at the right. */
export function AttemptsGantt({ page, now }: { page: JobPage; now: number }) {
  return (
    <GanttPanel
      title="Attempts"
      unit={firstOf(page.attempts.length, 'last')}
      legend={LEGEND}
      gantt={layoutGantt(page, now)}
      fileName={`attempts-${page.job.id}`}
    />
  );
}

/** The nodes of a multi-node job on one axis, the main node first. */
export function NodesGantt({ page, now }: { page: JobPage; now: number }) {
  return (
    <GanttPanel
      title="Nodes over time"
      unit={firstOf(page.nodes.length, 'first')}
      legend={NODE_LEGEND}
      gantt={layoutNodes(page, now)}
      fileName={`nodes-${page.job.id}`}
    />
  );
}
