import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import { JOB_SORTS, JOB_STATUSES, type JobSort, type JobSortColumn, jobOrderOf } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { CONNECTION_ID, generateHistory, NOW } from '@/test/history-rows';
import type { JobRow, JobsQuery } from './contract';
import { listJobs } from './index';

const all = makeScope('all');
const where = { connectionId: CONNECTION_ID, epoch: 1 };
const FILTERS: readonly JobsQuery[] = [
  {},
  { status: ['RUNNABLE', 'FAILED', 'RUNNING'] },
  { queue: ['q0', 'q3'] },
  { definition: ['def7:1', 'sweep:1'] },
  { name: '-1' },
  { relay: true },
];

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await generateHistory(db.ownerUrl, { singles: 900, arrays: 20, relays: 30 });
  // Ties by the dozen, costs that nobody knows, jobs begun again, names in both cases, and clocks that went back.
  await db.pool.query(`
    UPDATE job SET cost_nano_usd = CASE WHEN id % 5 = 0 THEN NULL ELSE id % 7 END WHERE array_size IS NULL;
    UPDATE job SET name = 'Render-' || id % 9 WHERE id % 4 = 0 AND array_size IS NULL;
    UPDATE job SET attempts_ended = 2 WHERE id % 11 = 0 AND array_size IS NULL;
    UPDATE job SET started_at = created_at - interval '5 s' WHERE id % 13 = 0 AND started_at IS NOT NULL;
    UPDATE job SET stopped_at = NULL WHERE id % 17 = 0 AND status = 'SUCCEEDED';
    UPDATE job SET status = 'PENDING' WHERE array_size IS NOT NULL AND id % 2 = 0;`);
});

afterAll(() => db?.close());

/** What the list shows of a row in a column, at the time history reaches. */
function shown(row: JobRow, column: JobSortColumn): string | number | null {
  switch (column) {
    case 'submitted':
      return row.createdAt;
    case 'name':
    case 'queue':
    case 'definition':
      return row[column];
    case 'state':
      return JOB_STATUSES.indexOf(row.array?.shown ?? row.status);
    case 'tries':
      return row.attempts;
    case 'waited':
      return row.attempts > 1 && row.startedAt !== null
        ? null
        : Math.max(0, (row.startedAt ?? row.stoppedAt ?? NOW) - row.createdAt);
    case 'ran': {
      const until = row.stoppedAt ?? (row.status === 'RUNNING' ? NOW : null);
      return row.startedAt === null || until === null ? null : Math.max(0, until - row.startedAt);
    }
    case 'cost':
      return row.costNanoUsd === null ? null : Number(row.costNanoUsd);
  }
}

