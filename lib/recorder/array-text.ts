type Cell = string | number | bigint | boolean | Date | null;

/**
 * One column of rows as the text of a Postgres array, for `${...}::type[]`. A parameter that is one string goes through
 * the client and the driver untouched; an array of 5,000 is copied, tagged and escaped element by element on each level.
 */
export function arrayText<T>(rows: readonly T[], read: (row: T) => Cell): string {
  let text = '{';
  for (const row of rows) {
    if (text.length > 1) text += ',';
    text += cellText(read(row));
  }
  return `${text}}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return quoted(cell);
  return cell instanceof Date ? `"${cell.toISOString().replace(/^\+0*/, '')}"` : String(cell);
}

// Postgres keeps no NUL in a text: it would refuse the whole batch for one job's name.
const ESCAPED = /["\\\0]/;

function quoted(text: string): string {
  if (!ESCAPED.test(text)) return `"${text}"`;
  return `"${text.replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`;
}
