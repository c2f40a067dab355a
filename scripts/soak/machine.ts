import { isDeepStrictEqual } from 'node:util';
import type { Timing } from '@/lib/simulator';
import { replayScenario, runScenario, watchScenario } from '@/lib/simulator/scenario-runs';
import { crowdedScenario } from '@/lib/simulator/test-crowds';
import { randomManagement } from '@/lib/simulator/test-management';
import { randomScenario, type Scenario } from '@/lib/simulator/test-scenarios';
import { watchCrowd } from '@/test/crowds';

const TIMINGS: readonly Timing[] = ['ideal', 'aws', { profile: 'aws', scale: 0.1 }];

/** What the machine's part covered, and the first thing that did not hold. */
export interface MachineSoak {
  scenarios: number;
  jobs: number;
  changes: number;
  broken: string | null;
}

/** Random scenarios from a seed on until the clock says stop: whole, sliced, replayed and restored runs must agree, and every invariant hold after every event. */
export function soakMachine(seed: number, until: number, clock: () => number): MachineSoak {
  const covered: MachineSoak = { scenarios: 0, jobs: 0, changes: 0, broken: null };
  for (let next = seed; covered.broken === null && (clock() < until || covered.scenarios === 0); next++) {
    const timing = TIMINGS[next % TIMINGS.length] ?? 'ideal';
    const told = `scenario seed ${next}, timing ${JSON.stringify(timing)}`;
    const { changes, submitted, broken } = check(next, timing);
    covered.scenarios++;
    covered.changes += changes;
    covered.jobs += submitted;
    if (broken !== null) covered.broken = `${told}: ${broken}`;
  }
  return covered;
}

const quieter = (seed: number, timing: Timing): Scenario =>
  seed % 4 === 0 ? randomManagement(seed, timing) : randomScenario(seed, timing);

function check(seed: number, timing: Timing): { changes: number; submitted: number; broken: string | null } {
  const isCrowd = seed % 2 === 1;
  const scenario = isCrowd ? crowdedScenario(seed, timing) : quieter(seed, timing);
  const { log, ...whole } = runScenario(scenario, seed, 'whole');
  const { log: slicedLog, ...sliced } = runScenario(scenario, seed, 'sliced');
  const { broken, submitted } = isCrowd ? watchCrowd(seed, timing) : watchScenario(scenario, seed);
  const result = { changes: whole.changes, submitted };
  if (!isDeepStrictEqual(sliced, whole)) return { ...result, broken: 'a sliced run differs from a whole one' };
  if (!isDeepStrictEqual(slicedLog, log)) return { ...result, broken: 'a sliced run logs other inputs' };
  for (const restoring of [false, true]) {
    if (!isDeepStrictEqual(replayScenario(scenario, seed, log, restoring), whole))
      return { ...result, broken: `a replay${restoring ? ' through snapshots' : ''} differs from the run` };
  }
  return { ...result, broken: broken[0] ?? null };
}
