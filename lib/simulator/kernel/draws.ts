import { exp, ln, normalQuantile } from './elementary';

/** Every reason to draw. A new one goes to the end: the numbers stand in old results. */
const PURPOSES = [
  'job-id',
  'task-id',
  'instance-id',
  'container-instance-id',
  'resource-id',
  'run-time',
  'evaluate-delay',
  'launch-delay',
  'start-delay',
  'timeout-delay',
  'spot-hour',
  'spot-moment',
  'spot-price',
  'spot-zone',
  'spot-step',
  'host-lost-delay',
  'storm',
  'fargate-spot',
  'image-size',
  'instance-choice',
  'log-line',
  'service-job-id',
  'training-job-id',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A machine's source of draws: each is a function of (seed, purpose, ordinal, attempt) alone (no shared stream). */
export interface Draws {
  /** 32 bits. `lane` tells apart several words of one draw. */
  bits(purpose: Purpose, ordinal: number, attempt: number, lane: number): number;
  /** In (0, 1), 53 bits, never 0 or 1. */
  uniform(purpose: Purpose, ordinal: number, attempt: number): number;
  normal(purpose: Purpose, ordinal: number, attempt: number): number;
  lognormal(purpose: Purpose, ordinal: number, attempt: number, median: number, sigma: number): number;
  exponential(purpose: Purpose, ordinal: number, attempt: number, mean: number): number;
}

function mix(hash: number, word: number): number {
  let h = hash ^ Math.imul(word, 0xcc9e2d51);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x9e3779b9;
}

export function createDraws(seed: number): Draws {
  const low = seed | 0;
  const high = Math.floor(seed / 4_294_967_296) | 0;
  const base = mix(mix(0x243f6a88, low), high);
  const start = new Map(PURPOSES.map((purpose, index) => [purpose, mix(base, index + 1)]));
  const bits = (purpose: Purpose, ordinal: number, attempt: number, lane: number): number => {
    const ordinalHigh = Math.floor(ordinal / 4_294_967_296);
    let h = mix(start.get(purpose) ?? base, ordinal | 0);
    h = mix(h, ordinalHigh | 0);
    return mix(mix(h, attempt), lane) >>> 0;
  };
  const uniform = (purpose: Purpose, ordinal: number, attempt: number): number => {
    const high26 = bits(purpose, ordinal, attempt, 0) >>> 6;
    const low26 = bits(purpose, ordinal, attempt, 1) >>> 6;
    return (high26 * 67_108_864 + low26 + 0.5) / 4_503_599_627_370_496;
  };
  const normal = (purpose: Purpose, ordinal: number, attempt: number): number =>
    normalQuantile(uniform(purpose, ordinal, attempt));
  return {
    bits,
    uniform,
    normal,
    lognormal: (purpose, ordinal, attempt, median, sigma) => median * exp(sigma * normal(purpose, ordinal, attempt)),
    exponential: (purpose, ordinal, attempt, mean) => -mean * ln(uniform(purpose, ordinal, attempt)),
  };
}
