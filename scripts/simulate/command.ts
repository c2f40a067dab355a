import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseMoment, type Scenario } from '@/lib/scenario';
import { writeJobsCsv } from '@/lib/workloads';
import { ArgumentError, parseArguments, type SimulateArguments, USAGE } from './arguments';
import type { JobCollector } from './job-collector';
import { loadScenario } from './load';
import { comparisonTable, MEASURES, progressLine, seedsTable, spreadOf, summaryTable } from './print';
import { type RunResult, runScenario } from './run';
import type { Summary } from './summary';

export interface Terminal {
  out: (text: string) => void;
  /** Told what to show in place of the last one; null where there is no terminal. */
  progress: ((line: string) => void) | null;
  /** Wall ms. */
  clock: () => number;
  /** Paths are taken from here. */
  folder: string;
}

/** Exit codes of `npm run simulate`. */
export const EXIT = { done: 0, badInput: 1, jobsLeft: 2 } as const;

/** Carries out the command; gives the exit code. What is wrong with the input is told in one sentence. */
export async function simulateCommand(
  given: string[],
  terminal: Terminal,
  fail: (sentence: string) => void,
): Promise<number> {
  try {
    const args = parseArguments(given);
    if (args !== 'help') return await carryOut(args, terminal);
    terminal.out(USAGE);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Error) || !['ArgumentError', 'ScenarioError'].includes(error.name)) throw error;
    fail(error.message);
    return EXIT.badInput;
  }
}

async function carryOut(args: SimulateArguments, terminal: Terminal): Promise<number> {
  const against = args.against === null ? null : readSummary(args.against, terminal.folder);
  const loaded = await loadScenario(args.scenario, args.workloads, terminal.folder);
  const results: RunResult[] = [];
  for (let index = 0; index < args.seeds; index++) {
    const first = args.seed ?? loaded.withSeed(null).genesis.seed;
    const scenario = loaded.withSeed(first + index);
    const { startAt } = scenario.genesis;
    const until = untilOf(args.until, scenario);
    results.push(
      runScenario({
        scenario,
        name: loaded.name,
        rows: loaded.rows,
        ...(until !== null && { until }),
        clock: terminal.clock,
        onProgress: (progress) => terminal.progress?.(progressLine(progress, startAt)),
      }),
    );
  }
  terminal.progress?.('');
  return report(args, results, against, terminal);
}

function untilOf(text: string | null, scenario: Scenario): number | null {
  if (text === null) return null;
  const { startAt } = scenario.genesis;
  const until = parseMoment(text, startAt);
  if (until === null || until < startAt) throw new ArgumentError(`--until ${text} is before the scenario's start.`);
  return until;
}

function report(args: SimulateArguments, results: RunResult[], against: Summary | null, terminal: Terminal): number {
  const [first] = results;
  if (first === undefined) return EXIT.badInput;
  const summaries = results.map(({ summary }) => summary);
  if (results.length > 1) {
    terminal.out(
      `${first.summary.scenario}, ${results.length} seeds from ${first.summary.seed}\n${seedsTable(summaries)}`,
    );
  } else {
    terminal.out(summaryTable(first.summary));
    if (against !== null) terminal.out(`\n${comparisonTable(first.summary, against)}`);
  }
  if (args.json !== null) {
    const value = results.length > 1 ? seedsJson(summaries) : first.summary;
    write('--json', args.json, terminal.folder, [`${JSON.stringify(value, null, 2)}\n`]);
  }
  if (args.jobs !== null) write('--jobs', args.jobs, terminal.folder, writeJobsCsv(csvRows(first.jobs)));
  const left = summaries.reduce((sum, { jobs }) => sum + jobs.waiting + jobs.running, 0);
  if (left > 0) terminal.out(`\n${left} ${left === 1 ? 'job has' : 'jobs have'} not ended.`);
  return left > 0 ? EXIT.jobsLeft : EXIT.done;
}

function seedsJson(summaries: readonly Summary[]): object {
  const spread = Object.fromEntries(MEASURES.map(({ label, of }) => [label, spreadOf(summaries.map(of))]));
  return { runs: summaries, spread };
}

/** Jobs that can run, without relay jobs: what depended on a relay depends on what the relay waited for. */
function* csvRows(jobs: JobCollector) {
  const relays = new Map<string, readonly string[]>();
  for (const { row, isRelay } of jobs.all()) if (isRelay) relays.set(row.id, row.dependsOn ?? []);
  const through = (id: string): readonly string[] => relays.get(id)?.flatMap(through) ?? [id];
  for (const row of jobs.counted()) {
    yield relays.size === 0 ? row : { ...row, dependsOn: [...new Set(row.dependsOn?.flatMap(through))] };
  }
}

function write(argument: string, path: string, folder: string, pieces: Iterable<string>): void {
  let file: number;
  try {
    file = openSync(resolve(folder, path), 'w');
  } catch (error) {
    throw new ArgumentError(`${argument} ${path} can't be written (${codeOf(error)}).`);
  }
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < 1 << 20) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

const count = z.number();
const seconds = z.number().nullable();
const usdText = z.string().regex(/^-?\d+\.\d{9}$/);
const summarySchema = z.object({
  seed: count,
  scenario: z.string(),
  jobs: z.object({ submitted: count, succeeded: count, failed: count, waiting: count, running: count, relay: count }),
  makespanSeconds: seconds,
  waitSeconds: z.object({ mean: seconds, median: seconds, p95: seconds, max: seconds }),
  vcpuUtilisation: seconds,
  costUsd: usdText,
  spot: z.object({ savedUsd: usdText, lostUsd: usdText, interruptions: count }),
  events: count,
  eventsPerSecond: count,
  wallSeconds: count,
});

function readSummary(path: string, folder: string): Summary {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(folder, path), 'utf8'));
  } catch (error) {
    throw new ArgumentError(`--against ${path} can't be read (${codeOf(error)}).`);
  }
  const parsed = summarySchema.safeParse(value);
  if (!parsed.success) throw new ArgumentError(`--against ${path} is not a summary that --json wrote for one seed.`);
  return parsed.data;
}

function codeOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not JSON';
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
