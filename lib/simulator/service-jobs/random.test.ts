import { describe, expect, it } from 'vitest';
import { createSimulator, type Timing } from '../index';
import { feed, replayScenario, runScenario, watchScenario } from '../scenario-runs';
import { genesisOf } from '../test-machine';
import { servicesScenario } from './test-scenario';

const TIMINGS: Timing[] = ['ideal', 'aws', { profile: 'aws', scale: 0.1 }];

describe.each(TIMINGS)('service jobs by the dice, timing %j', (timing) => {
  it.each([1, 2, 3, 4])('seed %i: whole, sliced, replayed and restored runs tell the same', (seed) => {
    const scenario = servicesScenario(seed, timing);
    const { log, ...whole } = runScenario(scenario, seed, 'whole');
    const { log: _, ...sliced } = runScenario(scenario, seed, 'sliced');
    expect(sliced, `seed ${seed}`).toEqual(whole);
    expect(replayScenario(scenario, seed, log, false), `seed ${seed}`).toEqual(whole);
    expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
  });

  it.each([1, 2, 3, 4])('seed %i: no limit is passed, lent is at most own, borrowed at most its limit', (seed) => {
    const { broken, submitted } = watchScenario(servicesScenario(seed, timing), seed);
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(submitted).toBeGreaterThan(60);
  });

  it.each([1, 2, 3, 4, 5, 6])('seed %i: every job ends', (seed) => {
    const sim = createSimulator(genesisOf(timing, seed));
    feed(sim, servicesScenario(seed, timing), (until) => sim.advance(until));
    const { submitted, succeeded, failed } = sim.totals().jobs;
    expect(succeeded + failed, `seed ${seed}`).toBe(submitted);
    expect(sim.isQuiet(), `seed ${seed}`).toBe(true);
  });

  it('some are preempted, short of capacity, and retried', () => {
    const reasons = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      const sim = createSimulator(genesisOf(timing, seed));
      sim.onChanges((change) => {
        if (change.kind === 'job' && change.attempt?.statusReason !== undefined)
          reasons.add(change.attempt.statusReason);
      });
      feed(sim, servicesScenario(seed, timing), (until) => sim.advance(until));
    }
    expect([...reasons]).toEqual(
      expect.arrayContaining([
        'Job attempt was preempted (cross-share preemption)',
        'Job attempt was preempted (in-share preemption)',
        'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Unable to provision requested compute resources',
        'Received status from SageMaker: AlgorithmError: , exit code: 1',
        'Received status from SageMaker: Training job completed',
        'Job attempt duration exceeded timeout',
      ]),
    );
  });
});
