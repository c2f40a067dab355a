import { visibleText } from '@/lib/batch';
/** How grave a line says it is. */
export type Severity = 'ERROR' | 'WARN' | null;

/** Lines as the log is read: a page is this many. */
export const LOG_PAGE = 1000;

const ESCAPE = '\\u001b';
const ANSI = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)?|[@-Z\\\\-_])`,
  'g',
);
const MOST_SHOWN = 20_000;

/**
 * A line fit to be shown: terminal colours are taken out, other control signs stand as pictures, and marks that turn the
 * direction of text are named, so that a line reads as what it is.
 */
export function shownLine(message: string): string {
  const cut = message.length > MOST_SHOWN ? `${message.slice(0, MOST_SHOWN)} … ${message.length} characters` : message;
  const plain = cut
    .replace(ANSI, '')
    .replace(/\r?\n$/, '')
    .replaceAll('\t', '    ')
    .replaceAll('\n', '␊');
  return visibleText(plain);
}

/** The gravity that a line names near its beginning. */
export function severityOf(line: string): Severity {
  const head = line.slice(0, 80);
  if (/\b(ERROR|FATAL|CRITICAL|PANIC|Traceback)\b/.test(head) || /^(error|fatal)\b[:\s]/i.test(head)) return 'ERROR';
  return /\bWARN(ING)?\b/.test(head) || /^warn(ing)?\b[:\s]/i.test(head) ? 'WARN' : null;
}

/** Which pages of the log the lines `first` to `last` stand on. */
export function pagesOf(first: number, last: number, total: number): number[] {
  if (total === 0) return [0];
  const from = Math.floor(Math.max(0, first) / LOG_PAGE);
  const to = Math.floor(Math.min(Math.max(first, last), total - 1) / LOG_PAGE);
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => from + index);
}

/** A line cut where it matches, for marking. Case does not count. */
export function cutAtMatches(line: string, needle: string): { text: string; isMatch: boolean; from: number }[] {
  if (needle === '') return [{ text: line, isMatch: false, from: 0 }];
  const parts: { text: string; isMatch: boolean; from: number }[] = [];
  const [hay, what] = [line.toLowerCase(), needle.toLowerCase()];
  let from = 0;
  for (let at = hay.indexOf(what); at >= 0; at = hay.indexOf(what, from)) {
    if (at > from) parts.push({ text: line.slice(from, at), isMatch: false, from });
    parts.push({ text: line.slice(at, at + what.length), isMatch: true, from: at });
    from = at + what.length;
  }
  if (from < line.length || parts.length === 0) parts.push({ text: line.slice(from), isMatch: false, from });
  return parts;
}
