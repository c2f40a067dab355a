/** A service job's row. */
export interface ServiceJob {
  readonly ordinal: number;
}
