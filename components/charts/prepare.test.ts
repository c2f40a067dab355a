import { describe, expect, it } from 'vitest';
import type { SeriesResult } from '@/lib/metrics';
import { formatNumber } from '../format/number';
import { chartSentence, twinOf } from './prepare-chart';
import { prepareBacklog, prepareBacklogs, prepareSpot, prepareVcpus } from './prepare-series';
import { niceRange, niceTicks, timeTicks } from './ticks';

const startAt = Date.UTC(2026, 0, 1);
const frame = { kind: 'simulated', startAt } as const;
const at = (minute: number) => startAt + minute * 60_000;
const result = (series: SeriesResult['series'], unfinished = false): SeriesResult => ({
  step: 60,
  times: [at(0), at(1), at(2), at(3)],
  series,
  unfinished,
});

describe('ticks', () => {
  it('are few and round', () => {
    expect(niceTicks(11_000)).toEqual([0, 5000, 10_000, 15_000]);
    expect(niceTicks(900)).toEqual([0, 250, 500, 750, 1000]);
    expect(niceTicks(0)).toEqual([0, 1]);
    expect(niceTicks(3)).toEqual([0, 1, 2, 3]);
    expect(niceTicks(0.7)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });
  it('hold zero when money goes below it', () => {
    const ticks = niceRange(-12, 80);
    expect(ticks).toContain(0);
    expect(ticks[0]).toBeLessThanOrEqual(-12);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(80);
  });
  it('of time stand on round moments and leave room for now', () => {
    const ticks = timeTicks(at(7), at(367), 4);
    expect(ticks.every((tick) => tick % (2 * 3_600_000) === 0)).toBe(true);
    expect(Math.max(...ticks)).toBeLessThan(at(330));
  });
});

describe('a backlog', () => {
  const series: SeriesResult['series'] = [
    { name: 'main', measure: 'RUNNING', values: [1, 2, null, 4] },
    { name: 'main', measure: 'RUNNABLE', values: [10, 20, null, 40] },
    { name: 'main', measure: 'SUBMITTED', values: [1, 0, null, 0] },
    { name: 'side', measure: 'RUNNING', values: [0, 0, null, 1] },
  ];
  it('stacks states from running up and leaves gaps open', () => {
    const chart = prepareBacklog(result(series), 'main', frame);
    expect(chart.drawn[0]).toEqual([1, 2, null, 4]);
    expect(chart.drawn[2]).toEqual([11, 22, null, 44]);
    expect(chart.drawn[3]).toEqual([12, 22, null, 44]);
    expect(chart.gaps).toEqual([{ from: at(2), to: at(3) }]);
  });
  it('shares a scale among queues, or gives each its own', () => {
    const same = prepareBacklogs(result(series), ['main', 'side'], frame, true);
    expect(same[1]?.chart.yTicks).toEqual(same[0]?.chart.yTicks);
    const own = prepareBacklogs(result(series), ['main', 'side'], frame, false);
    expect(own[1]?.chart.yTicks.at(-1)).toBe(1);
  });
  it('has a table with the numbers as measured, newest first', () => {
    const { columns, rows } = twinOf(prepareBacklog(result(series), 'main', frame), frame);
    expect(columns.map((column) => column.label)).toEqual(['Time', 'Running', 'Starting', 'Runnable', 'Pending']);
    expect(rows[0]?.cells.RUNNABLE).toEqual({ text: '40', value: 40 });
    expect(rows[1]?.cells.RUNNABLE).toEqual({ text: '–', value: null });
  });
  it('is read from the last finished bucket', () => {
    const chart = prepareBacklog(
      result(
        series.slice(0, 1).map((s) => ({ ...s, values: [1, 2, 3, 9] })),
        true,
      ),
      'main',
      frame,
    );
    expect(chart.unfinishedFrom).toBe(at(3));
    expect(chartSentence('main', chart, 'jobs', frame)).toBe(
      'main, jobs, from Day 1, 00:00:00 to Day 1, 00:04:00: 3 running at the end',
    );
  });
  it('of a queue without samples is empty, not zero', () => {
    const chart = prepareBacklog(result(series), 'other', frame);
    expect(chart.isEmpty).toBe(true);
    expect(chartSentence('other', chart, 'jobs', frame)).toBe('other: nothing recorded in this time');
  });
});

describe('vCPUs and Spot', () => {
  it('keeps the maximum apart from what is stacked', () => {
    const chart = prepareVcpus(
      result([
        { name: 'e', measure: 'used', values: [1, 2, 3, 4] },
        { name: 'e', measure: 'provisioned', values: [4, 4, 4, 4] },
        { name: 'e', measure: 'maximum', values: [16, 16, 16, 16] },
      ]),
      'e',
      frame,
    );
    expect(chart.drawn[1]).toEqual([4, 4, 4, 4]);
    expect(chart.yTicks.at(-1)).toBeGreaterThanOrEqual(16);
  });
  it('counts money from the start of the window, lost downwards', () => {
    const chart = prepareSpot(
      result([
        { name: 'a', measure: 'saved', values: [10, 12, 15, 15] },
        { name: 'b', measure: 'saved', values: [null, 1, 1, 3] },
        { name: 'a', measure: 'lost', values: [2, 2, 3, 3] },
      ]),
      frame,
    );
    expect(chart.values).toEqual([
      [0, 3, 6, 8],
      [0, 0, -1, -1],
      [0, 3, 5, 7],
    ]);
    expect(twinOf(chart, frame, (value) => formatNumber(value, 2)).rows[0]?.cells.net?.text).toBe('7');
  });
});
