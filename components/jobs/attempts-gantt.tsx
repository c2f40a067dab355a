'use client';

import { useCallback, useState } from 'react';
import type { JobPage } from '@/lib/history';
import { useTimeFrame } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatMoment, formatShortMoment } from '../format/time';
import { TwinTable } from '../ui/data-table';
import { Panel } from '../ui/panel';
import { type GlyphState, StatusGlyph } from '../ui/status';
import { placeBarLabel, placeTicks } from './gantt-labels';
import { type Gantt, type GanttPiece, type GanttRow, layoutGantt, MOST_ATTEMPTS } from './gantt-layout';

const ROW = 30;
const HEAD = 20;
/** Px that the axis has on the narrowest screen; what is drawn before it is measured. */
const NARROWEST = 200;
const FILL: Readonly<Record<GanttPiece['kind'], string>> = {
  waiting: 'fill-runnable',
  starting: 'fill-starting',
  running: 'fill-running',
  succeeded: 'fill-succeeded',
  failed: 'fill-failed',
  lost: 'fill-interrupted',
};
const WORD: Readonly<Record<GanttPiece['kind'], string>> = {
  waiting: 'waiting',
  starting: 'starting',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  lost: 'lost',
};
const LEGEND: readonly { state: GlyphState; word: string }[] = [
  { state: 'RUNNABLE', word: 'Waiting' },
  { state: 'STARTING', word: 'Starting' },
  { state: 'RUNNING', word: 'Running' },
  { state: 'INTERRUPTED', word: 'Lost' },
];

const share = (at: number, gantt: Gantt) => ((at - gantt.from) / (gantt.to - gantt.from)) * 100;

function Piece({ piece, gantt, y }: { piece: GanttPiece; gantt: Gantt; y: number }) {
  const x = share(piece.from, gantt);
  const width = Math.max(0, share(piece.to, gantt) - x);
  const box = { x: `${x}%`, y: y + 7, width: `${width}%`, height: 16, rx: 2 } as const;
  const isLost = piece.kind === 'lost';
  return (
    <g>
      <title>{`${WORD[piece.kind]} ${formatDuration(piece.to - piece.from)}`}</title>
      <rect {...box} className={FILL[piece.kind]} opacity={isLost ? 0.55 : 1} />
      {(piece.kind === 'waiting' || isLost) && <rect {...box} fill="url(#hatch)" />}
      <rect {...box} width="2" rx={0} className={FILL[piece.kind]} />
      {isLost && <rect x={`${x + width}%`} y={y + 4} width="2" height="22" className="fill-interrupted" />}
    </g>
  );
}

/** How long a row took and what came of it, whole and then shorter. */
function endLabels(row: GanttRow): string[] {
  const last = row.pieces.at(-1);
  if (last === undefined) return row.attempt === null ? ['none'] : [];
  const length = formatDuration(row.pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0));
  if (row.attempt === null) return [length];
  const begin = row.pieces[0]?.from ?? last.from;
  const whole = formatDuration(last.to - begin);
  if (last.kind === 'lost') {
    const zone = row.attempt.zone === null ? '' : ` in ${row.attempt.zone}`;
    return [`${whole}, all lost: interrupted${zone}`, `${whole}, all lost`, whole];
  }
  return last.isOpen ? [`${whole} so far`, whole] : [whole];
}

const PLACE = {
  after: { dx: 8, anchor: 'start' },
  before: { dx: -7, anchor: 'end' },
  inside: { dx: 8, anchor: 'start' },
} as const;

function RowLabel({ row, gantt, y, width }: { row: GanttRow; gantt: Gantt; y: number; width: number }) {
  const last = row.pieces.at(-1);
  const begin = share(row.pieces[0]?.from ?? gantt.from, gantt);
  const end = share(last?.to ?? gantt.from, gantt);
  const label = placeBarLabel(endLabels(row), (begin / 100) * width, (end / 100) * width, width);
  if (label === null) return null;
  const { dx, anchor } = PLACE[label.place];
  const ink = last?.kind === 'lost' ? 'fill-interrupted' : 'fill-tx2';
  return (
    <text
      x={`${label.place === 'after' ? end : begin}%`}
      y={y + 19}
      dx={dx}
      textAnchor={anchor}
      className={`num text-11 ${label.place === 'inside' ? 'fill-bg1 font-semibold' : ink}`}
      aria-hidden
    >
      {label.text}
    </text>
  );
}

