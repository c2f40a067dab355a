import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScope, type Scope } from '@/lib/access';
import { JOB_SORTS, type JobSort } from '@/lib/batch';
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
const all = makeScope('all');
/** An operator of two queues; one of them is what the queries ask for. */
const narrow = makeScope('all', new Map([[CONNECTION_ID, ['q1', 'q2']]]));
const FAR_PAGES = 200;

const QUERIES: Readonly<Record<string, JobsQuery>> = {
  everything: {},
  'a state': { status: ['FAILED'] },
  'the commonest state': { status: ['SUCCEEDED'] },
  'what waits in a queue': { queue: ['q1'], status: ['RUNNABLE', 'PENDING'] },
  'a definition': { definition: ['def7:1'] },
  'a part of a name': { name: 'render-9' },
};

/** What is sorted: nearly as many jobs as are sorted by any column, and what filters leave. */
const SORTED: Readonly<Record<string, JobsQuery>> = {
  'half of all': { queue: ['q1', 'q2', 'q3'] },
  'a queue': { queue: ['q0'] },
  'a state': { status: ['FAILED'] },
  'what waits': { status: ['RUNNABLE', 'PENDING'] },
  'a part of a name': { name: 'render-9' },
};

/** Pages and counts of the jobs list, as filters and orders ask for them, in a history of 100,000 jobs. */
export async function listRows(): Promise<BenchRow[]> {
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

async function measure(url: string): Promise<BenchRow[]> {
  const prisma = createPrisma(url);
  const pool = createPool(url, 1);
  try {
    const each: [string, number][] = [];
    for (const [name, query] of Object.entries(QUERIES)) {
      const next = await cursorAfter(query, 1);
      each.push([`${name} (page)`, await medianMs(() => page(all, query))]);
      each.push([`${name} (next page)`, await medianMs(() => page(all, { ...query, cursor: next }))]);
      each.push([`${name} (counts)`, await medianMs(() => jobsFacets(prisma, all, where, query))]);
      each.push([`${name} (page, of two queues)`, await medianMs(() => page(narrow, query))]);
      each.push([`${name} (counts, of two queues)`, await medianMs(() => jobsFacets(prisma, narrow, where, query))]);
    }
    const far = await cursorAfter({}, FAR_PAGES);
    each.push([`everything (page ${FAR_PAGES + 1})`, await medianMs(() => page(all, { cursor: far }))]);
    const bare = await medianMs(() => pool.query('SELECT * FROM job ORDER BY id DESC LIMIT $1', [PAGE]));
    return [rowOf('jobs list', each, bare), rowOf('jobs list, sorted', await sorted(), bare)];
  } finally {
    await Promise.all([prisma.$disconnect(), pool.end()]);
  }

  async function sorted(): Promise<[string, number][]> {
    const each: [string, number][] = [];
    for (const [name, query] of Object.entries(SORTED)) {
      for (const sort of JOB_SORTS) {
        const next = await cursorAfter({ ...query, sort }, 1);
        each.push([`${name} by ${sort} (page)`, await medianMs(() => page(all, { ...query, sort }))]);
        each.push([
          `${name} by ${sort} (next page)`,
          await medianMs(() => page(all, { ...query, sort, cursor: next })),
        ]);
      }
    }
    each.push(['everything by submitted (page)', await medianMs(() => page(all, { sort: 'submitted' }))]);
    each.push(['everything by -cost (refused)', await medianMs(() => refused({ sort: '-cost' }))]);
    return each;
  }

  async function refused(query: JobsQuery & { sort: JobSort }): Promise<void> {
    const error: unknown = await listJobs(prisma, all, where, query).catch((thrown: unknown) => thrown);
    if (!(error instanceof Error) || error.name !== 'TooManyToSortError') throw new Error('It was not refused.');
  }

  async function page(scope: Scope, query: JobsQuery): Promise<string> {
    const { rows, nextCursor } = await listJobs(prisma, scope, where, { ...query, limit: PAGE });
    if (nextCursor === null || rows.length === 0) throw new Error('The list ends here: nothing was measured.');
    return nextCursor;
  }

  async function cursorAfter(query: JobsQuery, pages: number): Promise<string> {
    let cursor = await page(all, query);
    for (let n = 1; n < pages; n++) cursor = await page(all, { ...query, cursor });
    return cursor;
  }
}

function rowOf(name: string, each: readonly [string, number][], bare: number): BenchRow {
  const [slowest, product] = each.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
  return {
    name,
    product,
    baseline: bare,
    unit: 'ms',
    ratio: bare / product,
    goal: `<= ${GOAL_MS} ms`,
    met: product <= GOAL_MS,
    against: `${PAGE} rows by their key`,
    note: `${JOBS} jobs, medians of ${TIMES}, the slowest (${slowest}) of ${each.length}: ${each.map(([part, ms]) => `${part} ${ms.toFixed(1)}`).join(', ')}`,
  };
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
