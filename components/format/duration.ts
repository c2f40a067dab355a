const NO_BREAK = '\u00a0';
const UNKNOWN = '–';

/** A length of time in ms, in two units at the most: `48 s`, `9 min`, `1 h 28 min`, `3 d 4 h`. Rounds down. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN;
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds === 0 && ms > 0) return `<${NO_BREAK}1${NO_BREAK}s`;
  if (seconds < 60) return `${seconds}${NO_BREAK}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${NO_BREAK}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(first: number, firstUnit: string, second: number, secondUnit: string): string {
  const head = `${first}${NO_BREAK}${firstUnit}`;
  return second === 0 ? head : `${head}${NO_BREAK}${second}${NO_BREAK}${secondUnit}`;
}

/** How long ago `at` was at `now`, both ms: `38 min ago`, `just now` under a second. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  return ms < 1000 ? 'just now' : `${formatDuration(ms)} ago`;
}

/** Length of a bucket in words for a chart's title line: `10-second steps`, `5-minute steps`. */
export function formatStep(seconds: number): string {
  if (seconds < 60) return `${seconds}-second steps`;
  if (seconds < 3600) return `${seconds / 60}-minute steps`;
  if (seconds < 86400) return `${seconds / 3600}-hour steps`;
  return `${seconds / 86400}-day steps`;
}
