import { usd } from '@/lib/cost';
import type { Progress } from './run';
import type { Summary } from './summary';

/** The measures that are printed, compared and averaged, in order. */
export const MEASURES: readonly {
  label: string;
  of: (summary: Summary) => number | null;
  show: (value: number) => string;
}[] = [
  { label: 'jobs submitted', of: (s) => s.jobs.submitted, show: count },
  { label: 'jobs succeeded', of: (s) => s.jobs.succeeded, show: count },
  { label: 'jobs failed', of: (s) => s.jobs.failed, show: count },
  { label: 'jobs waiting', of: (s) => s.jobs.waiting, show: count },
  { label: 'jobs running', of: (s) => s.jobs.running, show: count },
  { label: 'relay jobs', of: (s) => s.jobs.relay, show: count },
  { label: 'makespan', of: (s) => s.makespanSeconds, show: duration },
  { label: 'wait, mean', of: (s) => s.waitSeconds.mean, show: duration },
  { label: 'wait, median', of: (s) => s.waitSeconds.median, show: duration },
  { label: 'wait, p95', of: (s) => s.waitSeconds.p95, show: duration },
  { label: 'wait, longest', of: (s) => s.waitSeconds.max, show: duration },
  { label: 'vCPU utilisation', of: (s) => s.vcpuUtilisation, show: (value) => `${(value * 100).toFixed(1)} %` },
  { label: 'cost', of: (s) => Number(s.costUsd), show: dollars },
  { label: 'Spot saved', of: (s) => Number(s.spot.savedUsd), show: dollars },
  { label: 'Spot lost', of: (s) => Number(s.spot.lostUsd), show: dollars },
  { label: 'Spot interruptions', of: (s) => s.spot.interruptions, show: count },
  { label: 'events', of: (s) => s.events, show: count },
  { label: 'events per second', of: (s) => s.eventsPerSecond, show: count },
  { label: 'wall time', of: (s) => s.wallSeconds, show: (value) => `${value.toFixed(2)} s` },
];

/** The summary as a table. */
export function summaryTable(summary: Summary): string {
  const rows = MEASURES.map(({ label, of, show }) => [label, shown(of(summary), show)]);
  return `${summary.scenario}, seed ${summary.seed}\n${table(rows)}`;
}

/** Two summaries side by side, with the difference of the first from the second. */
export function comparisonTable(now: Summary, before: Summary): string {
  const rows = MEASURES.map(({ label, of, show }) => {
    const a = of(now);
    const b = of(before);
    return [label, shown(a, show), shown(b, show), a === null || b === null ? '' : difference(a, b)];
  });
  return table([['', 'this run', 'against', 'difference'], ...rows]);
}

/** Mean and standard deviation over seeds. */
export function seedsTable(summaries: readonly Summary[]): string {
  const rows = MEASURES.map(({ label, of, show }) => {
    const spread = spreadOf(summaries.map(of));
    return spread === null
      ? [label, 'none', '', '', '']
      : [label, show(spread.mean), show(spread.deviation), show(spread.lowest), show(spread.highest)];
  });
  return table([['', 'mean', 'std dev', 'lowest', 'highest'], ...rows]);
}

export interface Spread {
  mean: number;
  /** Of the sample (n - 1). */
  deviation: number;
  lowest: number;
  highest: number;
}

/** Null where no run has the measure. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = known.length < 2 ? 0 : Math.sqrt(squares / (known.length - 1));
  return { mean, deviation, lowest: Math.min(...known), highest: Math.max(...known) };
}

/** One line for a terminal. */
export function progressLine({ now, submitted, ended, events }: Progress, startAt: number): string {
  const day = Math.floor(now / 86_400_000) - Math.floor(startAt / 86_400_000) + 1;
  const clock = new Date(now).toISOString().slice(11, 19);
  return `Day ${day} ${clock} · ${count(ended)} of ${count(submitted)} jobs ended · ${count(events)} events`;
}

function shown(value: number | null, show: (value: number) => string): string {
  return value === null ? 'none' : show(value);
}

function count(value: number): string {
  const whole = String(Math.round(Math.abs(value))).replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? `-${whole}` : whole;
}

function dollars(value: number): string {
  return usd(BigInt(Math.round(value * 1e9)));
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(3))} s`;
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const text = clock.map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${days} d ${text}` : text;
}

function difference(now: number, before: number): string {
  if (now === before) return '=';
  const sign = now > before ? '+' : '';
  if (before === 0) return `${sign}${Number((now - before).toPrecision(4))}`;
  return `${sign}${(((now - before) / before) * 100).toFixed(1)} %`;
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