async function readAll(query: JobsQuery, limit: number, between: () => Promise<unknown> = async () => null) {
  const rows: JobRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listJobs>> = await listJobs(db.prisma, all, where, {
      ...query,
      limit,
      ...(cursor !== null && { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.nextCursor;
    await between();
  } while (cursor !== null);
  return rows;
}

/** The order in which the jobs were recorded. */
async function places(): Promise<(row: JobRow) => number> {
  const { rows } = await db.pool.query<{ aws_id: string; id: string }>('SELECT aws_id, id FROM job');
  const ids = new Map(rows.map((row) => [row.aws_id, Number(row.id)]));
  return (row) => ids.get(row.id) ?? Number.NaN;
}

/** The rows by what a column shows: unknown last, equals newest first. */
function inOrder(rows: readonly JobRow[], sort: JobSort, place: (row: JobRow) => number): JobRow[] {
  const { column, descending } = jobOrderOf(sort);
  const sign = descending ? -1 : 1;
  // By when they were submitted, equals turn around too: it is the same list read from its other end.
  const ties = sort === 'submitted' ? 1 : -1;
  return [...rows].sort((left, right) => {
    const [a, b] = [shown(left, column), shown(right, column)];
    if (a === b) return ties * (place(left) - place(right));
    if (a === null || b === null) return a === null ? 1 : -1;
    return a < b ? -sign : sign;
  });
}

test.each(JOB_SORTS)('%s: pages join to the order of what the column shows, under every filter', async (sort) => {
  const place = await places();
  for (const query of FILTERS) {
    const listed = await readAll(query, 200);
    const sorted = await readAll({ ...query, sort }, 37);
    expect(listed.length).toBeGreaterThan(20);
    expect(
      sorted.map((row) => row.id),
      JSON.stringify(query),
    ).toEqual(inOrder(listed, sort, place).map((row) => row.id));
  }
});

test('ties and unknown values are among what is sorted', async () => {
  const rows = await readAll({}, 200);
  for (const column of ['waited', 'ran', 'cost'] as const) {
    const values = rows.map((row) => shown(row, column));
    expect(values, column).toContain(null);
    expect(new Set(values).size, column).toBeLessThan(values.length / 2);
  }
});

test.each(JOB_SORTS)(
  '%s: what does not change stands once, in its order, while others come and change',
  async (sort) => {
    const query: JobsQuery = { queue: ['q1', 'q2'], sort };
    const before = await readAll(query, 200);
    const still = before.filter((row) => row.status === 'SUCCEEDED');
    let n = 0;
    const rows = await readAll(query, 25, async () => {
      n += 1;
      await db.pool.query(`UPDATE job SET cost_nano_usd = coalesce(cost_nano_usd, 0) + 3, attempts_ended = attempts_ended + 1,
      started_at = started_at + interval '7 s' WHERE status = 'RUNNING' AND queue IN ('q1', 'q2')`);
      return db.pool.query(
        `INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, milli_vcpus,
          memory_mib, gpus, created_at, seq, recorded_at)
        VALUES (1, 1, $1, 'render-5', 'q1', 'def7:1', 'RUNNABLE', 2, 0, 1000, 128, 0, now(), 1, now())`,
        [`came-${sort}-${n}`],
      );
    });
    await db.pool.query("DELETE FROM job WHERE aws_id LIKE 'came-%'");
    const ids = rows.map((row) => row.id);
    expect(n).toBeGreaterThan(5);
    const known = new Set(still.map((row) => row.id));
    expect(ids.filter((id) => known.has(id))).toEqual(still.map((row) => row.id));
  },
);

test('children and asked-for jobs keep their own order', async () => {
  const { rows } = await listJobs(db.prisma, all, where, { parent: 'array-10', sort: '-cost', limit: 100 });
  expect(rows.map((row) => row.index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  const ids = ['job-7', 'array-3', 'job-2'];
  const asked = await listJobs(db.prisma, all, where, { ids, sort: 'cost' });
  expect(asked.rows.map((row) => row.id)).toEqual(ids);
});

test('a scope by queue holds in every order', async () => {
  const narrow = makeScope('all', new Map([[CONNECTION_ID, ['q2']]]));
  for (const sort of JOB_SORTS) {
    const { rows } = await listJobs(db.prisma, narrow, where, { sort, limit: 200 });
    expect(new Set(rows.map((row) => row.queue)), sort).toEqual(new Set(['q2']));
    expect((await listJobs(db.prisma, narrow, where, { sort, queue: ['q1'] })).rows, sort).toEqual([]);
  }
});

test('a cursor of another order is refused', async () => {
  const cursors = new Map<JobSort, string>();
  for (const sort of JOB_SORTS) {
    const { nextCursor } = await listJobs(db.prisma, all, where, { sort, limit: 5 });
    if (nextCursor !== null) cursors.set(sort, nextCursor);
  }
  expect(cursors.size).toBe(JOB_SORTS.length);
  for (const [of, cursor] of cursors) {
    for (const sort of JOB_SORTS) {
      const asked = listJobs(db.prisma, all, where, { sort, cursor });
      if (sort === of) await expect(asked).resolves.toMatchObject({ rows: expect.any(Array) });
      else await expect(asked, `${of} for ${sort}`).rejects.toMatchObject({ name: 'BadCursorError' });
    }
  }
});
