import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import { type TestDatabase, testDatabase } from '@/test/database';
import { CONNECTION_ID, generateHistory, NOW } from '@/test/history-rows';
import { type WatchedPrisma, watchedPrisma } from '@/test/query-plans';
import {
  listDefinitions,
  readChangeEffect,
  readDefinition,
  readDefinitionRuns,
  readDefinitions,
  readQueueChoices,
  readRevisionDocuments,
  readRevisionEffects,
  readRevisionSeries,
  readVersionMoves,
  readVersions,
} from './index';
import { windowsBefore } from './versions-effect';

const all = makeScope('all');
const where = { connectionId: CONNECTION_ID, epoch: 1 };
const LARGE = ['job', 'attempt', 'charge'];
const HOUR = 3_600_000;

let db: TestDatabase;
let watched: WatchedPrisma;
let prisma: PrismaClient;

beforeAll(async () => {
  db = await testDatabase();
  await generateHistory(db.ownerUrl, { singles: 100_000, arrays: 100, relays: 20 });
  watched = watchedPrisma(db.url);
  prisma = watched.prisma;
  await prisma.$executeRaw`
    INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, valid_to, document, edit, by, seq)
    SELECT 1, 1, 'job-definition', 'arn:aws:batch:us-east-1:123456789012:job-definition/' || d.name, d.name, d.at::timestamptz,
      d.until::timestamptz, d.document::jsonb, true, '{"actor":"ops@example.com","source":"portal"}', 7000 + d.n
    FROM (VALUES
      (1, 'sweep:1', '2026-01-01T00:00:00Z', NULL, '{"type":"container","status":"ACTIVE","containerProperties":{"image":"registry/sweep:1","resourceRequirements":[{"type":"VCPU","value":"2"},{"type":"MEMORY","value":"4096"}]},"tags":{"team":"sim"}}'),
      (2, 'sweep:2', '2026-01-09T00:00:00Z', '2026-01-10T00:00:00Z', '{"type":"container","status":"ACTIVE","containerProperties":{"image":"registry/sweep:2"}}'),
      (3, 'sweep:2', '2026-01-10T00:00:00Z', NULL, '{"type":"container","status":"INACTIVE","containerProperties":{"image":"registry/sweep:2"}}'))
      AS d(n, name, at, until, document)`;
  await prisma.$executeRaw`
    INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, valid_to, document, edit, by, seq)
    VALUES (1, 1, 'compute-environment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/edited', 'edited',
        '2026-01-10T06:00:00Z', '2026-01-10T07:00:00Z', '{"state":"ENABLED","computeResources":{"maxvCpus":16,"desiredvCpus":0}}', true, NULL, 9001),
      (1, 1, 'compute-environment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/edited', 'edited',
        '2026-01-10T07:00:00Z', '2026-01-10T08:00:00Z', '{"state":"ENABLED","computeResources":{"maxvCpus":16,"desiredvCpus":8}}', false, NULL, 9002),
      (1, 1, 'compute-environment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/edited', 'edited',
        '2026-01-10T08:00:00Z', '2026-01-10T09:00:00Z', '{"state":"ENABLED","computeResources":{"maxvCpus":32,"desiredvCpus":8}}', true, '{"actor":"ann@example.com","source":"portal"}', 9003),
      (1, 1, 'compute-environment', 'arn:aws:batch:us-east-1:123456789012:compute-environment/edited', 'edited',
        '2026-01-10T09:00:00Z', NULL, '{"state":"ENABLED","computeResources":{"maxvCpus":32,"desiredvCpus":12}}', false, NULL, 9004),
      (1, 1, 'job-queue', 'arn:aws:batch:us-east-1:123456789012:job-queue/q1', 'q1', '2026-01-10T08:30:00Z', NULL,
        '{"state":"ENABLED","computeEnvironmentOrder":[{"order":1,"computeEnvironment":"arn:aws:batch:us-east-1:123456789012:compute-environment/edited"}]}', true, NULL, 9005)`;
  await prisma.$executeRaw`UPDATE resource_version SET valid_to = '2026-01-10T08:30:00Z' WHERE name = 'q1' AND seq < 9000`;
}, 240_000);

afterAll(async () => {
  await watched?.close();
  await db?.close();
});

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

