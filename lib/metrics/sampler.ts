import { METRIC_MEASURES, type MetricSubject, SAMPLE_LEVELS } from './contract';

/** A row of `sample`, but for the id of its series. Written over what stands under the same key. */
export interface SampleRow {
  subject: MetricSubject;
  /** Queue or environment; empty for the connection. */
  name: string;
  measure: string;
  /** Seconds a bucket. */
  level: number;
  /** Start of the bucket, ms. */
  bucketAt: number;
  last: number;
  low: number;
  high: number;
}

interface Gauge {
  at: number;
  value: number;
  /** The newest bucket of each level. */
  buckets: (SampleRow | undefined)[];
}

/**
 * Keeps values that hold until they change, and the buckets that they fill at each level. Sparse: a bucket in which
 * nothing moved has no row. Deterministic: rows depend on the order of the calls, not on when they are taken.
 */
export interface Sampler {
  /** Ms of the connection's time; a moment before the series' newest counts as that one. */
  set(subject: MetricSubject, name: string, measure: string, at: number, value: number): void;
  add(subject: MetricSubject, name: string, measure: string, at: number, change: number): void;
  /** 0 where nothing was ever set. */
  value(subject: MetricSubject, name: string, measure: string): number;
  /** Rows that moved since the last call. */
  take(): SampleRow[];
  /** Goes on from the newest row of each series and level. */
  restore(rows: readonly SampleRow[]): void;
}

export function createSampler(): Sampler {
  const gauges = new Map<string, Gauge>();
  let moved = new Set<SampleRow>();
  const keyOf = (subject: string, name: string, measure: string) => `${subject}\n${measure}\n${name}`;

  const set: Sampler['set'] = (subject, name, measure, at, value) => {
    const key = keyOf(subject, name, measure);
    const gauge = gauges.get(key) ?? { at, value: Number.NaN, buckets: [] };
    if (gauge.value === value) return;
    gauges.set(key, gauge);
    const moment = Math.max(at, gauge.at);
    SAMPLE_LEVELS.forEach((level, index) => {
      const width = level * 1000;
      const bucketAt = Math.floor(moment / width) * width;
      const open = gauge.buckets[index];
      if (open !== undefined && open.bucketAt === bucketAt) {
        open.last = value;
        open.low = Math.min(open.low, value);
        open.high = Math.max(open.high, value);
        moved.add(open);
        return;
      }
      const carried = moment === bucketAt || Number.isNaN(gauge.value) ? value : gauge.value;
      const bucket: SampleRow = {
        subject,
        name,
        measure,
        level,
        bucketAt,
        last: value,
        low: Math.min(carried, value),
        high: Math.max(carried, value),
      };
      gauge.buckets[index] = bucket;
      moved.add(bucket);
    });
    gauge.at = moment;
    gauge.value = value;
  };
  const value: Sampler['value'] = (subject, name, measure) => gauges.get(keyOf(subject, name, measure))?.value ?? 0;

  return {
    set,
    value,
    add: (subject, name, measure, at, change) =>
      set(subject, name, measure, at, value(subject, name, measure) + change),
    take() {
      const rows = [...moved].map((row) => ({ ...row }));
      moved = new Set();
      return rows;
    },
    restore(rows) {
      for (const row of rows) {
        const key = keyOf(row.subject, row.name, row.measure);
        const gauge = gauges.get(key) ?? { at: 0, value: row.last, buckets: [] };
        gauges.set(key, gauge);
        gauge.buckets[SAMPLE_LEVELS.findIndex((level) => level === row.level)] = { ...row };
        if (row.bucketAt >= gauge.at) {
          gauge.at = row.bucketAt;
          gauge.value = row.last;
        }
      }
    },
  };
}

/** Narrows what a row of `series` says to a subject that is measured, or null. */
export function parseSubject(text: string): MetricSubject | null {
  const subjects: readonly string[] = Object.keys(METRIC_MEASURES);
  return subjects.includes(text) ? (text as MetricSubject) : null;
}
