type Cell = string | number | bigint | boolean | Date | null;

/**
 * One column of rows as the text of a Postgres array, for `${...}::type[]`. A parameter that is one string goes through
 * the client and the driver untouched; an array of 5,000 is copied, tagged and escaped element by element on each level.
 */
export function arrayText<T>(rows: readonly T[], read: (row: T) => Cell): string {
  const cells: string[] = [];
  let before: Cell = null;
  let text = 'NULL';
  for (const row of rows) {
    const cell = read(row);
    if (cell !== before) {
      before = cell;
      text = cellText(cell);
    }
    cells.push(text);
  }
  return `{${cells.join(',')}}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return isPlain(cell) ? cell : quoted(cell);
  return cell instanceof Date ? cell.toISOString().replace(PADDED_YEAR, '') : String(cell);
}

const PADDED_YEAR = /^\+0*/;
const PLAIN = /^[\w.:/-]+$/;

/** What an array takes without quotes, which is most of it: ids, names and ARNs then go into it without a copy. */
function isPlain(text: string): boolean {
  return PLAIN.test(text) && !(text.length === 4 && text.toUpperCase() === 'NULL');
}

// Postgres keeps no NUL in a text: it would refuse the whole batch for one job's name.
function quoted(text: string): string {
  return `"${text.replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`;
}
