/** Px of a sign at 11 px, on the wide side. */
const SIGN = 6.4;
const GAP = 6;
const HALF_NOW = 15;
const BESIDE = 8;

const widthOf = (text: string) => text.length * SIGN;

/** A word at a moment of the axis, moved by `dx` px so that the edge does not cut it. */
export interface TickLabel {
  at: number;
  text: string;
  dx: number;
}

/**
 * The words of an axis of `width` px, from left to right: one that would meet the word before it, or the word `now`, is left out.
 * `share` gives a moment's place on the axis, 0 to 1.
 */
export function placeTicks(
  ticks: readonly { at: number; text: string }[],
  now: number | null,
  share: (at: number) => number,
  width: number,
): TickLabel[] {
  const nowAt = now === null ? null : share(now) * width;
  const placed: TickLabel[] = [];
  let free = 0;
  for (const { at, text } of ticks) {
    const half = widthOf(text) / 2;
    const centre = share(at) * width;
    const x = Math.min(Math.max(centre, half), width - half);
    const meetsNow = nowAt !== null && Math.abs(x - nowAt) < half + HALF_NOW + GAP;
    if (x - half < free || meetsNow) continue;
    placed.push({ at, text, dx: x - centre });
    free = x + half + GAP;
  }
  return placed;
}

/** Where the words of a bar stand. */
export interface BarLabel {
  text: string;
  place: 'after' | 'before' | 'inside';
}

/**
 * The first of `texts` (the whole, then shorter ones) that has room after, before or inside a bar from `begin` to `end` (px)
 * of an axis of `width` px; null where none has.
 */
export function placeBarLabel(texts: readonly string[], begin: number, end: number, width: number): BarLabel | null {
  for (const text of texts) {
    const room = widthOf(text) + BESIDE;
    if (end + room <= width) return { text, place: 'after' };
    if (begin - room >= 0) return { text, place: 'before' };
    if (end - begin >= room + BESIDE) return { text, place: 'inside' };
  }
  return null;
}
