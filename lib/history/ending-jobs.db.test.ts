import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import { dependentsOfJobs, readJob, runningCost } from '@/lib/history';
import { type TestDatabase, testDatabase } from '@/test/database';
import { CONNECTION_ID, generateHistory } from '@/test/history-rows';
import { type WatchedPrisma, watchedPrisma } from '@/test/query-plans';

const where = { connectionId: CONNECTION_ID, epoch: 1 };
const all = makeScope('all');
const none = makeScope([CONNECTION_ID], new Map([[CONNECTION_ID, ['another']]]));
let db: TestDatabase;
let watched: WatchedPrisma;

beforeAll(async () => {
  db = await testDatabase();
  await generateHistory(db.ownerUrl, { singles: 60_000, arrays: 20, relays: 5 });
  watched = watchedPrisma(db.url);
}, 240_000);
afterAll(async () => {
  await watched?.close();
  await db?.close();
});

/** Runs a read, and looks that Postgres finds what it needs by indexes. */
async function byIndexes<Result>(read: () => Promise<Result>): Promise<Result> {
  watched.forget();
  const result = await read();
  const scans = (await watched.plans()).flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'Seq Scan'));
  expect(scans.filter(({ table }) => ['job', 'attempt', 'attempt_packed', 'charge'].includes(table ?? ''))).toEqual([]);
  return result;
}

test('what depends on jobs is found at whatever distance, without the jobs themselves and what is out of scope', async () => {
  const ids = Array.from({ length: 200 }, (_, n) => `job-${n * 100 + 96}`);
  const found = await byIndexes(() => dependentsOfJobs(watched.prisma, all, where, ids));
  expect(found.count).toBe(200);
  expect(found.ids).toContain('job-98');
  expect(found.first).toHaveLength(5);
  await db.prisma.$executeRaw`UPDATE job SET detail = '{"dependsOn": [{"jobId": "job-98"}]}', status = 'PENDING'
    WHERE aws_id = 'job-97'`;
  expect((await dependentsOfJobs(watched.prisma, all, where, ['job-96'])).ids.sort()).toEqual(['job-97', 'job-98']);
  expect((await dependentsOfJobs(watched.prisma, all, where, ['job-96', 'job-98'])).ids).toEqual(['job-97']);
  expect(await dependentsOfJobs(watched.prisma, none, where, ['job-96'])).toEqual({ count: 0, first: [], ids: [] });
});

test('what runs has cost so far what the pages of the jobs say', async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `job-${n * 100 + 95}`);
  const { attempts, nanoUsd, unknown } = await byIndexes(() => runningCost(watched.prisma, all, where, ids));
  expect({ attempts, unknown }).toEqual({ attempts: 100, unknown: 0 });
  let sum = 0n;
  for (const id of ids) {
    const page = await readJob(watched.prisma, all, where, id);
    for (const { charge } of page?.attempts ?? []) sum += BigInt(charge?.paidNanoUsd ?? 0);
  }
  expect(sum).toBeGreaterThan(0n);
  expect(nanoUsd).toBe(String(sum));
  expect(await runningCost(watched.prisma, all, where, ['job-10'])).toMatchObject({ attempts: 0, nanoUsd: '0' });
  expect(await runningCost(watched.prisma, none, where, ids)).toMatchObject({ attempts: 0 });
});

test('an array’s children that run are among what it costs to end it', async () => {
  const page = await readJob(watched.prisma, all, where, 'array-10:55');
  const open = page?.attempts.filter(({ stoppedAt }) => stoppedAt === null).length ?? 0;
  expect((await runningCost(watched.prisma, all, where, ['array-10'])).attempts).toBe(open * 10);
});
