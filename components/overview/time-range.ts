/** How far back the charts of a page go. */
export const TIME_RANGES = [
  { value: '1h', label: 'Last 1 h', ms: 3_600_000 },
  { value: '6h', label: 'Last 6 h', ms: 6 * 3_600_000 },
  { value: '24h', label: 'Last 24 h', ms: 86_400_000 },
  { value: '7d', label: 'Last 7 d', ms: 7 * 86_400_000 },
  { value: '30d', label: 'Last 30 d', ms: 30 * 86_400_000 },
] as const;

export type TimeRange = (typeof TIME_RANGES)[number]['value'];
export const DEFAULT_RANGE: TimeRange = '6h';

/** Length of a range in ms. */
export function rangeMs(range: TimeRange): number {
  return TIME_RANGES.find(({ value }) => value === range)?.ms ?? 6 * 3_600_000;
}

/** Points a series that the page's charts ask for. */
export const CHART_POINTS = 120;
