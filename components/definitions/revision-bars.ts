import type { RevisionSeries } from '@/lib/history';
import { niceTicks } from '../charts/ticks';

const SERIES_TOKENS = 6;

/** One bar: what stands on what, bottom first, in jobs. */
interface RevisionBar {
  at: number;
  pieces: {
    key: string;
    kind: 'ended' | 'failed' | 'waiting';
    revision: number;
    token: string;
    from: number;
    to: number;
  }[];
  total: number;
}

export interface RevisionBars {
  bars: RevisionBar[];
  top: number;
  /** The first bar of each revision, for its label. */
  firsts: { index: number; revision: number }[];
}

/** A revision keeps its colour by its number, so that it is the same on every view. */
function revisionToken(revision: number): string {
  return `var(--color-c${((revision - 1) % SERIES_TOKENS) + 1})`;
}

/** Bars over every bucket from the first submit to now: a revision's jobs, its failed on top of all, what waits hatched. */
export function revisionBars(series: RevisionSeries): RevisionBars {
  const count = Math.max(1, Math.floor((series.to - series.from) / series.step) + 1);
  const bars = Array.from(
    { length: count },
    (_, index): RevisionBar => ({
      at: series.from + index * series.step,
      pieces: [],
      total: 0,
    }),
  );
  const firsts = new Map<number, number>();
  for (const kind of ['ended', 'waiting', 'failed'] as const) {
    for (const bucket of series.buckets) {
      const index = Math.floor((bucket.at - series.from) / series.step);
      const bar = bars[index];
      if (bar === undefined) continue;
      if (!firsts.has(bucket.revision)) firsts.set(bucket.revision, index);
      const jobs =
        kind === 'failed'
          ? bucket.failed
          : kind === 'waiting'
            ? bucket.waiting
            : bucket.jobs - bucket.failed - bucket.waiting;
      if (jobs <= 0) continue;
      const token =
        kind === 'failed'
          ? 'var(--color-failed)'
          : kind === 'waiting'
            ? 'var(--color-runnable)'
            : revisionToken(bucket.revision);
      bar.pieces.push({
        key: `${bucket.revision} ${kind}`,
        kind,
        revision: bucket.revision,
        token,
        from: bar.total,
        to: bar.total + jobs,
      });
      bar.total += jobs;
    }
  }
  const ticks = niceTicks(Math.max(1, ...bars.map((bar) => bar.total)));
  return {
    bars,
    top: ticks.at(-1) ?? 1,
    firsts: [...firsts].map(([revision, index]) => ({ revision, index })).sort((x, y) => x.index - y.index),
  };
}
