/** How a connection's times are shown: simulated ones as `Day N` and a UTC clock, AWS's in the viewer's zone. */
export type TimeFrame = { kind: 'simulated'; startAt: number } | { kind: 'aws'; zone: string };

const DAY_MS = 86_400_000;
const UNKNOWN = '–';

/** Day of a simulated moment: 1 + UTC midnights passed since `startAt`. Both in ms. */
export function dayNumber(at: number, startAt: number): number {
  return Math.floor(at / DAY_MS) - Math.floor(startAt / DAY_MS) + 1;
}

/** `03:10:42` in UTC. */
export function formatUtcClock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

function zoned(at: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options }).format(new Date(at));
}

/** A moment in full, without its zone: `Day 3, 03:10:42` or `24 Nov 2026, 14:32:08`. */
export function formatMoment(at: number | null | undefined, frame: TimeFrame): string {
  if (at === null || at === undefined) return UNKNOWN;
  if (frame.kind === 'simulated') return `Day ${dayNumber(at, frame.startAt)}, ${formatUtcClock(at)}`;
  return zoned(at, frame.zone, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** The clock alone; with the day where it is not the day of `now`: `14:28`, `Day 2, 14:28`. */
export function formatShortMoment(at: number, now: number, frame: TimeFrame): string {
  if (frame.kind === 'simulated') {
    const clock = formatUtcClock(at).slice(0, 5);
    const day = dayNumber(at, frame.startAt);
    return day === dayNumber(now, frame.startAt) ? clock : `Day ${day}, ${clock}`;
  }
  const dayOf = (moment: number) => zoned(moment, frame.zone, { dateStyle: 'short' });
  const clock = zoned(at, frame.zone, { timeStyle: 'short' });
  return dayOf(at) === dayOf(now) ? clock : `${zoned(at, frame.zone, { day: 'numeric', month: 'short' })}, ${clock}`;
}

/** Every reading of one moment, for a tooltip and to copy: shown, UTC, and for AWS the viewer's zone. */
export function momentReadings(at: number, frame: TimeFrame): { label: string; text: string }[] {
  const utc = { label: 'UTC', text: new Date(at).toISOString() };
  const shown = formatMoment(at, frame);
  return frame.kind === 'simulated'
    ? [{ label: 'Simulated', text: shown }, utc]
    : [{ label: frame.zone, text: shown }, utc];
}

/** ISO text of a moment, for `<time dateTime>`. */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/**
 * Reads what a person types as a moment of a simulated connection: `Day 3, 03:10`, `3 03:10:42`, `03:10` (the next one),
 * `+2 h`, `+30 min`, `+1 d`, or ISO 8601. Gives ms, or null where it cannot be read.
 */
export function parseMoment(text: string, now: number, startAt: number): number | null {
  const trimmed = text.trim();
  const relative = /^\+?\s*(\d+(?:\.\d+)?)\s*(s|min|m|h|d)$/i.exec(trimmed);
  if (relative !== null) {
    const units: Record<string, number> = { s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: DAY_MS };
    return now + Math.round(Number(relative[1]) * (units[(relative[2] ?? '').toLowerCase()] ?? 0));
  }
  const clock = /^(?:(?:day\s*)?(\d+)[,\s]\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/i.exec(trimmed);
  if (clock !== null) {
    const [hours, minutes, seconds] = [Number(clock[2]), Number(clock[3]), Number(clock[4] ?? 0)];
    if (hours > 23 || minutes > 59 || seconds > 59) return null;
    const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    if (clock[1] !== undefined) return (Math.floor(startAt / DAY_MS) + Number(clock[1]) - 1) * DAY_MS + ofDay;
    const today = Math.floor(now / DAY_MS) * DAY_MS + ofDay;
    return today > now ? today : today + DAY_MS;
  }
  if (!/^\d{4}-\d{2}-\d{2}T/.test(trimmed)) return null;
  const iso = Date.parse(trimmed);
  return Number.isNaN(iso) ? null : iso;
}
