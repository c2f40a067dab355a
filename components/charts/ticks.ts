/** Round numbers from 0 to at least `max`: 3 to 6 of them, in steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(max: number, most = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10;
  const ticks: number[] = [];
  for (let index = 0; index * step < max + step; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
    if (index * step >= max) break;
  }
  return ticks;
}

/** Round numbers around a range that may go below zero (money lost), zero among them. */
export function niceRange(min: number, max: number): number[] {
  if (min >= 0) return niceTicks(max);
  const above = niceTicks(Math.max(max, 0.000_001), 3);
  const step = Math.max((above[1] ?? 1) - (above[0] ?? 0), niceTicks(-min, 3)[1] ?? 0);
  const ticks: number[] = [];
  for (let index = Math.floor(min / step); index * step < max + step; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
    if (index * step >= max) break;
  }
  return ticks;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

/** Round moments (ms, UTC) between `from` and `to`, at most `most`, none so near the end that it meets the word `now`. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const span = to - from;
  const step = TIME_STEPS.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const ticks: number[] = [];
  // The fewer ticks there is room for, the wider the word `now` stands against the span.
  const end = to - span * (most <= 3 ? 0.24 : 0.1);
  for (let at = Math.ceil(from / step) * step; at <= end; at += step) ticks.push(at);
  return ticks;
}
