import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Change } from '@/lib/batch';
import { createPool, createPrisma, type Database, openDatabase } from '@/lib/db';
import type { BatchDriver } from '@/lib/driver';
import { createRecorder } from '@/lib/recorder';
import { emptyTables, jobBytes, readTables, writeTables } from './bare-rows';
import { type SpotRun, spotRun } from './spot-run';
import type { BenchRow } from './table';

const JOBS = 20_000;
const BATCH = 5000;
const GOAL = 0.5;
const GOAL_BYTES = 1536;
const PLACE = { connectionId: 1, epoch: 1 };

/**
 * Changes a second by the recorder on an embedded Postgres, against the rows it left, written again by bare inserts; and
 * the bytes that a job takes on disk.
 */
export async function recorderRows(): Promise<BenchRow[]> {
  const run = told(await spotRun(JOBS));
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-bench-'));
  chmodSync(folder, 0o755);
  let database: Database | null = null;
  try {
    database = await openDatabase({ dataFolder: folder });
    return await measure(database, run);
  } finally {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, run: ToldRun): Promise<BenchRow[]> {
  const { batches } = run;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await record(database.url, run);
  const product = seconds(began);
  const spent = process.cpuUsage(cpu);
  const owner = createPool(database.ownerUrl, 1);
  try {
    const bytes = Math.round((await jobBytes(owner)) / run.jobs);
    const tables = await readTables(owner);
    await emptyTables(owner);
    const again = performance.now();
    await writeTables(owner, tables, batches.length);
    const baseline = seconds(again);
    const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
    const { count } = run;
    const micros = (run.cpuMilliseconds * 1000) / count;
    const own = (spent.user + spent.system) / count;
    const changes = {
      name: 'changes recorded',
      product: count / product,
      baseline: count / baseline,
      unit: 'a second',
      ratio: baseline / product,
      goal: `>= ${GOAL}×`,
      met: baseline / product >= GOAL,
      against: 'bare unnest inserts of the same rows',
      note: `${run.jobs} jobs on Spot, ${count} changes, ${rows} rows in ${batches.length} transactions; CPU a change: ${micros.toFixed(1)} µs to make it, ${own.toFixed(1)} µs in the recorder`,
    };
    return [changes, sizeRow(bytes, run.jobs)];
  } finally {
    await owner.end();
  }
}

function sizeRow(bytes: number, jobs: number): BenchRow {
  return {
    name: 'bytes a job',
    product: bytes,
    baseline: GOAL_BYTES,
    unit: 'bytes',
    ratio: GOAL_BYTES / bytes,
    goal: '>= 1×',
    met: bytes <= GOAL_BYTES,
    against: 'what was promised',
    note: `${jobs} jobs with attempts, charges and notes on disk, indexes included`,
  };
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

interface ToldRun extends Omit<SpotRun, 'changes'> {
  batches: readonly Buffer[];
  count: number;
  /** Sequence of the last change. */
  last: number;
}

function told({ changes, ...run }: SpotRun): ToldRun {
  return { ...run, batches: batchesOf(changes), count: changes.length, last: changes.at(-1)?.seq ?? 0 };
}

/** Batches as the bytes in which they would come from the machine's thread; taking one apart is part of recording it. */
function batchesOf(changes: readonly Change[]): Buffer[] {
  const batches: Buffer[] = [];
  for (let from = 0; from < changes.length; from += BATCH) batches.push(serialize(changes.slice(from, from + BATCH)));
  return batches;
}

// Guarantee: the bytes are serialize's, of changes.
function changesIn(bytes: Buffer): Change[] {
  return deserialize(bytes) as Change[];
}

async function record(url: string, run: ToldRun): Promise<void> {
  const prisma = createPrisma(url);
  const pool = createPool(url, 1);
  const { last } = run;
  const driver: Pick<BatchDriver, 'changes'> = {
    async *changes(_, signal) {
      for (const bytes of run.batches) {
        const changes = changesIn(bytes);
        const seq = changes.at(-1)?.seq ?? 0;
        const upTo = seq === last ? run.end : (changes.at(-1)?.at ?? 0);
        yield { changes, seq, upTo, acknowledge: () => {} };
      }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const recorder = createRecorder({
    prisma,
    pool,
    ...PLACE,
    driver,
    restMs: 0,
    clock: Date.now,
    onCommitted: ({ seq }) => {
      if (seq >= last) finish();
    },
  });
  await finished;
  await recorder.stop();
  await Promise.all([prisma.$disconnect(), pool.end()]);
}
