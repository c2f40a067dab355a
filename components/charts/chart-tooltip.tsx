import { formatMoment, formatUtcClock, type TimeFrame } from '../format/time';
import type { PreparedChart } from './prepare-chart';

/** What the crosshair reads: one bucket, layers from the top of the stack down, the total last. */
export interface Reading {
  at: number;
  /** Where in the window, 0 to 1. */
  share: number;
  rows: { key: string; label: string; token: string; hatched: boolean; text: string }[];
  total: string | null;
  isUnfinished: boolean;
}

/** Reads a bucket of a chart; null outside of it. */
export function readingOf(
  chart: PreparedChart,
  index: number,
  format: (value: number | null) => string,
  isStacked: boolean,
): Reading | null {
  const seconds = chart.x[index];
  if (seconds === undefined) return null;
  const at = seconds * 1000;
  const values = chart.layers.map((_, column) => chart.values[column]?.[index] ?? null);
  const rows = chart.layers.map((layer, column) => ({
    key: layer.key,
    label: layer.label,
    token: layer.token,
    hatched: layer.hatched === true,
    text: format(values[column] ?? null),
  }));
  const isKnown = values.some((value) => value !== null);
  const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    at,
    share: chart.to > chart.from ? (at - chart.from) / (chart.to - chart.from) : 0,
    rows: rows.reverse(),
    total: isStacked && isKnown ? format(sum) : null,
    isUnfinished: chart.unfinishedFrom === at,
  };
}

const FILL: Readonly<Record<string, string>> = {
  '--color-running': 'fill-running',
  '--color-starting': 'fill-starting',
  '--color-runnable': 'fill-runnable',
  '--color-pending': 'fill-pending',
  '--color-succeeded': 'fill-succeeded',
  '--color-interrupted': 'fill-interrupted',
  '--color-c2': 'fill-c2',
  '--color-tx0': 'fill-tx0',
  '--color-tx3t': 'fill-tx3t',
};

/** The swatch of a layer, hatched where the chart hatches it. */
export function Swatch({ token, hatched }: { token: string; hatched: boolean }) {
  return (
    <svg width="8" height="8" aria-hidden="true" className="shrink-0">
      <rect width="8" height="8" rx="1.5" className={FILL[token] ?? 'fill-tx3'} />
      {hatched && <rect width="8" height="8" rx="1.5" fill="url(#hatch)" />}
    </svg>
  );
}

/** The bucket under the crosshair, at the free side of the chart. */
export function ChartTooltip({
  reading,
  frame,
  step,
  atRight,
}: {
  reading: Reading;
  frame: TimeFrame;
  step: number;
  atRight: boolean;
}) {
  const end =
    frame.kind === 'simulated'
      ? formatUtcClock(reading.at + step)
      : formatMoment(reading.at + step, frame)
          .split(', ')
          .at(-1);
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute top-1 z-10 rounded-control border border-ln bg-bg3 px-2.5 py-1.5 text-12 shadow-float ${atRight ? 'right-1' : 'left-9'}`}
    >
      <p className="num mb-1 text-tx2">
        {formatMoment(reading.at, frame)} – {end}
        {reading.isUnfinished && ', still filling'}
      </p>
      <table>
        <tbody>
          {reading.rows.map((row) => (
            <tr key={row.key}>
              <td className="pr-2">
                <Swatch token={row.token} hatched={row.hatched} />
              </td>
              <td className="pr-4 text-tx1">{row.label}</td>
              <td className="num text-right text-tx0">{row.text}</td>
            </tr>
          ))}
          {reading.total !== null && (
            <tr className="border-t border-ln">
              <td />
              <td className="pr-4 text-tx1">Total</td>
              <td className="num text-right font-semibold text-tx0">{reading.total}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
