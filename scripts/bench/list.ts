import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScope } from '@/lib/access';
import { createPool, createPrisma, type Database, openDatabase } from '@/lib/db';
import { type JobsQuery, jobsFacets, listJobs } from '@/lib/history';
import { CONNECTION_ID, generateHistory } from '@/test/history-rows';
import { median } from './measure';
import type { BenchRow } from './table';

const JOBS = 100_000;
const TIMES = 15;
const PAGE = 50;
const GOAL_MS = 100;
const where = { connectionId: CONNECTION_ID, epoch: 1 };
const scope = makeScope('all');

const QUERIES: Readonly<Record<string, JobsQuery>> = {
  everything: {},
  'a state': { status: ['FAILED'] },
  'the commonest state': { status: ['SUCCEEDED'] },
  'what waits in a queue': { queue: ['q1'], status: ['RUNNABLE', 'PENDING'] },
  'a definition': { definition: ['def7:1'] },
  'a part of a name': { name: 'render-9' },
};

/** Page and counts of the jobs list, as a filter asks for them, in a history of 100,000 jobs. */
export async function listRow(): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-bench-'));
  chmodSync(folder, 0o755);
  let database: Database | null = null;
  try {
    database = await openDatabase({ dataFolder: folder });
    await generateHistory(database.ownerUrl, { singles: JOBS - 5000, arrays: 50, relays: 50 });
    return await measure(database.url);
  } finally {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url: string): Promise<BenchRow> {
  const prisma = createPrisma(url);
  const pool = createPool(url, 1);
  try {
    const each: [string, number][] = [];
    for (const [name, query] of Object.entries(QUERIES)) {
      each.push([`${name} (page)`, await medianMs(() => firstPage(query))]);
      each.push([`${name} (counts)`, await medianMs(() => jobsFacets(prisma, scope, where, query))]);
    }
    const bare = await medianMs(() => pool.query('SELECT * FROM job ORDER BY id DESC LIMIT $1', [PAGE]));
    const [slowest, product] = each.reduce((most, one) => (one[1] > most[1] ? one : most));
    return {
      name: 'jobs list',
      product,
      baseline: bare,
      unit: 'ms',
      ratio: bare / product,
      goal: `<= ${GOAL_MS} ms`,
      met: product <= GOAL_MS,
      against: `${PAGE} rows by their key`,
      note: `${JOBS} jobs, medians of ${TIMES}, the slowest (${slowest}) of ${each.length}: ${each.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', ')}`,
    };
  } finally {
    await Promise.all([prisma.$disconnect(), pool.end()]);
  }

  async function firstPage(query: JobsQuery): Promise<void> {
    const { nextCursor } = await listJobs(prisma, scope, where, { ...query, limit: PAGE });
    if (nextCursor === null) throw new Error('The list has one page only: nothing was measured.');
  }
}

async function medianMs(ask: () => Promise<unknown>): Promise<number> {
  await ask();
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return median(times);
}
