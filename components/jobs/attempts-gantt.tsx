'use client';

import type { JobPage } from '@/lib/history';
import { useTimeFrame } from '../data/live';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatMoment, formatShortMoment } from '../format/time';
import { TwinTable } from '../ui/data-table';
import { Panel } from '../ui/panel';
import { type GlyphState, StatusGlyph } from '../ui/status';
import { type Gantt, type GanttPiece, type GanttRow, layoutGantt, MOST_ATTEMPTS } from './gantt-layout';

const ROW = 30;
const HEAD = 20;
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

function endLabel(row: GanttRow): string {
  const last = row.pieces.at(-1);
  if (last === undefined) return row.attempt === null ? 'none' : '';
  const length = formatDuration(row.pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0));
  if (row.attempt === null) return length;
  const begin = row.pieces[0]?.from ?? last.from;
  const whole = formatDuration(last.to - begin);
  if (last.kind === 'lost')
    return `${whole}, all lost: interrupted${row.attempt.zone === null ? '' : ` in ${row.attempt.zone}`}`;
  return last.isOpen ? `${whole} so far` : whole;
}

function RowLabel({ row, gantt, y }: { row: GanttRow; gantt: Gantt; y: number }) {
  const last = row.pieces.at(-1);
  const x = last === undefined ? 0 : share(last.to, gantt);
  const isLate = x > 62;
  const begin = row.pieces[0] === undefined ? 0 : share(row.pieces[0].from, gantt);
  const ink = last?.kind === 'lost' ? 'fill-interrupted' : 'fill-tx2';
  return (
    <svg x={`${isLate ? begin : x}%`} y={y} overflow="visible" aria-hidden>
      <text x={isLate ? -7 : 8} y="19" textAnchor={isLate ? 'end' : 'start'} className={`num text-11 ${ink}`}>
        {isLate && begin < 30 ? '' : endLabel(row)}
      </text>
      {isLate && begin < 30 && (
        <text x="8" y="19" className="num fill-bg1 text-11 font-semibold" paintOrder="stroke">
          {endLabel(row)}
        </text>
      )}
    </svg>
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

function Drawing({ gantt }: { gantt: Gantt }) {
  const frame = useTimeFrame();
  const height = HEAD + gantt.rows.length * ROW + 4;
  const now = gantt.now;
  return (
    <svg role="img" aria-label={sentenceOf(gantt)} width="100%" height={height} className="block overflow-visible">
      {gantt.ticks.map((at) => (
        <g key={at}>
          <line x1={`${share(at, gantt)}%`} x2={`${share(at, gantt)}%`} y1={HEAD} y2={height} className="stroke-ln2" />
          <text x={`${share(at, gantt)}%`} y="12" textAnchor="middle" className="num fill-tx3t text-11">
            {gantt.to - gantt.from < 300_000
              ? formatMoment(at, frame).slice(-8)
              : formatShortMoment(at, now ?? gantt.to, frame)}
          </text>
        </g>
      ))}
      {gantt.rows.map((row, index) => {
        const y = HEAD + index * ROW;
        return (
          <g key={row.key}>
            {row.pieces.map((piece) => (
              <Piece key={`${piece.kind} ${piece.from}`} piece={piece} gantt={gantt} y={y} />
            ))}
            <RowLabel row={row} gantt={gantt} y={y} />
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
          <div className="min-w-0 flex-1 overflow-hidden">
            <Drawing gantt={gantt} />
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
