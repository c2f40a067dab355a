import { METRIC_MEASURES, type MetricSubject, SAMPLE_LEVELS } from './contract';

/** What is measured, and the key of its row in `series`, once it has one. */
export interface SampledSeries {
  readonly subject: MetricSubject;
  /** Queue or environment; empty for the connection. */
  readonly name: string;
  readonly measure: string;
  id: number | null;
}

/** A row of `sample`. Written over what stands under the same key. */
export interface SampleRow {
  readonly series: SampledSeries;
  /** Seconds a bucket. */
  readonly level: number;
  /** Start of the bucket, ms. */
  readonly bucketAt: number;
  last: number;
}

/** A row as it was stored, and the value that held before it; NaN before the series' first. */
export type StoredSample = Omit<SampleRow, 'series'> & Omit<SampledSeries, 'id'> & { id: number; before: number };

interface Bucket extends SampleRow {
  /** What held before it; NaN before the first. */
  readonly before: number;
  isStored: boolean;
}

interface Gauge {
  readonly series: SampledSeries;
  at: number;
  value: number;
  /** The newest bucket of each level. */
  readonly buckets: (Bucket | undefined)[];
}

/**
 * Keeps values that hold until they change, and the buckets that they fill at each level. Sparse: a bucket that ends with
 * the value it began with has no row. Deterministic: rows depend on the order of the calls, not on when they are taken.
 */
export interface Sampler {
  /** Ms of the connection's time; a moment before the series' newest counts as that one. */
  set(subject: MetricSubject, name: string, measure: string, at: number, value: number): void;
  add(subject: MetricSubject, name: string, measure: string, at: number, change: number): void;
  /** 0 where nothing was ever set. */
  value(subject: MetricSubject, name: string, measure: string): number;
  /** Rows to write, and rows to take away, since the last call. They go on living: use them before the next one. */
  take(): { moved: SampleRow[]; gone: SampleRow[] };
  /** Goes on from the newest row of each series and level. */
  restore(rows: readonly StoredSample[]): void;
}

export function createSampler(): Sampler {
  return new GaugeSampler();
}

class GaugeSampler implements Sampler {
  /** By subject, measure and name: a key made of all three would be built anew at each move. */
  private readonly gauges = new Map<MetricSubject, Map<string, Map<string, Gauge>>>();
  private touched = new Set<Bucket>();

  set(subject: MetricSubject, name: string, measure: string, at: number, value: number): void {
    this.move(this.gauge(subject, name, measure), at, value);
  }

  add(subject: MetricSubject, name: string, measure: string, at: number, change: number): void {
    const gauge = this.gauge(subject, name, measure);
    this.move(gauge, at, (Number.isNaN(gauge.value) ? 0 : gauge.value) + change);
  }

  value(subject: MetricSubject, name: string, measure: string): number {
    const value = this.gauge(subject, name, measure).value;
    return Number.isNaN(value) ? 0 : value;
  }

  take(): { moved: SampleRow[]; gone: SampleRow[] } {
    const moved: SampleRow[] = [];
    const gone: SampleRow[] = [];
    for (const bucket of this.touched) {
      if (bucket.last !== bucket.before) moved.push(bucket);
      else if (bucket.isStored) gone.push(bucket);
      bucket.isStored = bucket.last !== bucket.before;
    }
    this.touched = new Set();
    return { moved, gone };
  }

  restore(rows: readonly StoredSample[]): void {
    for (const { subject, name, measure, id, level, bucketAt, last, before } of rows) {
      const gauge = this.gauge(subject, name, measure);
      gauge.series.id = id;
      const place = SAMPLE_LEVELS.findIndex((one) => one === level);
      gauge.buckets[place] = { series: gauge.series, level, bucketAt, last, before, isStored: true };
      if (Number.isNaN(gauge.value) || bucketAt >= gauge.at) {
        gauge.at = bucketAt;
        gauge.value = last;
      }
    }
  }

  private gauge(subject: MetricSubject, name: string, measure: string): Gauge {
    const named = inner(inner(this.gauges, subject), measure);
    let gauge = named.get(name);
    if (gauge === undefined) {
      const series: SampledSeries = { subject, name, measure, id: null };
      gauge = { series, at: Number.NEGATIVE_INFINITY, value: Number.NaN, buckets: [] };
      named.set(name, gauge);
    }
    return gauge;
  }

  private move(gauge: Gauge, at: number, value: number): void {
    if (gauge.value === value) return;
    const moment = Math.max(at, gauge.at);
    for (let index = 0; index < SAMPLE_LEVELS.length; index++) {
      const level = SAMPLE_LEVELS[index] ?? 0;
      const bucketAt = moment - (moment % (level * 1000));
      let bucket = gauge.buckets[index];
      if (bucket === undefined || bucket.bucketAt !== bucketAt) {
        bucket = { series: gauge.series, level, bucketAt, last: value, before: gauge.value, isStored: false };
        gauge.buckets[index] = bucket;
      } else {
        bucket.last = value;
      }
      this.touched.add(bucket);
    }
    gauge.at = moment;
    gauge.value = value;
  }
}

function inner<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<InnerKey, Value>();
  maps.set(key, made);
  return made;
}

/** Narrows what a row of `series` says to a subject that is measured, or null. */
export function parseSubject(text: string): MetricSubject | null {
  const subjects: readonly string[] = Object.keys(METRIC_MEASURES);
  return subjects.includes(text) ? (text as MetricSubject) : null;
}
