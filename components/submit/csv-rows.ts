/** The rows of a file that become children: texts only, in the file's order. */
export interface FileRows {
  /** Whether the first line names the columns. */
  hasNames: boolean;
  columns: string[];
  rows: string[][];
  /** The lines as they stood, without the first where it names the columns. */
  lines: string;
}

/** Characters; an array has 10,000 rows at most, and no call holds more than 30 KiB of them. */
export const FILE_CHARACTERS_MAX = 8 * 1024 * 1024;

const SEPARATORS = ['\t', ';', ','] as const;

/** The sign that parts the cells: the one that the first line has most of; a comma where it has none. */
function separatorOf(line: string): string {
  const counts = SEPARATORS.map((sign) => line.split(sign).length);
  const most = Math.max(...counts);
  return most === 1 ? ',' : (SEPARATORS[counts.indexOf(most)] ?? ',');
}

/** Cells of comma, semicolon or tab separated text; in double quotes a cell may hold the sign, and "" for a quote. Lines end a row. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (line[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}

/** Whether the first line looks like names of columns: words, of which none is a number, over more than one column. */
function looksLikeNames(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => /^[A-Za-z_][\w .-]*$/.test(cell.trim()));
}

/**
 * Reads rows from a text: a line each, empty ones left out. `hasNames` says whether the first names the columns; where it is not
 * given the line's look decides.
 */
export function readRows(text: string, hasNames?: boolean): FileRows {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  const separator = separatorOf(lines[0] ?? '');
  const first = cellsOf(lines[0] ?? '', separator);
  const isNamed = hasNames ?? looksLikeNames(first);
  const kept = isNamed ? lines.slice(1) : lines;
  return {
    hasNames: isNamed,
    columns: isNamed ? first.map((cell) => cell.trim()) : first.map((_, at) => `column ${at + 1}`),
    rows: kept.map((line) => cellsOf(line, separator)),
    lines: kept.join('\n'),
  };
}
