import type { SeriesResult } from '@/lib/metrics';
import type { TimeFrame } from '../format/time';
import { type ChartLayer, commonTop, type PreparedChart, prepareChart } from './prepare-chart';

/** Jobs of a queue by state, bottom to top as every stack of states has them. */
export const STATE_LAYERS: readonly ChartLayer[] = [
  { key: 'RUNNING', label: 'Running', token: '--color-running', kind: 'area' },
  { key: 'STARTING', label: 'Starting', token: '--color-starting', kind: 'area' },
  { key: 'RUNNABLE', label: 'Runnable', token: '--color-runnable', kind: 'area', hatched: true },
  { key: 'PENDING', label: 'Pending', token: '--color-pending', kind: 'area' },
];

/** vCPUs of an environment: the maximum is a limit, not an amount. */
const VCPU_LAYERS: readonly ChartLayer[] = [
  { key: 'used', label: 'Used', token: '--color-running', kind: 'area' },
  { key: 'provisioned', label: 'Provisioned', token: '--color-c2', kind: 'line' },
  { key: 'maximum', label: 'maximum', token: '--color-tx3t', kind: 'limit' },
];

/** What Spot changed, in USD since the start of the window: lost counts down from zero. */
export const SPOT_LAYERS: readonly ChartLayer[] = [
  { key: 'saved', label: 'Saved', token: '--color-succeeded', kind: 'area' },
  { key: 'lost', label: 'Lost', token: '--color-interrupted', kind: 'area', hatched: true },
  { key: 'net', label: 'Net', token: '--color-tx0', kind: 'line' },
];

const valuesOf = (result: SeriesResult, name: string, measure: string) =>
  result.series.find((series) => series.name === name && series.measure === measure)?.values;

/** SUBMITTED is over in a moment, and stands with PENDING: both wait for Batch, not for capacity. */
function stateValues(result: SeriesResult, name: string, measure: string): readonly (number | null)[] | undefined {
  const values = valuesOf(result, name, measure);
  const submitted = measure === 'PENDING' ? valuesOf(result, name, 'SUBMITTED') : undefined;
  if (submitted === undefined) return values;
  return result.times.map((_, index) => {
    const [pending, early] = [values?.[index] ?? null, submitted[index] ?? null];
    return pending === null && early === null ? null : (pending ?? 0) + (early ?? 0);
  });
}

/** The backlog of one queue. `top` gives several queues one scale. */
export function prepareBacklog(
  result: SeriesResult,
  queue: string,
  frame: TimeFrame,
  top?: number,
  xTicks = 3,
): PreparedChart {
  return prepareChart(result, {
    layers: STATE_LAYERS,
    valuesOf: (layer) => stateValues(result, queue, layer.key),
    stacked: true,
    frame,
    xTicks,
    ...(top === undefined ? {} : { top }),
  });
}

/** The backlogs of several queues, on one scale or each on its own. */
export function prepareBacklogs(
  result: SeriesResult,
  queues: readonly string[],
  frame: TimeFrame,
  sameScale: boolean,
): { queue: string; chart: PreparedChart }[] {
  const own = queues.map((queue) => ({ queue, chart: prepareBacklog(result, queue, frame) }));
  if (!sameScale) return own;
  const top = commonTop(own.map(({ chart }) => chart));
  return queues.map((queue) => ({ queue, chart: prepareBacklog(result, queue, frame, top) }));
}

/** vCPUs of one environment over time. */
export function prepareVcpus(
  result: SeriesResult,
  environment: string,
  frame: TimeFrame,
  top?: number,
  xTicks = 4,
): PreparedChart {
  return prepareChart(result, {
    layers: VCPU_LAYERS,
    valuesOf: (layer) => valuesOf(result, environment, layer.key),
    stacked: false,
    frame,
    xTicks,
    ...(top === undefined ? {} : { top }),
  });
}

/** Sum over all names of a running total, counted from the window's start: a total that begins inside it begins at 0. */
function sumFromStart(result: SeriesResult, measure: string): (number | null)[] {
  const members = result.series.filter((series) => series.measure === measure);
  const bases = members.map((series) => series.values[0] ?? 0);
  return result.times.map((_, index) => {
    let sum: number | null = null;
    members.forEach((series, member) => {
      const value = series.values[index];
      if (value !== null && value !== undefined) sum = (sum ?? 0) + value - (bases[member] ?? 0);
    });
    return sum;
  });
}

/** What Spot saved and lost in the window, and the net of both, in USD from its start. */
export function prepareSpot(result: SeriesResult, frame: TimeFrame, xTicks = 4): PreparedChart {
  const saved = sumFromStart(result, 'saved');
  const lost = sumFromStart(result, 'lost').map((value) => (value === null ? null : value === 0 ? 0 : -value));
  const net = saved.map((value, index) => {
    const minus = lost[index];
    return value === null && minus == null ? null : (value ?? 0) + (minus ?? 0);
  });
  const columns: Readonly<Record<string, (number | null)[]>> = { saved, lost, net };
  return prepareChart(result, {
    layers: SPOT_LAYERS,
    valuesOf: (layer) => columns[layer.key],
    stacked: false,
    frame,
    xTicks,
  });
}
