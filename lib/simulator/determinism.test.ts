import { describe, expect, it } from 'vitest';
import { createSimulator, type Timing } from './index';
import { feed, replayScenario, runScenario, watchScenario } from './scenario-runs';
import { consumablesScenario } from './test-consumables';
import { genesisOf } from './test-machine';
import { mixedScenario } from './test-mixed';
import { randomScenario } from './test-scenarios';

const SEEDS = [1, 2, 3, 4, 5, 6];
const TIMINGS: Timing[] = ['ideal', 'aws', { profile: 'aws', scale: 0.1 }];

describe.each(TIMINGS)('timing %j', (timing) => {
  it.each(SEEDS)('seed %i: whole, sliced, replayed and restored runs tell the same', (seed) => {
    const scenario = randomScenario(seed, timing);
    const { log, ...whole } = runScenario(scenario, seed, 'whole');
    const { log: slicedLog, ...sliced } = runScenario(scenario, seed, 'sliced');
    expect(sliced, `seed ${seed}`).toEqual(whole);
    expect(slicedLog).toEqual(log);
    expect(replayScenario(scenario, seed, log, false), `seed ${seed}`).toEqual(whole);
    expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
  });

  it.each(SEEDS)('seed %i: nothing is lost, counted wrongly or used twice after any event', (seed) => {
    const { broken, submitted } = watchScenario(randomScenario(seed, timing), seed);
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(submitted).toBeGreaterThan(120);
  });
});

describe.each(TIMINGS)('multi-node jobs and shares among others, timing %j', (timing) => {
  it.each([1, 2, 4])(
    'seed %i: restored runs tell the same, and nothing is lost or used twice after any event',
    (seed) => {
      const scenario = mixedScenario(seed, timing);
      const { log, ...whole } = runScenario(scenario, seed, 'whole');
      expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
      const { broken, gangs } = watchScenario(scenario, seed);
      expect(broken, `seed ${seed}`).toEqual([]);
      expect(gangs, `seed ${seed}`).toBeGreaterThan(5);
    },
  );
});

describe.each(TIMINGS)('consumable resources among others, timing %j', (timing) => {
  it.each([1, 3])(
    'seed %i: restored runs tell the same; what is in use is what STARTING and RUNNING jobs hold',
    (seed) => {
      const scenario = consumablesScenario(seed, timing);
      const { log, ...whole } = runScenario(scenario, seed, 'whole');
      expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
      expect(watchScenario(scenario, seed).broken, `seed ${seed}`).toEqual([]);
      expect(log.filter((input) => JSON.stringify(input).includes('licen')).length).toBeGreaterThan(10);
    },
  );
});

it('a sink changes nothing', () => {
  const scenario = randomScenario(3, 'aws');
  const silent = createSimulator(genesisOf('aws', 3));
  feed(silent, scenario, (until) => silent.advance(until));
  const { state } = runScenario(scenario, 3, 'whole');
  expect(silent.stateHash()).toBe(state);
});
