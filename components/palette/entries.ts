import type { JobStatus } from '@/lib/batch';

/** What the palette offers: opening it goes to `href` or calls `open`, which shows a dialog or a menu and never acts. */
export interface PaletteEntry {
  id: string;
  label: string;
  /** Fainter words after the label. */
  hint?: string;
  status?: JobStatus;
  href?: string;
  open?: () => void;
  /** The preview: a sentence and rows of facts. */
  note?: string;
  facts?: readonly { label: string; value: string }[];
  /** Other words by which it is found. */
  also?: string;
}

export interface PaletteGroup {
  label: string;
  items: PaletteEntry[];
}

/** How a text was meant: `>` looks for actions only, `#` for the id of a job, `:` for jobs by name. */
export interface PaletteQuery {
  mode: 'all' | 'actions' | 'id' | 'jobs';
  text: string;
}

const MODES: Readonly<Record<string, PaletteQuery['mode']>> = { '>': 'actions', '#': 'id', ':': 'jobs' };

export function paletteQuery(text: string): PaletteQuery {
  const mode = MODES[text.charAt(0)];
  return mode === undefined ? { mode: 'all', text: text.trim() } : { mode, text: text.slice(1).trim() };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Lower is better; null where a word is not found. */
function distance(entry: PaletteEntry, words: readonly string[]): number | null {
  const label = entry.label.toLowerCase();
  const rest = `${entry.hint ?? ''} ${entry.also ?? ''}`.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at === 0) continue;
    if (at > 0) sum += /[\p{L}\p{N}]/u.test(label.charAt(at - 1)) ? 2 : 1;
    else if (rest.includes(word)) sum += 3;
    else return null;
  }
  return sum;
}

/** The entries in which every word of `text` is found, best first; ties stay in their order. At most `most`. */
export function matching(entries: readonly PaletteEntry[], text: string, most: number): PaletteEntry[] {
  const words = wordsOf(text);
  return entries
    .map((entry, order) => ({ entry, order, far: distance(entry, words) }))
    .filter((one): one is typeof one & { far: number } => one.far !== null)
    .sort((a, b) => a.far - b.far || a.order - b.order)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** A label cut where words of `text` are found in it. */
export function marked(label: string, text: string): { text: string; isHit: boolean }[] {
  const lower = label.toLowerCase();
  const hit = Array.from({ length: label.length }, () => false);
  // Where lower case has another length, positions would not fit.
  for (const word of lower.length === label.length ? wordsOf(text) : []) {
    const at = lower.indexOf(word);
    if (at >= 0) hit.fill(true, at, at + word.length);
  }
  const parts: { text: string; isHit: boolean }[] = [];
  for (let at = 0; at < label.length; at += 1) {
    const isHit = hit[at] ?? false;
    const last = parts.at(-1);
    if (last?.isHit === isHit) last.text += label.charAt(at);
    else parts.push({ text: label.charAt(at), isHit });
  }
  return parts;
}
