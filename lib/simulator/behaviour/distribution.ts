import type { Draws } from '../kernel/draws';

/** How long a job runs where nothing scripts it; milliseconds. */
export type Distribution =
  | { kind: 'lognormal'; medianMs: number; sigma: number }
  | { kind: 'exponential'; meanMs: number }
  | { kind: 'constant'; ms: number };

export const DEFAULT_DISTRIBUTION: Distribution = { kind: 'lognormal', medianMs: 60_000, sigma: 1 };
const LONGEST_MS = 10 * 365 * 86_400_000;

/** Reads `lognormal:median,sigma`, `exponential:mean`, `constant:s` (seconds); null when the text is none of them. */
export function parseDistribution(text: string): Distribution | null {
  const [kind, rest] = text.split(':', 2);
  const numbers = (rest ?? '').split(',').map(Number);
  const [first, second] = numbers;
  if (first === undefined || !(first >= 0) || rest === undefined || rest.trim() === '') return null;
  if (kind === 'lognormal' && second !== undefined && second >= 0 && second < 20 && first > 0) {
    return { kind, medianMs: first * 1000, sigma: second };
  }
  if (kind === 'exponential') return { kind, meanMs: first * 1000 };
  return kind === 'constant' ? { kind, ms: first * 1000 } : null;
}

/** The run time of one attempt: integer ms, rounded half up, at most ten years. */
export function drawRunMs(draws: Draws, distribution: Distribution, ordinal: number, attempt: number): number {
  const ms = rawRunMs(draws, distribution, ordinal, attempt);
  return Math.min(LONGEST_MS, Math.floor(ms + 0.5));
}

function rawRunMs(draws: Draws, distribution: Distribution, ordinal: number, attempt: number): number {
  if (distribution.kind === 'constant') return distribution.ms;
  if (distribution.kind === 'exponential') {
    return draws.exponential('run-time', ordinal, attempt, distribution.meanMs);
  }
  return draws.lognormal('run-time', ordinal, attempt, distribution.medianMs, distribution.sigma);
}
