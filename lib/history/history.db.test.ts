import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import { type TestDatabase, testDatabase } from '@/test/database';
import { CONNECTION_ID, generateHistory, NOW } from '@/test/history-rows';
import { type WatchedPrisma, watchedPrisma } from '@/test/query-plans';
import type { JobsQuery } from './contract';
import {
  jobsFacets,
  listJobs,
  mayReadLog,
  readEnvironment,
  readEnvironments,
  readJob,
  readOverview,
  readQueue,
  readQueues,
} from './index';

const SIZE = { singles: 280_000, arrays: 200, relays: 50 };
const all = makeScope('all');
const where = { connectionId: CONNECTION_ID, epoch: 1 };

let db: TestDatabase;
let watched: WatchedPrisma;
let prisma: PrismaClient;

beforeAll(async () => {
  db = await testDatabase();
  await generateHistory(db.ownerUrl, SIZE);
  watched = watchedPrisma(db.url);
  prisma = watched.prisma;
}, 240_000);

afterAll(async () => {
  await watched?.close();
  await db?.close();
});

/** Runs a read, then asks Postgres how it carries out each statement that was sent: no scan of a large table. */
async function byIndexes<Result>(read: () => Promise<Result>): Promise<Result> {
  watched.forget();
  const result = await read();
  const plans = await watched.plans();
  expect(plans.length).toBeGreaterThan(0);
  for (const { text, nodes } of plans) {
    const scans = nodes.filter((node) => node.kind === 'Seq Scan' && LARGE.includes(node.table ?? ''));
    expect(scans, text).toEqual([]);
  }
  return result;
}

const LARGE = ['job', 'attempt', 'charge'];

test.each<[string, JobsQuery]>([
  ['everything', {}],
  ['a rare state', { status: ['STARTING'] }],
  ['two states', { status: ['RUNNING', 'PENDING'] }],
  ['a queue', { queue: ['q3'] }],
  ['a queue and a state', { queue: ['q1'], status: ['FAILED'] }],
  ['a definition', { definition: ['def7:1'] }],
  ['a definition and a state', { definition: ['def7:1', 'sweep:1'], status: ['RUNNING'] }],
  ['a part of a name', { name: 'RENDER-27999' }],
  ['a queue that is not there', { queue: ['none'] }],
  ['children of an array', { parent: 'array-10', status: ['RUNNING'] }],
  ['relays', { relay: true }],
  ['the oldest', { sort: 'submitted' }],
  ['arrays by the state of their children', { definition: ['sweep:1'], sort: 'state' }],
])('the list finds %s by indexes', async (_, query) => {
  const page = await byIndexes(() => listJobs(prisma, all, where, { ...query, limit: 20 }));
  if (query.queue?.[0] !== 'none') expect(page.rows.length).toBeGreaterThan(0);
  for (const row of page.rows) {
    if (query.queue !== undefined) expect(query.queue).toContain(row.queue);
    if (query.definition !== undefined) expect(query.definition).toContain(row.definition);
    if (query.status !== undefined && row.array === null) expect(query.status).toContain(row.status);
    expect(row.isRelay).toBe(query.relay === true);
    expect(row.index !== null).toBe(query.parent !== undefined);
  }
});

test('pages follow one another without a gap or a repeat, newest first', async () => {
  for (const query of [{}, { status: ['FAILED', 'RUNNING'] }, { queue: ['q0', 'q1'] }] satisfies JobsQuery[]) {
    const ids: string[] = [];
    let last = Number.POSITIVE_INFINITY;
    let cursor: string | undefined;
    for (let n = 0; n < 5; n++) {
      const page = await listJobs(prisma, all, where, { ...query, limit: 30, ...(cursor !== undefined && { cursor }) });
      for (const row of page.rows) {
        expect(row.createdAt).toBeLessThanOrEqual(last);
        last = row.createdAt;
        ids.push(row.id);
      }
      cursor = page.nextCursor ?? undefined;
    }
    expect(new Set(ids).size).toBe(150);
    const whole = await listJobs(prisma, all, where, { ...query, limit: 150 });
    expect(whole.rows.map((row) => row.id)).toEqual(ids);
  }
});