describe('definitions', () => {
  it('lists each by name with its newest active revision and how its jobs did in 7 days', async () => {
    const { rows, newest } = await byIndexes(() => listDefinitions(prisma, all, where));
    expect(newest).toBeNull();
    expect(rows.map((row) => row.name)).toContain('def7');
    const sweep = rows.find((row) => row.name === 'sweep');
    expect(sweep).toMatchObject({
      revision: 1,
      revisions: 2,
      active: [1],
      status: 'ACTIVE',
      image: 'registry/sweep:1',
      vcpus: 2,
      memoryMib: 4096,
      tags: { team: 'sim' },
      lastUsedAt: NOW - HOUR / 2,
    });
    const counted = rows.reduce((sum, row) => sum + row.ended, 0);
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM job WHERE array_size IS NULL AND NOT is_relay
        AND stopped_at >= ${new Date(NOW - 7 * 24 * HOUR)}`;
    expect(counted).toBe(row?.count);
  });

  it('counts jobs of the queues in scope only', async () => {
    const { rows } = await listDefinitions(prisma, makeScope('all', new Map([[1, ['q1']]])), where);
    const everything = (await listDefinitions(prisma, all, where)).rows;
    const sum = (list: typeof rows) => list.reduce((total, row) => total + row.ended, 0);
    expect(sum(rows)).toBeGreaterThan(0);
    expect(sum(rows)).toBeLessThan(sum(everything));
    expect((await listDefinitions(prisma, makeScope([2]), where)).rows).toEqual([]);
  });

  it('tells the revisions of one, who registered and deregistered them, and who uses it', async () => {
    const page = await byIndexes(() => readDefinition(prisma, all, where, 'sweep'));
    expect(page?.revisions.map((row) => [row.revision, row.status])).toEqual([
      [2, 'INACTIVE'],
      [1, 'ACTIVE'],
    ]);
    expect(page?.revisions[0]?.deregistered).toEqual({
      at: Date.UTC(2026, 0, 10),
      by: { actor: 'ops@example.com', source: 'portal' },
    });
    const first = page?.revisions[1];
    expect((first?.waiting ?? 0) + (first?.running ?? 0) + (first?.succeeded ?? 0)).toBe(100 * 100);
    expect(page?.users).toMatchObject([{ queue: 'q0', lastJob: { id: 'array-1' } }]);
    expect(await readDefinition(prisma, all, where, 'nothing')).toBeNull();
    expect(await readDefinition(prisma, all, where, 'sweep:1')).toBeNull();
    const documents = await readRevisionDocuments(prisma, all, where, 'sweep', [1, 2, 9]);
    expect(documents.map((one) => one.revision).sort()).toEqual([1, 2]);
  });

  it('gives numbers by revision over its newest submits', async () => {
    const [effect, none] = await byIndexes(() => readRevisionEffects(prisma, all, where, 'def1', [1, 5]));
    expect(effect).toMatchObject({ revision: 1, medianWait: 60_000, submitted: 2000 });
    expect(effect?.n).toBeGreaterThan(1000);
    expect(effect?.medianRun).toBe(300_000);
    expect(none).toMatchObject({ revision: 5, n: 0, medianRun: null, medianCostNanoUsd: null });
  });

  it('lays jobs over time by revision, children counted with their array', async () => {
    const series = await byIndexes(() => readRevisionSeries(prisma, all, where, 'sweep'));
    expect(series?.buckets.reduce((sum, bucket) => sum + bucket.jobs, 0)).toBe(100 * 100);
    expect(series?.buckets.reduce((sum, bucket) => sum + bucket.waiting, 0)).toBe(10 * 40);
    expect((series?.buckets.length ?? 0) <= 49).toBe(true);
  });
});

describe('what a submit chooses from', () => {
  it('is active definitions, a bare name the newest first', async () => {
    const [first] = await byIndexes(() => readDefinitions(prisma, all, where, 'sweep'));
    expect(first).toMatchObject({ name: 'sweep:1', kind: 'container', vcpus: '2', memoryMib: '4096', nodes: null });
    const arn = 'arn:aws:batch:us-east-1:123456789012:job-definition/sweep:1';
    expect((await readDefinitions(prisma, all, where, arn)).map(({ name }) => name)).toEqual(['sweep:1']);
    expect(await readDefinitions(prisma, all, where, 'sweep:2')).toEqual([]);
    expect((await readDefinitions(prisma, all, where)).map(({ name }) => name)).toContain('sweep:1');
  });

  it('is the queues in scope', async () => {
    const [queue] = await readQueueChoices(prisma, all, where, 'q1');
    expect(queue).toMatchObject({ name: 'q1', state: 'ENABLED', isFairShare: false, instanceTypes: null });
    const scoped = makeScope('all', new Map([[1, ['q3']]]));
    expect((await readQueueChoices(prisma, scoped, where)).map(({ name }) => name)).toEqual(['q3']);
  });

  it('comes with how its jobs ran that succeeded, of the queues in scope', async () => {
    const runs = await byIndexes(() => readDefinitionRuns(prisma, all, where, 'def1', 1));
    expect(runs).toMatchObject({ of: 'revision', run: { median: 300_000 } });
    const [row] = await prisma.$queryRaw<{ count: number; mean: number }[]>`
      SELECT count(*)::int AS count, avg(cost_nano_usd)::float AS mean FROM (
        SELECT status, cost_nano_usd FROM job WHERE definition = 'def1:1' AND parent_aws_id IS NULL AND NOT is_relay
        ORDER BY created_at DESC, id DESC LIMIT 2000) AS newest WHERE status = 'SUCCEEDED'`;
    expect(runs).toMatchObject({ n: row?.count, cost: { mean: Math.round(row?.mean ?? 0) } });
    expect(runs.cost?.p10).toBeLessThanOrEqual(runs.cost?.median ?? 0);
    expect(runs.cost?.median).toBeLessThanOrEqual(runs.cost?.p90 ?? 0);
    const scoped = makeScope('all', new Map([[1, ['q1']]]));
    expect((await readDefinitionRuns(prisma, scoped, where, 'def1', 1)).n).toBeLessThan(runs.n);
    expect(await readDefinitionRuns(prisma, all, where, 'never', 1)).toEqual({
      of: 'definition',
      n: 0,
      run: null,
      cost: null,
      priced: 0,
    });
  });

  it('counts children of arrays, and other revisions where this one has not run', async () => {
    const runs = await readDefinitionRuns(prisma, all, where, 'sweep', 2);
    expect(runs).toMatchObject({ of: 'definition' });
    expect(runs.n).toBeGreaterThan(1000);
  });
});

describe('versions', () => {
  it('tells edits from what AWS moved', async () => {
    const page = await byIndexes(() => readVersions(prisma, all, where, 'compute-environment', 'edited'));
    expect(page?.versions.map((version) => [version.seq, version.moves, version.by?.actor ?? null])).toEqual([
      ['9003', 1, 'ann@example.com'],
      ['9001', 1, null],
    ]);
    expect(page?.versions[0]?.moved).toEqual({ state: 'ENABLED', computeResources: { maxvCpus: 16, desiredvCpus: 8 } });
    const moves = await readVersionMoves(prisma, all, where, 'compute-environment', 'edited', 9001n);
    expect(moves?.moves.map((move) => move.seq)).toEqual(['9002']);
    expect(moves?.moves[0]?.before).toEqual({ state: 'ENABLED', computeResources: { maxvCpus: 16, desiredvCpus: 0 } });
  });

  it('folds many movements and lists the newest', async () => {
    const page = await readVersions(prisma, all, where, 'compute-environment', 'spot');
    expect(page?.versions.map((version) => version.moves)).toEqual([200]);
    const moves = await readVersionMoves(prisma, all, where, 'compute-environment', 'spot', 1000n);
    expect([moves?.moves.length, moves?.older]).toEqual([50, 150]);
  });

  it('compares the hours since with as long before where a day earlier was not recorded, and names other changes', async () => {
    const effect = await byIndexes(() => readChangeEffect(prisma, all, where, 'compute-environment', 'edited', 9003n));
    expect(effect?.since).toMatchObject({ from: Date.UTC(2026, 0, 10, 8), to: NOW });
    expect(effect?.before).toMatchObject({ basis: 'just-before', days: 1 });
    expect(effect?.queues).toEqual(['q1']);
    expect(effect?.since.numbers.n).toBeGreaterThan(0);
    expect(effect?.others.map((other) => other.name)).toEqual(['q1']);
  });

  it('compares the same hours of days before where they were recorded', () => {
    const since = { from: 100 * 24 * HOUR, to: 100 * 24 * HOUR + 2 * HOUR };
    const before = windowsBefore(since, 98 * 24 * HOUR);
    expect(before?.basis).toBe('same-hours');
    expect(before?.windows.map((window) => (since.from - window.from) / HOUR)).toEqual([24, 48]);
    expect(windowsBefore(since, since.from)).toBeNull();
  });

  it('shows nothing of what is out of scope', async () => {
    const scoped = makeScope('all', new Map([[1, ['q3']]]));
    expect(await readVersions(prisma, scoped, where, 'compute-environment', 'edited')).toBeNull();
    expect(await readVersions(prisma, scoped, where, 'job-queue', 'q1')).toBeNull();
    expect(await readVersions(prisma, scoped, where, 'job-queue', 'q3')).not.toBeNull();
    expect(await readChangeEffect(prisma, scoped, where, 'compute-environment', 'edited', 9003n)).toBeNull();
    expect(await readVersions(prisma, all, where, 'job-queue', 'never')).toBeNull();
  });
});
