import { parseArgs } from 'node:util';
import { parseMoment } from '@/lib/scenario';

/** What `npm run simulate` was asked for. */
export interface SimulateArguments {
  scenario: string;
  workloads: string[];
  seed: number | null;
  /** ISO duration since the start, or time; checked for its form only. */
  until: string | null;
  json: string | null;
  jobs: string | null;
  against: string | null;
  seeds: number;
}

/** The command line is wrong: the message is one sentence. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export const USAGE = `npm run simulate -- --scenario FILE|demo|empty [--workload FILE] [--seed N] [--until T] [--json FILE] [--jobs FILE.csv] [--against FILE] [--seeds N]

  --scenario   a scenario's JSON file, or one of those that come along
  --workload   stands in for the scenario's first workload, keeping its options; where it has none, goes to its first queue.
               Given again: for the second one, and so on
  --seed       stands in for the scenario's seed
  --until      end there: a duration since the start (PT12H) or a time (2026-01-02T00:00:00Z)
  --json       write the summary to this file
  --jobs       write a row per job to this CSV file, which can be replayed as a workload
  --against    compare with a summary that --json wrote before
  --seeds      run so many seeds, from the first one on, and print mean and spread`;

/** Parses the command line. Throws an ArgumentError that names the argument. */
export function parseArguments(given: string[]): SimulateArguments | 'help' {
  const values = readOptions(given);
  if (values.help === true) return 'help';
  if (values.scenario === undefined) throw new ArgumentError('--scenario is missing: give a file, or demo.');
  const seeds = values.seeds === undefined ? 1 : whole('--seeds', values.seeds, 1, 1000);
  if (seeds > 1 && values.jobs !== undefined)
    throw new ArgumentError('--jobs writes the jobs of one run: leave out --seeds.');
  if (seeds > 1 && values.against !== undefined) {
    throw new ArgumentError('--against compares one run with another: leave out --seeds.');
  }
  if (values.until !== undefined && parseMoment(values.until, 0) === null) {
    throw new ArgumentError(
      `--until ${values.until} is neither a duration such as PT12H nor a time such as 2026-01-02T00:00:00Z.`,
    );
  }
  return {
    scenario: values.scenario,
    workloads: values.workload ?? [],
    seed: values.seed === undefined ? null : whole('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    until: values.until ?? null,
    json: values.json ?? null,
    jobs: values.jobs ?? null,
    against: values.against ?? null,
    seeds,
  };
}

function readOptions(given: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: given,
      strict: true,
      allowPositionals: false,
      options: {
        scenario: text,
        workload: { type: 'string', multiple: true },
        seed: text,
        until: text,
        json: text,
        jobs: text,
        against: text,
        seeds: text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ArgumentError(message.split('. ')[0]?.split('\n')[0] ?? message);
  }
}

function whole(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest) {
    throw new ArgumentError(`${name} ${text} is not a whole number from ${lowest} to ${highest}.`);
  }
  return value;
}
