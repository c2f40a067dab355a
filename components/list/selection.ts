/** What a list can choose among. */
interface Keyed {
  readonly id: string;
}

/** Which rows are chosen, with what was known of each, and where a range begins. */
export interface Selection<Row extends Keyed> {
  chosen: ReadonlyMap<string, Row>;
  anchor: string | null;
}

export const NOTHING: Selection<never> = { chosen: new Map<string, never>(), anchor: null };

/** Chooses a row, or lets it go; ranges begin there. */
export function toggle<Row extends Keyed>(selection: Selection<Row>, row: Row): Selection<Row> {
  const chosen = new Map(selection.chosen);
  if (!chosen.delete(row.id)) chosen.set(row.id, row);
  return { chosen, anchor: row.id };
}

/** Chooses everything between where the last choice was made and `row`, both included, in the order of the list. */
export function extend<Row extends Keyed>(selection: Selection<Row>, row: Row, order: readonly Row[]): Selection<Row> {
  const from = order.findIndex((one) => one.id === selection.anchor);
  const to = order.findIndex((one) => one.id === row.id);
  if (from < 0 || to < 0) return toggle(selection, row);
  const chosen = new Map(selection.chosen);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.set(one.id, one);
  return { chosen, anchor: selection.anchor };
}

/** Chooses all of these, or lets go of everything when they are all chosen. */
export function toggleAll<Row extends Keyed>(selection: Selection<Row>, rows: readonly Row[]): Selection<Row> {
  if (rows.length > 0 && rows.every((row) => selection.chosen.has(row.id))) return NOTHING;
  return { chosen: new Map(rows.map((row) => [row.id, row])), anchor: null };
}
