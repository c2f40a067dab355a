import { type Core, type EnvironmentState, intern } from '../core';
import { i32 } from '../kernel/columns';
import type { JobSpec } from '../machine';
import { isFargate } from './placement';

/** An image that the instance does not have: this long, and its size at that rate; else WARM_MS (SCALE-8). */
const PULL_BASE_MS = 10_000;
const PULL_MB_PER_S = 50;
const WARM_MS = 1000;
/** Start-up of a Fargate task before its pull, and up to so much more (SCALE-9). */
const FARGATE_MS = 25_000;
const FARGATE_SPREAD_MS = 20_000;

/** Size of an image, 100-900 MB: a function of the seed and its name. */
function imageMegabytes(core: Core, image: string): number {
  let hash = 0;
  for (let at = 0; at < image.length; at++) hash = (Math.imul(hash, 31) + image.charCodeAt(at)) | 0;
  return 100 + (core.draws.bits('image-size', hash >>> 0, 0, 0) % 801);
}

/** From STARTING to RUNNING in ms: image pull (1 s where the instance has the image), on Fargate its start-up too. */
export function startDelay(
  core: Core,
  row: number,
  n: number,
  environment: EnvironmentState,
  host: number,
  spec: JobSpec,
): number {
  const { clockwork } = core;
  if (clockwork.ideal) return 0;
  const image = spec.container.image ?? '';
  const cold = PULL_BASE_MS + (imageMegabytes(core, image) * 1000) / PULL_MB_PER_S;
  if (isFargate(environment)) {
    return clockwork.spread(FARGATE_MS + cold, FARGATE_SPREAD_MS, 'start-delay', row, n);
  }
  const number = intern(core, image);
  const { image: images } = core.instances.columns;
  const isWarm = i32(images, host) === number;
  images[host] = number;
  return clockwork.delay(isWarm ? WARM_MS : cold);
}

/** Mean time to the reclaim of a Fargate Spot task; AWS publishes none. */
const FARGATE_SPOT_MEAN_MS = 100 * 3_600_000;

/** Ms from the start of a Fargate Spot task to its reclaim; Infinity for every other attempt. */
export function fargateInterruption(core: Core, row: number, n: number, environment: EnvironmentState): number {
  if (environment.kind !== 'FARGATE_SPOT') return Number.POSITIVE_INFINITY;
  return Math.floor(core.draws.exponential('fargate-spot', row, n, FARGATE_SPOT_MEAN_MS));
}
