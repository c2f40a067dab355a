/** A column of a chart's table twin. */
export interface TwinColumn {
  key: string;
  label: string;
  number: boolean;
}

/** A cell: what is read, and what is sorted and exported (null is unknown). */
interface TwinCell {
  text: string;
  value: string | number | null;
}

export interface TwinRow {
  key: string;
  cells: Readonly<Record<string, TwinCell>>;
}

/** Rows by a value, ties in the order they came; what is unknown (null) goes last either way. */
export function sortedBy<Row>(
  rows: readonly Row[],
  readValue: (row: Row) => string | number | null,
  descending: boolean,
): Row[] {
  const compare = (a: string | number, b: string | number) => (a === b ? 0 : a < b ? -1 : 1);
  return [...rows].sort((left, right) => {
    const [a, b] = [readValue(left), readValue(right)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return descending ? compare(b, a) : compare(a, b);
  });
}

/** Rows by one column; what is unknown goes last in either direction. */
export function sortRows(rows: readonly TwinRow[], column: string, descending: boolean): TwinRow[] {
  return sortedBy(rows, (row) => row.cells[column]?.value ?? null, descending);
}

function quoted(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // A spreadsheet would run a text that begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV with a header line, values unformatted. */
export function csvOf(columns: readonly TwinColumn[], rows: readonly TwinRow[]): string {
  const lines = [columns.map((column) => quoted(column.label)).join(',')];
  for (const row of rows) lines.push(columns.map((column) => quoted(row.cells[column.key]?.value ?? null)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
