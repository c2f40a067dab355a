const DIGIT_0 = 48;
const DIGIT_9 = 57;
const MS_MAX = 2 ** 53;

/**
 * Milliseconds of a decimal number of seconds in ASCII, rounded half up once; NaN where it is no number or past 2^53.
 * Plain decimals are exact: they never pass through a binary fraction.
 */
export function millisecondsInBytes(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at += 1;
  const digitsFrom = at;
  let whole = 0;
  for (; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < DIGIT_0 || byte > DIGIT_9) break;
    whole = whole * 10 + (byte - DIGIT_0);
  }
  let digits = at - digitsFrom;
  let scaled = whole * 1000;
  if (at < to && bytes[at] === 46) {
    at += 1;
    let unit = 100;
    let rest = 0;
    for (; at < to; at++, digits++) {
      const byte = bytes[at] ?? 0;
      if (byte < DIGIT_0 || byte > DIGIT_9) break;
      if (unit >= 1) scaled += (byte - DIGIT_0) * unit;
      else if (rest === 0) rest = (byte - DIGIT_0) * 10 + 1;
      else if (byte !== DIGIT_0 && rest % 10 === 1) rest += 1;
      unit = unit >= 10 ? unit / 10 : 0;
    }
    // `rest` is the digit after the last ms times 10, plus 1, plus 1 more where anything but zeros follows.
    if (negative ? rest > 51 : rest >= 51) scaled += 1;
  }
  if (at < to) return millisecondsOfExponent(bytes, from, to);
  if (digits === 0 || scaled >= MS_MAX) return Number.NaN;
  return negative && scaled > 0 ? -scaled : scaled;
}

function millisecondsOfExponent(bytes: Uint8Array, from: number, to: number): number {
  let text = '';
  for (let at = from; at < to && text.length < 64; at++) text += String.fromCharCode(bytes[at] ?? 0);
  if (to - from > 64 || !/^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+$/.test(text)) return Number.NaN;
  const scaled = Math.floor(Number(text) * 1000 + 0.5);
  return Math.abs(scaled) < MS_MAX ? scaled : Number.NaN;
}

const scratch = new Uint8Array(64);

/** millisecondsInBytes of a text; blanks around it are none of the number. */
export function millisecondsOfSeconds(text: string): number {
  const trimmed = text.trim();
  const bytes = trimmed.length <= scratch.length ? scratch : new Uint8Array(trimmed.length);
  for (let at = 0; at < trimmed.length; at++) {
    const code = trimmed.charCodeAt(at);
    if (code > 127) return Number.NaN;
    bytes[at] = code;
  }
  return millisecondsInBytes(bytes, 0, trimmed.length);
}

/** Seconds with three places, of a whole number of ms: `12.345`. */
export function secondsText(ms: number): string {
  const whole = Math.abs(ms);
  const seconds = Math.floor(whole / 1000);
  return `${ms < 0 ? '-' : ''}${seconds}.${String(whole - seconds * 1000).padStart(3, '0')}`;
}

const DAY_MS = 86_400_000;

function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysInMonth(year: number, month: number): number {
  return daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - daysFromCivil(year, month, 1);
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})$/;

/** Ms since the Unix epoch of an ISO 8601 time with a zone, rounded half up; NaN where it is none. */
export function millisecondsOfIso(text: string): number {
  const match = ISO.exec(text.trim());
  if (match === null) return Number.NaN;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', zone = 'Z'] = match;
  const [y, mo, d, h, mi] = [year, month, day, hour, minute].map(Number);
  if (y === undefined || mo === undefined || d === undefined || h === undefined || mi === undefined) return Number.NaN;
  const secondMs = millisecondsOfSeconds(second);
  if (mo < 1 || mo > 12 || d < 1 || d > daysInMonth(y, mo) || h > 23 || mi > 59 || secondMs >= 61_000)
    return Number.NaN;
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return daysFromCivil(y, mo, d) * DAY_MS + (h * 60 + mi - offset) * 60_000 + secondMs;
}

const padded = (value: number, width = 2): string => String(value).padStart(width, '0');

/** ISO 8601 in UTC with ms, of ms since the Unix epoch (years 0 to 9999). */
export function isoText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const rest = ms - days * DAY_MS;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const time = `${padded(Math.floor(rest / 3_600_000))}:${padded(Math.floor(rest / 60_000) % 60)}`;
  const seconds = `${padded(Math.floor(rest / 1000) % 60)}.${padded(rest % 1000, 3)}`;
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}T${time}:${seconds}Z`;
}
