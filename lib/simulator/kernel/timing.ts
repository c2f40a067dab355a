import type { Genesis } from '../contract';
import type { Draws, Purpose } from './draws';

/** Delays and grids of a timing profile (DECISIONS 9). Figures: AWS_BATCH defaults, virtual ms. */
export interface Clockwork {
  /** All delays and cycles are 0. */
  readonly ideal: boolean;
  /** A delay of the `aws` profile in ms; 0 in `ideal`. */
  delay(ms: number): number;
  /** `base` plus a seeded part of up to `spread` ms. */
  spread(base: number, spread: number, purpose: Purpose, ordinal: number, attempt: number): number;
  /** The first step of a grid of `period` ms, counted from startAt, that is not before `at`. */
  grid(period: number, at: number): number;
}

export function createClockwork(genesis: Genesis, draws: Draws): Clockwork {
  const { timing, startAt } = genesis;
  const ideal = timing === 'ideal';
  const scale = typeof timing === 'object' ? timing.scale : 1;
  const delay = (ms: number): number => (ideal ? 0 : Math.floor(ms * scale + 0.5));
  return {
    ideal,
    delay,
    spread: (base, spread, purpose, ordinal, attempt) =>
      ideal ? 0 : delay(base + spread * draws.uniform(purpose, ordinal, attempt)),
    grid: (period, at) => {
      const step = ideal ? 1 : Math.max(1, delay(period));
      return startAt + Math.ceil((at - startAt) / step) * step;
    },
  };
}
