import { describe, expect, it } from 'vitest';
import { createSimulator, type Timing } from './index';
import { feed, replayScenario, runScenario, watchScenario } from './scenario-runs';
import { genesisOf, START } from './test-machine';
import { randomManagement } from './test-management';

const SEEDS = [21, 22, 23];
const TIMINGS: Timing[] = ['ideal', 'aws'];

describe.each(TIMINGS)('operators at work, timing %j', (timing) => {
  it.each(SEEDS)('seed %i: whole, sliced, replayed and restored runs tell the same', (seed) => {
    const scenario = randomManagement(seed, timing);
    const { log, ...whole } = runScenario(scenario, seed, 'whole');
    const { log: slicedLog, ...sliced } = runScenario(scenario, seed, 'sliced');
    expect(sliced, `seed ${seed}`).toEqual(whole);
    expect(slicedLog).toEqual(log);
    expect(replayScenario(scenario, seed, log, false), `seed ${seed}`).toEqual(whole);
    expect(replayScenario(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
    const done = new Set(log.map((input) => (input.kind === 'call' ? input.operation : '')));
    expect([...done]).toEqual(expect.arrayContaining(['UpdateJobQueue', 'UpdateComputeEnvironment', 'TagResource']));
  });

  it.each(SEEDS)('seed %i: nothing is lost, counted wrongly or used twice after any event', (seed) => {
    const { broken, submitted } = watchScenario(randomManagement(seed, timing), seed);
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(submitted).toBeGreaterThan(120);
  });
});

it('the sample deletes queues and environments, makes them again, and replaces instances', () => {
  const replaced = { atOnce: 0, later: 0 };
  const gone: Record<string, number> = {};
  const made: Record<string, number> = {};
  for (const seed of SEEDS) {
    const scenario = randomManagement(seed, 'aws');
    const sim = createSimulator(genesisOf('aws', seed));
    let editedAt = 0;
    sim.onChanges((change) => {
      if (change.kind === 'instance' && change.endedBy === 'update') {
        if (change.at === editedAt) replaced.atOnce++;
        else replaced.later++;
      }
      if (change.kind !== 'resource') return;
      if (change.edit) editedAt = change.at;
      const isNew = change.document !== null && 'status' in change.document && change.document.status === 'CREATING';
      if (change.document === null) gone[change.resourceKind] = (gone[change.resourceKind] ?? 0) + 1;
      else if (isNew && change.at > START) made[change.resourceKind] = (made[change.resourceKind] ?? 0) + 1;
    });
    feed(sim, scenario, (until) => sim.advance(until));
  }
  for (const kind of ['job-queue', 'compute-environment']) {
    expect(gone[kind], kind).toBeGreaterThan(3);
    expect(made[kind], kind).toBeGreaterThan(3);
  }
  expect(replaced.atOnce).toBeGreaterThan(1);
  expect(replaced.later).toBeGreaterThan(1);
});
