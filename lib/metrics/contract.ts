/** What is measured. A series is (subject, name, measure); values hold until the next point. */
export type MetricSubject = 'queue-jobs' | 'environment-vcpus' | 'spot' | 'cost';

/** The measures of each subject: jobs by state; vCPU; USD since the epoch began (spot) or USD per hour (cost). */
export const METRIC_MEASURES = {
  'queue-jobs': ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'],
  'environment-vcpus': ['used', 'provisioned', 'desired', 'maximum'],
  spot: ['saved', 'lost'],
  cost: ['paid-per-hour', 'on-demand-per-hour'],
} as const satisfies Record<MetricSubject, readonly string[]>;

/** Levels of roll-up, in seconds a bucket. */
export const SAMPLE_LEVELS = [10, 60, 3600, 86400] as const;

export interface SeriesQuery {
  subject: MetricSubject;
  /** Names to return; all of the subject when absent. */
  names?: string[];
  /** Ms of the connection's time. */
  from: number;
  to: number;
  /** At most this many points a series; 1,500 at the most. */
  points?: number;
}

/** Aligned series: `times[i]` (ms, start of bucket) goes with `values[i]`; null is a gap. */
export interface SeriesResult {
  /** Seconds a bucket. */
  step: number;
  times: number[];
  series: { name: string; measure: string; values: (number | null)[] }[];
  /** The last bucket is still filling. */
  unfinished: boolean;
}
