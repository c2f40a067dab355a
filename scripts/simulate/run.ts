import type { WorkloadRows } from '@/lib/batch';
import { createLedger } from '@/lib/cost';
import { applyScenario, makeCalls, type Scenario, ScenarioError } from '@/lib/scenario';
import { createSimulator, type Simulator } from '@/lib/simulator';
import { JobCollector } from './job-collector';
import { type Summary, summarise } from './summary';

export interface Progress {
  /** Virtual ms. */
  now: number;
  submitted: number;
  ended: number;
  events: number;
}

export interface RunOptions {
  scenario: Scenario;
  name: string;
  rows: ReadonlyMap<string, WorkloadRows>;
  /** Virtual ms; by default 30 days after the last arrival, fault or other input. */
  until?: number;
  /** Wall ms. */
  clock: () => number;
  onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  summary: Summary;
  jobs: JobCollector;
  /** Virtual ms at which it ended. */
  endedAt: number;
}

const DAY_MS = 86_400_000;
const PROGRESS_MS = 200;
const SETTLE_EVERY = 50_000;

/**
 * Runs a scenario flat out, unrecorded: until every job is terminal, nothing pending could change one, or `until`. Throws a
 * ScenarioError where the machine refuses one of its resources. The same scenario and seed end at the same instant.
 */
export function runScenario(options: RunOptions): RunResult {
  const { scenario } = options;
  const began = options.clock();
  const machine = createSimulator(scenario.genesis);
  const jobs = new JobCollector();
  const ledger = createLedger();
  let unsettled = 0;
  machine.onChanges((change) => {
    jobs.apply(change);
    ledger.apply(change);
    unsettled++;
  });
  const settle = () => {
    unsettled = 0;
    for (const charge of ledger.settle(machine.now())) jobs.charge(charge);
  };
  const applied = applyScenario(machine, scenario.inputs, (hash) => rowsOf(options.rows, hash));
  if (!applied.ok) throw new ScenarioError(applied.message);
  const limit = options.until ?? lastInputAt(scenario, options.rows) + 30 * DAY_MS;
  drive(
    machine,
    scenario,
    limit,
    () => {
      if (unsettled > SETTLE_EVERY) settle();
      return () => options.onProgress?.(progressOf(machine));
    },
    options.clock,
  );
  settle();
  const now = machine.now();
  for (const charge of ledger.open(now)) jobs.charge(charge);
  const summary = summarise(jobs, {
    seed: scenario.genesis.seed,
    scenario: options.name,
    totals: machine.totals(),
    ledger: ledger.totals(now),
    wallMs: options.clock() - began,
  });
  return { summary, jobs, endedAt: now };
}

/** Instant by instant, so that the end does not depend on how fast this computer is. */
function drive(
  machine: Simulator,
  scenario: Scenario,
  limit: number,
  afterInstant: () => () => void,
  clock: () => number,
): void {
  let position = 0;
  let toldAt = clock();
  for (let instant = 0; ; instant++) {
    const entry = scenario.agenda[position];
    if (entry === undefined && machine.isQuiet()) return;
    const next = Math.min(machine.nextEventAt() ?? Number.POSITIVE_INFINITY, entry?.at ?? Number.POSITIVE_INFINITY);
    if (next > limit) {
      if (machine.now() < limit) machine.advance(limit);
      return;
    }
    if (entry !== undefined && entry.at === next) {
      if (machine.now() < next - 1) machine.advance(next - 1);
      makeCalls(machine, entry);
      position++;
    }
    machine.advance(next);
    const tell = afterInstant();
    if (instant % 256 === 0 && clock() - toldAt >= PROGRESS_MS) {
      toldAt = clock();
      tell();
    }
  }
}

function rowsOf(rows: ReadonlyMap<string, WorkloadRows>, hash: string): WorkloadRows {
  const found = rows.get(hash);
  if (found === undefined) throw new ScenarioError(`The rows of workload ${hash} are not at hand.`);
  return found;
}

function progressOf(machine: Simulator): Progress {
  const { jobs, events } = machine.totals();
  return { now: machine.now(), submitted: jobs.submitted, ended: jobs.succeeded + jobs.failed, events };
}

/** When the last arrival, fault or other input of a scenario takes effect. */
function lastInputAt(scenario: Scenario, rows: ReadonlyMap<string, WorkloadRows>): number {
  const { genesis, inputs, agenda } = scenario;
  let last = Math.max(genesis.startAt, agenda.at(-1)?.at ?? 0);
  for (const input of inputs) {
    if (input.kind === 'fault') last = Math.max(last, input.fault.end ?? input.fault.at);
    if (input.kind === 'workload') {
      const { hash, limit, timeScale = 1, at = genesis.startAt } = input.options;
      const submits = rows.get(hash)?.submitMs.subarray(0, limit);
      let latest = 0;
      for (const submit of submits ?? []) latest = Math.max(latest, submit);
      last = Math.max(last, at + Math.ceil(latest / timeScale));
    }
  }
  return last;
}
