/** A share of a fair-share queue. Amounts in thousandths of a vCPU, times in ms. */
export interface ShareState {
  readonly identifier: string;
  /** Heap of its RUNNABLE jobs (scheduling/share-line.ts). */
  readonly ready: number[];
  /** What its jobs hold, since when; what was held before by steps of `stepMs`, a ring over the decay window. */
  level: number;
  since: number;
  stepMs: number;
  steps: number[];
  /** Jobs that have not ended, and since when there are none; -1 while there are, or before the first. */
  open: number;
  idleSince: number;
}
