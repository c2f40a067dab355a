import type { SeriesResult } from '@/lib/metrics';
import { formatAxis, formatNumber } from '../format/number';
import { formatMoment, formatShortMoment, isoOf, type TimeFrame } from '../format/time';
import type { TwinColumn, TwinRow } from '../ui/twin-table';
import { niceRange, timeTicks } from './ticks';

/** How one series of a chart is drawn: a token of the theme, and a hatch for what waits. */
export interface ChartLayer {
  key: string;
  label: string;
  /** Name of the CSS token, such as `--color-running`. */
  token: string;
  hatched?: boolean;
  /** `area` is filled from the layer below (stacked) or from 0; `line` is not; `limit` is a thin line with its word. */
  kind: 'area' | 'line' | 'limit';
}

/** Everything a chart draws, decided. Columns are seconds (x) and one array a layer, bottom first; null is a gap. */
export interface PreparedChart {
  layers: readonly ChartLayer[];
  x: number[];
  /** Values as drawn: cumulated where stacked. */
  drawn: (number | null)[][];
  /** Values as measured. */
  values: (number | null)[][];
  from: number;
  to: number;
  yTicks: number[];
  yLabels: string[];
  xTicks: number[];
  xLabels: string[];
  /** Ranges (ms) in which nothing was recorded. */
  gaps: { from: number; to: number }[];
  /** Start (ms) of the bucket that is still filling, or null. */
  unfinishedFrom: number | null;
  isEmpty: boolean;
}

export interface ChartChoice {
  layers: readonly ChartLayer[];
  /** Values of a layer, aligned with the result's times. */
  valuesOf: (layer: ChartLayer) => readonly (number | null)[] | undefined;
  stacked: boolean;
  /** Common top of several charts with one scale. */
  top?: number;
  /** Ticks of the time axis at most. */
  xTicks?: number;
  frame: TimeFrame;
}

function gapsOf(times: readonly number[], columns: readonly (number | null)[][], step: number) {
  const gaps: { from: number; to: number }[] = [];
  let begin: number | null = null;
  let seen = false;
  times.forEach((at, index) => {
    const known = columns.some((column) => column[index] !== null && column[index] !== undefined);
    if (known) {
      if (begin !== null && seen) gaps.push({ from: begin, to: at });
      begin = null;
      seen = true;
    } else begin ??= at;
  });
  const last = times.at(-1);
  if (begin !== null && seen && last !== undefined && last - begin >= step * 2)
    gaps.push({ from: begin, to: last + step });
  return gaps;
}

function stack(columns: (number | null)[][], layers: readonly ChartLayer[]): (number | null)[][] {
  const below: number[] = [];
  return columns.map((column, layer) => {
    if (layers[layer]?.kind !== 'area') return column;
    return column.map((value, index) => {
      if (value === null) return null;
      below[index] = (below[index] ?? 0) + value;
      return below[index] ?? null;
    });
  });
}

/** Decides points, gaps, ticks and labels of a time series; pure. */
export function prepareChart(result: SeriesResult, choice: ChartChoice): PreparedChart {
  const { times, step } = result;
  const values = choice.layers.map((layer) => times.map((_, index) => choice.valuesOf(layer)?.[index] ?? null));
  const drawn = choice.stacked ? stack(values, choice.layers) : values;
  const known = drawn.flat().filter((value): value is number => value !== null);
  const yTicks = niceRange(Math.min(0, ...known), choice.top ?? Math.max(0, ...known));
  const from = times[0] ?? 0;
  const to = (times.at(-1) ?? 0) + step * 1000;
  const xTicks = timeTicks(from, to, choice.xTicks ?? 4);
  const top = yTicks.at(-1) ?? 0;
  return {
    layers: choice.layers,
    x: times.map((at) => at / 1000),
    drawn,
    values,
    from,
    to,
    yTicks,
    yLabels: yTicks.map((tick) => formatAxis(tick, top)),
    xTicks,
    xLabels: xTicks.map((at) => axisMoment(at, to - from, choice.frame)),
    gaps: gapsOf(times, values, step * 1000),
    unfinishedFrom: result.unfinished ? (times.at(-1) ?? null) : null,
    isEmpty: known.length === 0,
  };
}

function axisMoment(at: number, span: number, frame: TimeFrame): string {
  if (span <= 36 * 3_600_000) return formatShortMoment(at, at, frame);
  return formatMoment(at, frame).split(',')[0] ?? '';
}

/** The top that charts of one scale share: the largest stack or line among them. */
export function commonTop(charts: readonly PreparedChart[]): number {
  return Math.max(
    0,
    ...charts.flatMap((chart) => chart.drawn.flat().filter((value): value is number => value !== null)),
  );
}

/** Columns and rows of the table twin: the same numbers as measured, newest first. */
export function twinOf(
  chart: PreparedChart,
  frame: TimeFrame,
  format: (value: number | null) => string = formatNumber,
): { columns: TwinColumn[]; rows: TwinRow[] } {
  const columns: TwinColumn[] = [
    { key: 'at', label: 'Time', number: false },
    ...chart.layers.map((layer) => ({ key: layer.key, label: layer.label, number: true })),
  ];
  const rows = chart.x.map((seconds, index): TwinRow => {
    const at = seconds * 1000;
    const cells: Record<string, TwinRow['cells'][string]> = { at: { text: formatMoment(at, frame), value: isoOf(at) } };
    chart.layers.forEach((layer, column) => {
      const value = chart.values[column]?.[index] ?? null;
      cells[layer.key] = { text: format(value), value };
    });
    return { key: String(at), cells };
  });
  return { columns, rows: rows.reverse() };
}

/** A chart in one sentence, from the last finished bucket: what `role=img` reads. */
export function chartSentence(title: string, chart: PreparedChart, unit: string, frame: TimeFrame): string {
  if (chart.isEmpty) return `${title}: nothing recorded in this time`;
  const last = chart.x.length - (chart.unfinishedFrom === null ? 1 : 2);
  const index = Math.max(0, last);
  const now = chart.layers
    .map((layer, column) => ({ layer, value: chart.values[column]?.[index] ?? null }))
    .filter(({ value }) => value !== null)
    .map(({ layer, value }) => `${formatNumber(value, 2)} ${layer.label.toLowerCase()}`)
    .join(', ');
  const gaps = chart.gaps.length === 0 ? '' : chart.gaps.length === 1 ? '; 1 gap' : `; ${chart.gaps.length} gaps`;
  return `${title}, ${unit}, from ${formatMoment(chart.from, frame)} to ${formatMoment(chart.to, frame)}: ${now || 'no data'} at the end${gaps}`;
}