function costOf(row: GanttRow): { text: string; isLost: boolean } {
  const charge = row.attempt?.charge ?? null;
  if (charge === null) return { text: row.attempt === null ? '' : '–', isLost: false };
  const sum = formatMoney(parseNanoUsd(charge.paidNanoUsd));
  if (charge.lost) return { text: `${sum} lost`, isLost: true };
  return {
    text: row.attempt?.stoppedAt === null ? `${sum} so far` : `${charge.provisional ? 'about ' : ''}${sum}`,
    isLost: false,
  };
}

function sentenceOf(gantt: Gantt): string {
  return gantt.rows
    .map(
      (row) =>
        `${row.label}: ${row.pieces.map((piece) => `${formatDuration(piece.to - piece.from)} ${WORD[piece.kind]}`).join(', ') || 'none'}`,
    )
    .join('; ');
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

function Axis({ gantt, width, height }: { gantt: Gantt; width: number; height: number }) {
  const frame = useTimeFrame();
  const isShort = gantt.to - gantt.from < 300_000;
  const words = gantt.ticks.map((at) => ({
    at,
    text: isShort ? formatMoment(at, frame).slice(-8) : formatShortMoment(at, gantt.now ?? gantt.to, frame),
  }));
  return (
    <>
      {gantt.ticks.map((at) => (
        <line
          key={at}
          x1={`${share(at, gantt)}%`}
          x2={`${share(at, gantt)}%`}
          y1={HEAD}
          y2={height}
          className="stroke-ln2"
        />
      ))}
      {placeTicks(words, gantt.now, (at) => share(at, gantt) / 100, width).map(({ at, text, dx }) => (
        <text key={at} x={`${share(at, gantt)}%`} y="12" dx={dx} textAnchor="middle" className="num fill-tx3t text-11">
          {text}
        </text>
      ))}
    </>
  );
}

function Drawing({ gantt, width }: { gantt: Gantt; width: number }) {
  const height = HEAD + gantt.rows.length * ROW + 4;
  const now = gantt.now;
  return (
    <svg role="img" aria-label={sentenceOf(gantt)} width="100%" height={height} className="block overflow-visible">
      <Axis gantt={gantt} width={width} height={height} />
      {gantt.rows.map((row, index) => {
        const y = HEAD + index * ROW;
        return (
          <g key={row.key}>
            {row.pieces.map((piece) => (
              <Piece key={`${piece.kind} ${piece.from}`} piece={piece} gantt={gantt} y={y} />
            ))}
            <RowLabel row={row} gantt={gantt} y={y} width={width} />
          </g>
        );
      })}
      {now !== null && (
        <g>
          <line x1={`${share(now, gantt)}%`} x2={`${share(now, gantt)}%`} y1="2" y2={height} className="stroke-ac" />
          <svg x={`${share(now, gantt)}%`} y="0" overflow="visible" aria-hidden>
            <rect x="-15" width="30" height="16" rx="4" className="fill-ac" />
            <text x="0" y="12" textAnchor="middle" className="fill-bg1 text-11 font-semibold">
              now
            </text>
          </svg>
        </g>
      )}
    </svg>
  );
}

/** Waiting and attempts of one job on one axis; what an interruption threw away is hatched, and costs stand at the right. */
export function AttemptsGantt({ page, now }: { page: JobPage; now: number }) {
  const frame = useTimeFrame();
  const gantt = layoutGantt(page, now);
  const { host, width } = useWidth();
  const count = page.attempts.length;
  return (
    <Panel
      title="Attempts"
      unit={count > MOST_ATTEMPTS ? `the last ${MOST_ATTEMPTS} of ${count}` : undefined}
      actions={
        <span className="flex gap-3 text-12 text-tx2 max-md:hidden">
          {LEGEND.map(({ state, word }) => (
            <span key={word} className="inline-flex items-center gap-1.5">
              <StatusGlyph state={state} />
              {word}
            </span>
          ))}
        </span>
      }
      {...(gantt === null
        ? {}
        : { table: <TwinTable {...twinOf(gantt, frame)} fileName={`attempts-${page.job.id}`} /> })}
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
          <div className="num shrink-0 text-right text-12 max-md:hidden" style={{ paddingTop: HEAD }}>
            {gantt.rows.map((row) => {
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
        </div>
      )}
    </Panel>
  );
}
