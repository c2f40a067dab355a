import type { JobRow } from '@/lib/history';

/** Which jobs are chosen, with what was known of each, and where a range begins. */
export interface Selection {
  chosen: ReadonlyMap<string, JobRow>;
  anchor: string | null;
}

export const NOTHING: Selection = { chosen: new Map(), anchor: null };

/** Chooses a job, or lets it go; ranges begin there. */
export function toggle(selection: Selection, row: JobRow): Selection {
  const chosen = new Map(selection.chosen);
  if (!chosen.delete(row.id)) chosen.set(row.id, row);
  return { chosen, anchor: row.id };
}

/** Chooses everything between where the last choice was made and `row`, both included, in the order of the list. */
export function extend(selection: Selection, row: JobRow, order: readonly JobRow[]): Selection {
  const from = order.findIndex((one) => one.id === selection.anchor);
  const to = order.findIndex((one) => one.id === row.id);
  if (from < 0 || to < 0) return toggle(selection, row);
  const chosen = new Map(selection.chosen);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.set(one.id, one);
  return { chosen, anchor: selection.anchor };
}

/** Chooses all of these, or lets go of everything when they are all chosen. */
export function toggleAll(selection: Selection, rows: readonly JobRow[]): Selection {
  if (rows.length > 0 && rows.every((row) => selection.chosen.has(row.id))) return NOTHING;
  return { chosen: new Map(rows.map((row) => [row.id, row])), anchor: null };
}
