import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Pool } from '@/lib/db';
import { storeWorkload } from '@/lib/live-simulator';
import {
  builtInScenario,
  isBuiltInScenario,
  parseScenario,
  type ScenarioFile,
  type ScenarioWorkload,
} from '@/lib/scenario';
import { SetupError, type StartScenario } from '@/lib/settings';
import { encodeRows, parseWorkload, summariseWorkload } from '@/lib/workloads';

/** A scenario with the rows of its workloads at hand. */
export interface LoadedScenario {
  file: ScenarioFile;
  hashOf: (workload: ScenarioWorkload) => string;
}

/** The scenario a page asks for: one that comes along, or a document. Throws a ScenarioError. */
export function namedScenario(scenario: string | object): LoadedScenario {
  const file =
    typeof scenario === 'string' && isBuiltInScenario(scenario) ? builtInScenario(scenario) : parseScenario(scenario);
  return { file, hashOf: (workload) => workload.file };
}

/** The scenario of an epoch once more, its workloads by the name under which they were kept. */
export async function sameScenario(pool: Pool, connectionId: number, epoch: number): Promise<LoadedScenario> {
  const { rows } = await pool.query<{ scenario: string }>(
    'SELECT scenario FROM sim_epoch WHERE connection_id = $1 AND epoch = $2',
    [connectionId, epoch],
  );
  const file = parseScenario(JSON.parse(rows[0]?.scenario ?? '{}'));
  const kept = await pool.query<{ hash: string; file_name: string }>(
    'SELECT hash, file_name FROM workload_blob WHERE file_name = ANY($1) OR hash = ANY($1) ORDER BY created_at',
    [file.workloads.flatMap((workload) => [workload.file, basename(workload.file)])],
  );
  const hashes = new Map(
    kept.rows.flatMap(({ hash, file_name }) => [[file_name, hash] as const, [hash, hash] as const]),
  );
  return {
    file,
    hashOf: (workload) => hashes.get(workload.file) ?? hashes.get(basename(workload.file)) ?? workload.file,
  };
}

/** The scenario of BATCHDECK_SCENARIO; workloads beside a file are read and kept. Throws a SetupError or a ScenarioError. */
export async function startScenario(start: StartScenario, pool: Pool, now: number): Promise<LoadedScenario> {
  if (start.kind !== 'file') return namedScenario(start.kind);
  const file = parseScenario(parseJson(await readOrRefuse(start.path), start.path));
  const hashes = new Map<string, string>();
  for (const workload of file.workloads) {
    const path = resolve(dirname(start.path), workload.file);
    hashes.set(workload.file, await keepWorkload(await readOrRefuse(path), path, pool, now));
  }
  return { file, hashOf: (workload) => hashes.get(workload.file) ?? workload.file };
}

async function keepWorkload(bytes: Buffer, path: string, pool: Pool, now: number): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const fileName = basename(path);
  const parsed = await parseWorkload(bytes, { fileName, sha256: hash });
  if (!parsed.ok)
    throw new SetupError(`BATCHDECK_SCENARIO names ${path}, which can't be read: ${parsed.error.message}`);
  const { workload } = parsed;
  await storeWorkload(
    pool,
    {
      hash,
      fileName,
      format: workload.format,
      jobs: workload.rows.count,
      summary: summariseWorkload(workload),
      rows: encodeRows(workload.rows),
    },
    now,
  );
  return hash;
}

async function readOrRefuse(path: string): Promise<Buffer> {
  try {
    return await readFile(/*turbopackIgnore: true*/ path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SetupError(`BATCHDECK_SCENARIO needs the file ${path}, which can't be read (${code}): check the path.`);
  }
}

function parseJson(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not JSON';
    throw new SetupError(`The scenario ${path} is not JSON (${why}): mend it, or set BATCHDECK_SCENARIO=demo.`);
  }
}