test('more jobs than are sorted are refused, also where they are counted among the newest only', async () => {
  for (const query of [{ sort: '-cost' }, { name: 'render-27999', sort: 'name' }] satisfies JobsQuery[])
    await expect(listJobs(prisma, all, where, query)).rejects.toMatchObject({ name: 'TooManyToSortError' });
});

test('children page by index', async () => {
  const ids: (number | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await listJobs(prisma, all, where, {
      parent: 'array-10',
      limit: 40,
      ...(cursor !== undefined && { cursor }),
    });
    ids.push(...page.rows.map((row) => row.index));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

test('a name that is far back is found over pages that say they may go on', async () => {
  const found: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await listJobs(prisma, all, where, {
      name: 'render-225017',
      limit: 50,
      ...(cursor !== undefined && { cursor }),
    });
    found.push(...page.rows.map((row) => row.name));
    cursor = page.nextCursor ?? undefined;
    pages += 1;
  } while (cursor !== undefined && pages < 400 && !found.includes('render-225017'));
  expect(found).toContain('render-225017');
  expect(new Set(found).size).toBe(found.length);
  expect((await listJobs(prisma, all, where, { name: '%' })).rows).toEqual([]);
});

test('a cursor of somebody’s own making is refused by name', async () => {
  for (const cursor of ['x', Buffer.from('k.1.x').toString('base64url'), Buffer.from('i.5').toString('base64url')]) {
    await expect(listJobs(prisma, all, where, { cursor })).rejects.toMatchObject({ name: 'BadCursorError' });
  }
});

test('an array is listed by what its children do, with their counts', async () => {
  const { rows } = await listJobs(prisma, all, where, { status: ['RUNNABLE'], definition: ['sweep:1'], limit: 3 });
  expect(rows.map((row) => row.id)).toEqual(['array-10', 'array-20', 'array-30']);
  expect(rows[0]?.array).toEqual({ size: 100, counts: { SUCCEEDED: 50, RUNNING: 10, RUNNABLE: 40 }, shown: 'RUNNING' });
});

test('facets equal a recount, come from an index alone, and count neither parents nor relays', async () => {
  const query: JobsQuery = { queue: ['q2', 'q0'], status: ['FAILED'] };
  const facets = await byIndexes(() => jobsFacets(prisma, all, where, query));
  const cube = (await watched.plans()).find(({ text }) => text.includes('GROUP BY 1, 2, 3'));
  expect(cube?.nodes.map((node) => node.kind)).toContain('Index Only Scan');
  const count = async (condition: string) =>
    (
      await db.pool.query(
        `SELECT count(*)::int AS n FROM job WHERE array_size IS NULL AND NOT is_relay AND ${condition}`,
      )
    ).rows[0].n;
  expect(facets.byStatus.FAILED).toBe(await count("queue IN ('q2', 'q0') AND status = 'FAILED'"));
  expect(facets.byStatus.RUNNABLE).toBe(await count("queue IN ('q2', 'q0') AND status = 'RUNNABLE'"));
  expect(facets.total).toBe(await count("queue IN ('q2', 'q0')"));
  expect(facets.queues.find((one) => one.name === 'q3')?.count).toBe(await count("queue = 'q3' AND status = 'FAILED'"));
  expect(facets.definitions.find((one) => one.name === 'def12:1')?.count).toBe(
    await count("queue IN ('q2', 'q0') AND status = 'FAILED' AND definition = 'def12:1'"),
  );
  expect(facets.relays).toBe(SIZE.relays);
  const whole = await jobsFacets(prisma, all, where, {});
  expect(whole.total).toBe(SIZE.singles + SIZE.arrays * 100);
  const named = await jobsFacets(prisma, all, where, { name: 'render-27999' });
  expect(named).toMatchObject({ newest: 200_000 });
  expect(named.total).toBe(10);
});

test('a job’s page holds its attempt, its charge and what it waits for', async () => {
  const page = await byIndexes(() => readJob(prisma, all, where, 'job-10'));
  expect(page?.job).toMatchObject({ id: 'job-10', status: 'SUCCEEDED', attempts: 1, costNanoUsd: '1010' });
  expect(page?.arn).toBe('arn:aws:batch:us-east-1:123456789012:job/job-10');
  expect(page?.attempts).toHaveLength(1);
  expect(page?.attempts[0]?.charge).toMatchObject({ onDemandNanoUsd: '100', lost: false });
  expect(page?.detail).toMatchObject({ retryStrategy: { attempts: 3 }, container: { image: 'busybox' } });

  expect(page?.transitions.map((one) => one.status)).toEqual(['SUBMITTED', 'RUNNABLE', 'SUCCEEDED']);

  const pending = await byIndexes(() => readJob(prisma, all, where, 'job-98'));
  expect(pending?.dependsOn).toEqual([{ id: 'job-96', name: 'render-96', status: 'RUNNABLE', type: null }]);
  expect(pending?.wait).toMatchObject({ cause: 'dependency', evidence: { environment: 'spot' }, sameReason: 30 });
  expect((await readJob(prisma, all, where, 'job-96'))?.dependents).toEqual([
    { id: 'job-98', name: 'render-98', status: 'PENDING' },
  ]);

  const running = await readJob(prisma, all, where, 'job-95');
  const attempt = running?.attempts[0];
  expect(attempt).toMatchObject({ stoppedAt: null, instanceType: 'c5.large', zone: 'us-east-1a' });
  const share = attempt?.purchase === 'SPOT' ? 15_000_500 : 42_500_500;
  expect(attempt?.charge).toMatchObject({ provisional: true, nanoUsdPerHour: String(share) });

  const child = await readJob(prisma, all, where, 'array-10:55');
  expect(child?.job).toMatchObject({ index: 55, status: 'RUNNING' });
  expect(child?.detail).toMatchObject({ tags: { kind: 'sweep' } });
  expect((await readJob(prisma, all, where, 'array-10'))?.job.costNanoUsd).toBe('50000');
  expect(await readJob(prisma, all, where, 'no-such-job')).toBeNull();
});

test('queues and environments say what they have, use and cost', async () => {
  const queues = await byIndexes(() => readQueues(prisma, all, where));
  expect(queues.map((queue) => queue.name)).toEqual(['q0', 'q1', 'q2', 'q3', 'q4', 'q5']);
  const q3 = queues[3];
  expect(q3).toMatchObject({ priority: 3, environments: ['spot', 'fleet'], lastChange: { by: 'ops@example.com' } });
  expect(q3?.reasons.map((reason) => [reason.cause, reason.count])).toEqual([
    ['dependency', 40],
    ['at-maximum', 40],
  ]);
  const { rows } = await db.pool.query(
    "SELECT min(created_at) AS oldest, count(*)::int AS n FROM job WHERE queue = 'q3' AND status IN ('RUNNABLE', 'PENDING')",
  );
  expect(q3?.waiting).toBe(rows[0].n);
  expect(q3?.oldestWaitingAt).toBe(rows[0].oldest.getTime());

  const environments = await readEnvironments(prisma, all, where);
  expect(
    environments.map((one) => [one.name, one.type, one.instances, one.provisionedVcpus, one.desiredVcpus]),
  ).toEqual([
    ['fleet', 'EC2', 20, 40, 200],
    ['spot', 'SPOT', 20, 40, 200],
  ]);
  expect(environments[1]).toMatchObject({ nanoUsdPerHour: String(20 * 30_001_000), lastChange: { by: 'scenario' } });
  expect(environments[1]?.onDemandNanoUsdPerHour).toBe(String(20 * 85_000_000));

  const spot = await byIndexes(() => readEnvironment(prisma, all, where, 'spot'));
  expect(spot?.instances).toHaveLength(20);
  expect(spot?.instances.reduce((sum, one) => sum + one.jobs.length, 0)).toBeGreaterThan(0);
  expect(spot?.events.map((event) => event.kind)).toEqual(
    expect.arrayContaining(['launched', 'interrupted', 'changed']),
  );
  const queue = await byIndexes(() => readQueue(prisma, all, where, 'q3'));
  expect(queue?.environments.map((one) => one.name)).toEqual(['spot', 'fleet']);
  expect(queue?.next[0]?.createdAt).toBeLessThanOrEqual(queue?.next[1]?.createdAt ?? 0);
  expect(await readQueue(prisma, all, where, 'none')).toBeNull();
});

test('the overview adds up', async () => {
  const overview = await byIndexes(() => readOverview(prisma, all, where));
  const { rows } =
    await db.pool.query(`SELECT count(*) FILTER (WHERE status IN ('PENDING', 'RUNNABLE'))::int AS waiting,
    count(*) FILTER (WHERE status IN ('STARTING', 'RUNNING'))::int AS running FROM job WHERE array_size IS NULL AND NOT is_relay`);
  expect(overview).toMatchObject({
    now: NOW,
    waiting: rows[0].waiting,
    running: rows[0].running,
    provisionedVcpus: 80,
  });
  expect(overview?.nanoUsdPerHour).toBe(String(20 * 30_001_000 + 20 * 85_001_000));
  const money = overview?.spotToday;
  expect(BigInt(money?.netNanoUsd ?? 0)).toBe(BigInt(money?.savedNanoUsd ?? 0) - BigInt(money?.lostNanoUsd ?? 0));
  expect(Number(money?.lostNanoUsd)).toBe((money?.interruptions ?? 0) * 30);
  expect(money?.provisional).toBe(true);
  expect(overview?.failures.map((one) => one.failureClass).sort()).toEqual([
    'Exit code 1',
    'Host lost',
    'Spot interruption, retries used up',
    'Timeout',
  ]);
  const failed = await db.pool.query(
    "SELECT count(*)::int AS n FROM job WHERE status = 'FAILED' AND stopped_at >= $1",
    [new Date(NOW - 86_400_000)],
  );
  expect(overview?.failures.reduce((sum, one) => sum + one.count, 0)).toBe(failed.rows[0].n);
});

test('what is out of scope is not there', async () => {
  const elsewhere = makeScope([2]);
  expect((await listJobs(prisma, elsewhere, where, {})).rows).toEqual([]);
  expect((await jobsFacets(prisma, elsewhere, where, {})).total).toBe(0);
  expect(await readJob(prisma, elsewhere, where, 'job-10')).toBeNull();
  expect(await readOverview(prisma, elsewhere, where)).toBeNull();
  expect(await readQueues(prisma, elsewhere, where)).toEqual([]);
  expect(await readEnvironments(prisma, elsewhere, where)).toEqual([]);

  const narrow = makeScope('all', new Map([[1, ['q1']]]));
  const { rows } = await listJobs(prisma, narrow, where, { queue: ['q1', 'q2'] });
  expect(new Set(rows.map((row) => row.queue))).toEqual(new Set(['q1']));
  expect((await listJobs(prisma, narrow, where, { queue: ['q2'] })).rows).toEqual([]);
  expect(await readJob(prisma, narrow, where, 'job-10')).toBeNull();
  expect(await readJob(prisma, narrow, where, 'job-7')).not.toBeNull();
  expect((await readQueues(prisma, narrow, where)).map((queue) => queue.name)).toEqual(['q1']);
  expect((await jobsFacets(prisma, narrow, where, {})).queues.map((one) => one.name)).toEqual(['q1']);
  expect(await mayReadLog(prisma, narrow, where, 'job-10', 'stream/job-10')).toBe(false);
  expect(await mayReadLog(prisma, all, where, 'job-10', 'stream/job-10')).toBe(true);
  expect(await mayReadLog(prisma, all, where, 'job-10', 'stream/job-11')).toBe(false);
});

test('another epoch is another history', async () => {
  const other = { ...where, epoch: 2 };
  expect((await listJobs(prisma, all, other, {})).rows).toEqual([]);
  expect(await readOverview(prisma, all, other)).toBeNull();
});
