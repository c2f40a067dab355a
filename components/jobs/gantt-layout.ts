import type { AttemptRow, JobPage } from '@/lib/history';
import { timeTicks } from '../charts/ticks';
import { waitingSpells } from './why-checks';

/** A piece of a bar; times in ms. */
export interface GanttPiece {
  kind: 'waiting' | 'starting' | 'running' | 'succeeded' | 'failed' | 'lost';
  from: number;
  to: number;
  isOpen: boolean;
}

export interface GanttRow {
  key: string;
  label: string;
  pieces: GanttPiece[];
  attempt: AttemptRow | null;
}

/** Rows and axis of the Gantt of one job, decided; drawing only paints. */
export interface Gantt {
  from: number;
  to: number;
  /** Where now stands while the job is not over, else null. */
  now: number | null;
  rows: GanttRow[];
  ticks: number[];
}

/** Over this many attempts the Gantt shows the last ones only. */
export const MOST_ATTEMPTS = 20;

function piecesOf(attempt: AttemptRow, isLast: boolean, page: JobPage, now: number): GanttPiece[] {
  const pieces: GanttPiece[] = [];
  const started = attempt.startedAt;
  const end = attempt.stoppedAt ?? now;
  const isOpen = attempt.stoppedAt === null;
  const startEnd = started ?? end;
  if (startEnd > attempt.placedAt)
    pieces.push({ kind: 'starting', from: attempt.placedAt, to: startEnd, isOpen: isOpen && started === null });
  if (started !== null) {
    const ended = isLast && page.job.status === 'SUCCEEDED' ? 'succeeded' : 'failed';
    const kind = attempt.interrupted ? 'lost' : isOpen ? 'running' : ended;
    pieces.push({ kind, from: started, to: Math.max(end, started), isOpen });
  }
  if (attempt.interrupted) return [{ kind: 'lost', from: attempt.placedAt, to: end, isOpen: false }];
  return pieces;
}

/** Lays out waiting and attempts of a job at `now` (ms of the connection's time). Null while nothing has a length. */
export function layoutGantt(page: JobPage, now: number): Gantt | null {
  const attempts = [...page.attempts].sort((a, b) => a.n - b.n);
  const shown = attempts.slice(-MOST_ATTEMPTS);
  const isOver = page.job.status === 'SUCCEEDED' || page.job.status === 'FAILED';
  const end = isOver
    ? Math.max(page.job.stoppedAt ?? 0, ...attempts.map((attempt) => attempt.stoppedAt ?? 0), page.job.createdAt)
    : now;
  const from = attempts.length > shown.length ? (shown[0]?.placedAt ?? page.job.createdAt) : page.job.createdAt;
  if (end <= from) return null;
  const waiting = waitingSpells(page, now)
    .filter((spell) => spell.to > from)
    .map(({ from: begin, to, isOpen }) => ({ kind: 'waiting' as const, from: Math.max(begin, from), to, isOpen }));
  const rows: GanttRow[] = [
    { key: 'waiting', label: 'Waiting', pieces: waiting, attempt: null },
    ...shown.map((attempt) => ({
      key: String(attempt.n),
      label: `Attempt ${attempt.n}`,
      pieces: piecesOf(attempt, attempt === attempts.at(-1), page, now),
      attempt,
    })),
  ];
  const to = isOver ? end : end + (end - from) * 0.12;
  return { from, to, now: isOver ? null : now, rows, ticks: timeTicks(from, to, 5) };
}
