const HOUR_MS = 3_600_000;

/** Draws of one stream: the n-th number depends on seed, stream and n alone, so that streams do not move one another. */
export function draw(seed: number, stream: number, n: number): number {
  let hash = Math.imul(seed >>> 0, 0x9e3779b1) ^ Math.imul(Math.floor(seed / 4_294_967_296) + 1, 0x85ebca77);
  hash = mix(hash ^ Math.imul(stream + 1, 0xc2b2ae3d));
  hash = mix(hash ^ Math.imul(n + 1, 0x27d4eb2f));
  return ((hash >>> 0) + 0.5) / 4_294_967_296;
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** -ln(u) for 0 < u < 1 by operations that are exact on every engine; relative error below 1e-12. */
export function negativeLog(u: number): number {
  let halvings = 0;
  let rest = u;
  while (rest < 0.75) {
    rest *= 2;
    halvings++;
  }
  const ratio = (rest - 1) / (rest + 1);
  const square = ratio * ratio;
  let term = ratio;
  let sum = 0;
  for (let odd = 1; odd < 40; odd += 2) {
    sum += term / odd;
    term *= square;
  }
  return halvings * Math.LN2 - 2 * sum;
}

export interface ArrivalStream {
  seed: number;
  stream: number;
  /** Virtual ms, from inclusive, until exclusive. */
  from: number;
  until: number;
  /** Arrivals an hour: always, or by UTC hour of the day. */
  perHour: number | readonly number[];
}

/** Moments of a Poisson stream whose rate goes with the hour of the day; ascending, whole ms. */
export function* arrivalsOf(stream: ArrivalStream): Generator<number> {
  const { seed, from, until, perHour } = stream;
  const rates = typeof perHour === 'number' ? [perHour] : perHour;
  const highest = Math.max(...rates);
  if (!(highest > 0)) return;
  let at = from;
  for (let n = 0; ; n++) {
    at += (negativeLog(draw(seed, stream.stream, 2 * n)) * HOUR_MS) / highest;
    if (at >= until) return;
    const rate = typeof perHour === 'number' ? perHour : (perHour[Math.floor(at / HOUR_MS) % 24] ?? 0);
    if (draw(seed, stream.stream, 2 * n + 1) * highest < rate) yield Math.floor(at);
  }
}
