import { describe, expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import { createCore } from './core';
import { createSimulator, type Input, restoreSimulator, type Simulator, type Timing } from './index';
import { brokenInvariants } from './invariants';
import { hashBytes } from './kernel/bytes';
import { simulatorOf } from './simulator';
import { genesisOf, WHO } from './test-machine';
import { diceOf, randomScenario, type Scenario } from './test-scenarios';

const SEEDS = [1, 2, 3, 4, 5, 6];
const TIMINGS: Timing[] = ['ideal', 'aws', { profile: 'aws', scale: 0.1 }];

interface Outcome {
  stream: string;
  state: string;
  changes: number;
  log: Input[];
}

function streamHash(changes: readonly Change[]): string {
  return hashBytes(new TextEncoder().encode(JSON.stringify(changes)));
}

/** Feeds a scenario live, advancing by `advance` between its calls. */
function feed(
  sim: Simulator,
  scenario: Scenario,
  advance: (until: number) => void,
): { log: Input[]; jobIds: string[] } {
  const log: Input[] = [];
  for (const input of scenario.inputs) {
    const done = sim.apply(input, input.kind === 'workload' ? scenario.rows : undefined);
    if (done.ok) log.push(input);
    else throw new Error(`${input.kind}: ${done.error.message}`);
  }
  const jobIds: string[] = [];
  for (const { at, operation, input } of scenario.calls) {
    if (at > sim.now()) advance(at);
    const answer = sim.call(operation, input(jobIds), WHO);
    if (!answer.ok) continue;
    if (answer.input !== undefined) log.push(answer.input);
    if (operation === 'SubmitJob' && 'jobId' in answer.output) jobIds.push(String(answer.output.jobId));
  }
  advance(scenario.end);
  return { log, jobIds };
}

function run(scenario: Scenario, seed: number, mode: 'whole' | 'sliced'): Outcome {
  const sim = createSimulator(genesisOf(scenario.timing, seed));
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  const dice = diceOf(seed + 1000);
  const { log } = feed(sim, scenario, (until) => {
    if (mode === 'whole') sim.advance(until);
    else while (!sim.advance(until, 1 + dice(7)));
  });
  return { stream: streamHash(changes), state: sim.stateHash(), changes: changes.length, log };
}

function replay(scenario: Scenario, seed: number, log: readonly Input[], restoring: boolean): Omit<Outcome, 'log'> {
  let sim = createSimulator(genesisOf(scenario.timing, seed));
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  const dice = diceOf(seed + 2000);
  const swap = (limit: number): void => {
    if (!restoring || sim.now() >= limit) return;
    sim.advance(Math.min(limit, sim.now() + dice(200_000)), 1 + dice(30));
    sim = restoreSimulator(sim.snapshot());
    sim.onChanges((change) => changes.push(change));
  };
  for (const input of log) {
    swap(input.at - 1);
    const done = sim.apply(input, input.kind === 'workload' ? scenario.rows : undefined);
    if (!done.ok) throw new Error(`seed ${seed}: the log's ${input.kind} was refused: ${done.error.message}`);
    if (restoring && dice(4) === 0) {
      sim = restoreSimulator(sim.snapshot());
      sim.onChanges((change) => changes.push(change));
    }
  }
  for (let step = 0; step < 5; step++) swap(scenario.end);
  sim.advance(scenario.end);
  return { stream: streamHash(changes), state: sim.stateHash(), changes: changes.length };
}

describe.each(TIMINGS)('timing %j', (timing) => {
  it.each(SEEDS)('seed %i: whole, sliced, replayed and restored runs tell the same', (seed) => {
    const scenario = randomScenario(seed, timing);
    const { log, ...whole } = run(scenario, seed, 'whole');
    const { log: slicedLog, ...sliced } = run(scenario, seed, 'sliced');
    expect(sliced, `seed ${seed}`).toEqual(whole);
    expect(slicedLog).toEqual(log);
    expect(replay(scenario, seed, log, false), `seed ${seed}`).toEqual(whole);
    expect(replay(scenario, seed, log, true), `seed ${seed}`).toEqual(whole);
  });

  it.each(SEEDS)('seed %i: nothing is lost, counted wrongly or used twice after any event', (seed) => {
    const scenario = randomScenario(seed, timing);
    const core = createCore(genesisOf(timing, seed));
    const sim = simulatorOf(core);
    let ends = 0;
    const ended = new Set<string>();
    sim.onChanges((change) => {
      if (change.kind !== 'job' || (change.status !== 'SUCCEEDED' && change.status !== 'FAILED')) return;
      ends++;
      ended.add(change.jobId);
    });
    feed(sim, scenario, (until) => {
      for (let done = false; !done; ) {
        done = sim.advance(until, 1);
        const broken = brokenInvariants(core);
        if (broken.length > 0) expect(broken, `seed ${seed} at ${sim.now()}`).toEqual([]);
      }
    });
    expect(ended.size, `seed ${seed}: a job ended twice`).toBe(ends);
    expect(sim.totals().jobs.submitted).toBeGreaterThan(120);
  });
});

it('a sink changes nothing', () => {
  const scenario = randomScenario(3, 'aws');
  const silent = createSimulator(genesisOf('aws', 3));
  feed(silent, scenario, (until) => silent.advance(until));
  const { state } = run(scenario, 3, 'whole');
  expect(silent.stateHash()).toBe(state);
});
