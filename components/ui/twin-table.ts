/** A column of a chart's table twin. */
export interface TwinColumn {
  key: string;
  label: string;
  number: boolean;
}

/** A cell: what is read, and what is sorted and exported (null is unknown). */
export interface TwinCell {
  text: string;
  value: string | number | null;
}

export interface TwinRow {
  key: string;
  cells: Readonly<Record<string, TwinCell>>;
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** Rows by one column; what is unknown goes last in either direction. */
export function sortRows(rows: readonly TwinRow[], column: string, descending: boolean): TwinRow[] {
  const cellOf = (row: TwinRow) => row.cells[column]?.value ?? null;
  return [...rows].sort((left, right) => {
    const [a, b] = [cellOf(left), cellOf(right)];
    if (a === null || b === null) return -compare(a, b);
    return descending ? -compare(a, b) : compare(a, b);
  });
}

function quoted(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // A spreadsheet would run a text that begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV with a header line, values unformatted. */
export function csvOf(columns: readonly TwinColumn[], rows: readonly TwinRow[]): string {
  const lines = [columns.map((column) => quoted(column.label)).join(',')];
  for (const row of rows) lines.push(columns.map((column) => quoted(row.cells[column.key]?.value ?? null)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
