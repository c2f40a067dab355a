const NO_BREAK = '\u00a0';
const UNKNOWN = '–';
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** A count or quantity with thousands separators; unknown is an en dash, minus a real minus sign. */
export function formatNumber(value: number | null | undefined, decimals: 0 | 1 | 2 = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const format = decimals === 0 ? whole : decimals === 1 ? tenths : hundredths;
  return format.format(value === 0 ? 0 : value).replace('-', '−');
}

/** `1,234 vCPU`: the number and its unit, kept on one line. */
export function formatQuantity(value: number | null | undefined, unit: string, decimals: 0 | 1 | 2 = 0): string {
  const number = formatNumber(value, decimals);
  return number === UNKNOWN ? number : `${number}${NO_BREAK}${unit}`;
}

/** Milli-vCPU as vCPU: `1`, `0.25`, `5,993`. */
export function formatVcpus(milliVcpus: number | null | undefined): string {
  if (milliVcpus === null || milliVcpus === undefined) return UNKNOWN;
  return formatNumber(milliVcpus / 1000, Math.abs(milliVcpus) < 100_000 ? 2 : 0);
}

/** A share of a whole as `97 %`; nothing of nothing is unknown, and a part is never shown as all or none. */
export function formatPercent(part: number, total: number): string {
  if (!(total > 0)) return UNKNOWN;
  const percent = Math.round((part / total) * 100);
  if (percent === 0 && part > 0) return `<${NO_BREAK}1${NO_BREAK}%`;
  if (percent === 100 && part < total) return `>${NO_BREAK}99${NO_BREAK}%`;
  return `${formatNumber(percent)}${NO_BREAK}%`;
}

/** An axis label: `12k`, `1.5M`, `0.25`; `top` is the axis' largest value, so that one axis has one unit. */
export function formatAxis(value: number, top = value): string {
  const size = Math.max(Math.abs(value), Math.abs(top));
  if (value === 0) return '0';
  if (size >= 1_000_000) return `${formatNumber(value / 1_000_000, 1)}M`;
  if (size >= 10_000) return `${formatNumber(value / 1_000, 1)}k`;
  return formatNumber(value, size < 10 ? 2 : 0);
}

/** `1 job`, `2 jobs`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)}${NO_BREAK}${count === 1 ? one : many}`;
}

/** MiB as AWS speaks it below 10,000 MiB where exact, GiB above: `512 MiB`, `122 GiB`. */
export function formatMemory(mib: number | null | undefined): string {
  if (mib === null || mib === undefined) return UNKNOWN;
  return mib >= 10_240 ? formatQuantity(mib / 1024, 'GiB', mib < 102_400 ? 1 : 0) : formatQuantity(mib, 'MiB');
}

/** An id cut in the middle, `19be44c0…9be2`; short ones stay whole. */
export function shortenId(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}
