import { expect, it } from 'vitest';
import { watchCrowd } from '@/test/crowds';
import type { Timing } from './index';
import { replayScenario, runScenario } from './scenario-runs';
import { crowdedScenario } from './test-crowds';

/** A fixed sample; `npm run soak` runs on from a seed of its own. */
const SAMPLE: [seed: number, timing: Timing][] = [
  [1, 'ideal'],
  [2, 'aws'],
  [3, { profile: 'aws', scale: 0.1 }],
  [4, 'ideal'],
  [6, 'aws'],
  [8, { profile: 'aws', scale: 0.1 }],
  [9, 'ideal'],
  [10, 'aws'],
];

it.each(SAMPLE)(
  'seed %i, timing %j: of everything at once no job is lost or ends twice, counts are a recount, nothing is used twice, who waits has a cause, and the bill closes',
  (seed, timing) => {
    const { broken, submitted, gangs, bill } = watchCrowd(seed, timing);
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(submitted).toBeGreaterThan(100);
    expect(gangs).toBeGreaterThan(5);
    expect(bill).toBeGreaterThan(0n);
  },
);

it.each(SAMPLE.slice(3, 4))(
  'seed %i, timing %j: a replay of its log through snapshots tells the same',
  (seed, timing) => {
    const scenario = crowdedScenario(seed, timing);
    const { log, ...whole } = runScenario(scenario, seed, 'whole');
    expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
  },
);
