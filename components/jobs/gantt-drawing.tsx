'use client';

import { useTimeFrame } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatMoment, formatShortMoment } from '../format/time';
import { placeBarLabel, placeTicks } from './gantt-labels';
import type { Gantt, GanttPiece, GanttRow } from './gantt-layout';

/** Heights in px of a row and of what stands above the first. */
export const ROW = 30;
export const HEAD = 20;
const FILL: Readonly<Record<GanttPiece['kind'], string>> = {
  waiting: 'fill-runnable',
  starting: 'fill-starting',
  running: 'fill-running',
  succeeded: 'fill-succeeded',
  failed: 'fill-failed',
  lost: 'fill-interrupted',
};
/** What a piece of a bar is, in a word. */
export const WORD: Readonly<Record<GanttPiece['kind'], string>> = {
  waiting: 'waiting',
  starting: 'starting',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  lost: 'lost',
};

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
  if (last === undefined) return row.node !== null ? ['not started'] : row.attempt === null ? ['none'] : [];
  const length = formatDuration(row.pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0));
  if (row.node !== null) return [last.isOpen ? `${length} so far` : length, length];
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

function sentenceOf(gantt: Gantt): string {
  return gantt.rows
    .map(
      (row) =>
        `${row.label}: ${row.pieces.map((piece) => `${formatDuration(piece.to - piece.from)} ${WORD[piece.kind]}`).join(', ') || 'none'}`,
    )
    .join('; ');
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

/** Paints the rows of a Gantt on their axis, `width` px wide. */
export function Drawing({ gantt, width }: { gantt: Gantt; width: number }) {
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
