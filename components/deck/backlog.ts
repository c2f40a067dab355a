import type { SeriesResult } from '@/lib/metrics';
import { formatNumber } from '../format/number';

const WAITING = new Set(['SUBMITTED', 'PENDING', 'RUNNABLE', 'SCHEDULED']);

/** A bar of the deck's strip: jobs that waited in that bucket, null where nothing was recorded. */
export interface BacklogBar {
  at: number;
  waiting: number | null;
}

/** Waiting jobs of all queues by bucket: the sum of every waiting state. */
export function backlogBars(result: SeriesResult): BacklogBar[] {
  const waiting = result.series.filter((series) => WAITING.has(series.measure));
  return result.times.map((at, index) => {
    let sum: number | null = null;
    for (const series of waiting) {
      const value = series.values[index];
      if (value !== null && value !== undefined) sum = (sum ?? 0) + value;
    }
    return { at, waiting: sum };
  });
}

/** Buckets in which Spot interruptions threw work away, at most `limit`, the worst first. */
export function lossMarks(result: SeriesResult, limit = 6): number[] {
  const losses = new Map<number, number>();
  for (const series of result.series) {
    if (series.measure !== 'lost') continue;
    for (let index = 1; index < series.values.length; index += 1) {
      const [before, now, at] = [series.values[index - 1], series.values[index], result.times[index]];
      if (before == null || now == null || at === undefined || now <= before) continue;
      losses.set(at, (losses.get(at) ?? 0) + now - before);
    }
  }
  return [...losses]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([at]) => at);
}

/** The strip in words, for those who do not see it. */
export function backlogSentence(bars: readonly BacklogBar[]): string {
  const known = bars.flatMap((bar) => (bar.waiting === null ? [] : [bar.waiting]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return 'Waiting jobs: nothing recorded yet';
  return `Waiting jobs, last 24 h: from ${formatNumber(first)} to ${formatNumber(last)}, at most ${formatNumber(Math.max(...known))}`;
}
