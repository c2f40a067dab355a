import type { AttemptRow, JobPage, NodeRow } from '@/lib/history';
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
  node: NodeRow | null;
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

/** Over this many attempts the Gantt shows the last ones only; of nodes the first. */
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
    { key: 'waiting', label: 'Waiting', pieces: waiting, attempt: null, node: null },
    ...shown.map((attempt) => ({
      key: String(attempt.n),
      label: `Attempt ${attempt.n}`,
      pieces: piecesOf(attempt, attempt === attempts.at(-1), page, now),
      attempt,
      node: null,
    })),
  ];
  return axisOf(rows, from, end, isOver);
}

function axisOf(rows: GanttRow[], from: number, end: number, isOver: boolean): Gantt {
  const to = isOver ? end : end + (end - from) * 0.12;
  return { from, to, now: isOver ? null : end, rows, ticks: timeTicks(from, to, 5) };
}

function nodePieces(node: NodeRow, end: number): GanttPiece[] {
  if (node.startedAt === null) return [];
  const isOpen = node.stoppedAt === null;
  const isGood = node.exitCode === 0 || node.status === 'SUCCEEDED';
  const kind = isOpen ? 'running' : isGood ? 'succeeded' : 'failed';
  return [{ kind, from: node.startedAt, to: Math.max(node.stoppedAt ?? end, node.startedAt), isOpen }];
}

/** Lays out the nodes of a multi-node job in their newest attempt, the main node first. Null while nothing has a length. */
export function layoutNodes(page: JobPage, now: number): Gantt | null {
  const isOver = page.job.status === 'SUCCEEDED' || page.job.status === 'FAILED';
  const end = isOver ? Math.max(page.job.stoppedAt ?? 0, ...page.nodes.map((node) => node.stoppedAt ?? 0)) : now;
  const from = page.job.createdAt;
  if (page.nodes.length === 0 || end <= from) return null;
  const rows = [...page.nodes]
    .sort((a, b) => Number(b.isMain) - Number(a.isMain) || a.index - b.index)
    .slice(0, MOST_ATTEMPTS)
    .map((node) => ({
      key: node.id,
      label: node.isMain ? `Node ${node.index}, main` : `Node ${node.index}`,
      pieces: nodePieces(node, end),
      attempt: null,
      node,
    }));
  return axisOf(rows, from, end, isOver);
}
