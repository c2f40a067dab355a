import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { WorkloadRows } from '@/lib/batch';
import {
  builtInScenario,
  isBuiltInScenario,
  parseScenarioText,
  readyScenario,
  type Scenario,
  ScenarioError,
  type ScenarioFile,
} from '@/lib/scenario';
import { parseWorkload } from '@/lib/workloads';
import { ArgumentError } from './arguments';

/** A scenario with the rows of its workloads. */
export interface LoadedScenario {
  name: string;
  rows: Map<string, WorkloadRows>;
  /** Ready for one seed; the scenario's own where null. */
  withSeed(seed: number | null): Scenario;
}

const PLACE = { region: 'us-east-1', account: '123456789012' };

/** Reads a scenario and its workloads; paths in it are taken from its own folder, then from `folder`. */
export async function loadScenario(
  scenario: string,
  extra: readonly string[],
  folder: string,
): Promise<LoadedScenario> {
  const { file, from } = readScenario(scenario, folder);
  const workloads = withWorkloads(file, extra);
  const rows = new Map<string, WorkloadRows>();
  const entries: ScenarioFile['workloads'] = [];
  for (const [index, workload] of workloads.entries()) {
    const isExtra = index < extra.length;
    const path = find(workload.file, isExtra ? [folder] : [from, folder]);
    if (path === null) {
      throw isExtra
        ? new ArgumentError(`--workload ${workload.file} does not exist.`)
        : new ScenarioError(`The scenario's workloads[${index}].file ${workload.file} does not exist.`);
    }
    const loaded = await readRows(path);
    rows.set(loaded.hash, loaded.rows);
    entries.push({ ...workload, file: basename(path), hash: loaded.hash });
  }
  const complete: ScenarioFile = { ...file, workloads: entries };
  return {
    name: file.name ?? scenario,
    rows,
    withSeed: (seed) =>
      readyScenario(complete, { ...PLACE, ...(seed !== null && { seed }), hashOf: (workload) => workload.hash ?? '' }),
  };
}

function readScenario(scenario: string, folder: string): { file: ScenarioFile; from: string } {
  if (isBuiltInScenario(scenario)) return { file: builtInScenario(scenario), from: folder };
  const path = resolve(folder, scenario);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ArgumentError(`--scenario ${scenario} can't be read (${codeOf(error)}).`);
  }
  return { file: parseScenarioText(text), from: dirname(path) };
}

/** The k-th extra file stands in for the scenario's k-th workload; what is over goes to the scenario's first queue. */
function withWorkloads(file: ScenarioFile, extra: readonly string[]): ScenarioFile['workloads'] {
  const workloads = file.workloads.map((workload, index) => {
    const other = extra[index];
    if (other === undefined) return workload;
    const { hash: _replaced, ...kept } = workload;
    return { ...kept, file: other };
  });
  for (const path of extra.slice(workloads.length)) workloads.push({ file: path, queue: firstQueue(file) });
  return workloads;
}

function firstQueue(file: ScenarioFile): string {
  const queue = file.resources.find(({ operation }) => operation === 'CreateJobQueue')?.input.jobQueueName;
  if (typeof queue === 'string') return queue;
  throw new ArgumentError('--workload needs a queue: the scenario neither names a workload nor makes a queue.');
}

function find(file: string, folders: readonly string[]): string | null {
  return folders.map((folder) => resolve(folder, file)).find((path) => existsSync(path)) ?? null;
}

async function readRows(path: string): Promise<{ hash: string; rows: WorkloadRows }> {
  const bytes = readFileSync(path);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const parsed = await parseWorkload(bytes, { fileName: basename(path), sha256: hash });
  if (!parsed.ok) throw new ScenarioError(`The workload ${path} can't be read: ${parsed.error.message}`);
  return { hash, rows: parsed.workload.rows };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
