const DURATION =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNIT_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds, rounded half up; null for any other text. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) return null;
  let total = 0;
  for (const [index, unit] of UNIT_MS.entries()) total += Number(match[index + 1] ?? 0) * unit;
  return Math.floor(total + 0.5);
}

/** Milliseconds since the Unix epoch of an ISO 8601 date, or time with its zone; null for any other text. */
export function parseTime(text: string): number | null {
  if (!TIME.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** A moment given as a duration since `startAt` or as a time; null for any other text. */
export function parseMoment(text: string, startAt: number): number | null {
  const since = parseDuration(text);
  return since === null ? parseTime(text) : startAt + since;
}
