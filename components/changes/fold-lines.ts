import type { DiffLine } from './diff-documents';

/** A stretch of a diff: lines to draw, or lines that are the same on both sides and may stay folded. */
export type DiffStretch = { kind: 'lines'; lines: DiffLine[] } | { kind: 'fold'; lines: DiffLine[] };

const CONTEXT = 3;
/** A fold of one line would take as much room as the line. */
const FOLD_MIN = 2;

/** Folds what is the same and stands further than three lines from a difference. */
export function foldLines(lines: readonly DiffLine[], context = CONTEXT): DiffStretch[] {
  const isNear = new Uint8Array(lines.length);
  if (context === Number.POSITIVE_INFINITY) isNear.fill(1);
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    isNear.fill(1, Math.max(0, index - context), Math.min(lines.length, index + context + 1));
  });
  const stretches: DiffStretch[] = [];
  lines.forEach((line, index) => {
    const kind = isNear[index] === 1 ? 'lines' : 'fold';
    const last = stretches.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else stretches.push({ kind, lines: [line] });
  });
  return stretches.map((stretch) =>
    stretch.lines.length < FOLD_MIN ? { ...stretch, kind: 'lines' as const } : stretch,
  );
}

/** The two sides of one row where documents stand side by side. */
export interface SplitRow {
  left: DiffLine | null;
  right: DiffLine | null;
}

/** Lines as rows of two columns: what was removed stands beside what was added in its place. */
export function splitRows(lines: readonly DiffLine[]): SplitRow[] {
  const rows: SplitRow[] = [];
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      rows.push({ left: removed[index] ?? null, right: added[index] ?? null });
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line);
    else if (line.kind === 'added') added.push(line);
    else {
      flush();
      rows.push({ left: line, right: line });
    }
  }
  flush();
  return rows;
}
