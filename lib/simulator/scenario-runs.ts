import type { Change } from '@/lib/batch';
import { createCore } from './core';
import { createSimulator, type Input, restoreSimulator, type Simulator } from './index';
import { brokenInvariants } from './invariants';
import { nodeCount } from './jobs/nodes';
import { hashBytes } from './kernel/bytes';
import { simulatorOf } from './simulator';
import { genesisOf, WHO } from './test-machine';
import { diceOf, type Scenario } from './test-scenarios';
import { Witness } from './test-witness';

/** What a run of a scenario left: hashes of what it told and of where it stands. */
export interface Outcome {
  stream: string;
  state: string;
  changes: number;
  log: Input[];
}

const SUBMITS = new Set(['SubmitJob', 'SubmitServiceJob']);

function streamHash(changes: readonly Change[]): string {
  return hashBytes(new TextEncoder().encode(JSON.stringify(changes)));
}

/** Feeds a scenario live, advancing by `advance` between its calls. */
export function feed(
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
    if (SUBMITS.has(operation) && 'jobId' in answer.output) jobIds.push(String(answer.output.jobId));
  }
  advance(scenario.end);
  return { log, jobIds };
}

/** Runs a scenario in one go, or in slices of a few events. */
export function runScenario(scenario: Scenario, seed: number, mode: 'whole' | 'sliced'): Outcome {
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

/** Runs a log again, where `restoring` through snapshots at moments by the dice. */
export function replayScenario(
  scenario: Scenario,
  seed: number,
  log: readonly Input[],
  restoring: boolean,
): Omit<Outcome, 'log'> {
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

/** How a scenario went that was watched: what was broken, and what it came to. */
export interface Watched {
  broken: string[];
  submitted: number;
  gangs: number;
  /** Bill of instances and Fargate tasks that have ended, nano-USD. */
  endedBill: bigint;
  endedAt: number;
}

/** Calls between two looks of the witness at what the API shows. */
const AUDIT_EVERY = 25;

/**
 * Runs a scenario event by event: the invariants are looked at after each, and a witness follows what is told. Stops at
 * the first breach.
 */
export function watchScenario(scenario: Scenario, seed: number, sink: (change: Change) => void = () => {}): Watched {
  const core = createCore(genesisOf(scenario.timing, seed));
  const sim = simulatorOf(core);
  const witness = new Witness(sim);
  const broken: string[] = [];
  sim.onChanges((change) => {
    witness.take(change);
    sink(change);
  });
  let turns = 0;
  feed(sim, scenario, (until) => {
    for (let done = false; !done && broken.length === 0; ) {
      done = sim.advance(until, 1);
      broken.push(...brokenInvariants(core).map((sentence) => `at ${sim.now()}: ${sentence}`));
      if (done && (++turns % AUDIT_EVERY === 0 || until === scenario.end)) witness.audit(!core.instant.tallyDirty);
      broken.push(...witness.broken.splice(0).map((sentence) => `at ${sim.now()}: ${sentence}`));
    }
  });
  let gangs = 0;
  for (let row = 0; row < core.jobs.count; row++) if (nodeCount(core, row) > 0) gangs++;
  const { submitted, billNanoUsd: endedBill } = core.counters;
  return { broken, submitted, gangs, endedBill, endedAt: sim.now() };
}
