import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { Connections } from './connections';
import { namedScenario } from './scenario-files';

let database: TestDatabase;
let connections: Connections;

beforeAll(async () => {
  database = await testDatabase();
  connections = portal();
});

afterAll(async () => {
  await connections.stop();
  await database.close();
});

function portal(): Connections {
  const { prisma, pool, url } = database;
  const parts = { prisma, pool, secret: SECRET, clock: () => Date.now(), databaseUrl: url };
  return new Connections({ ...parts, host: { kind: 'in-process' } });
}

const scenario = (file: object) => namedScenario({ name: 'test', resources: [], ...file });

const SECRET = randomBytes(32).toString('hex');
const SMALL = {
  seed: 5,
  startAt: '2026-01-01T00:00:00Z',
  resources: [
    {
      operation: 'CreateComputeEnvironment',
      input: {
        computeEnvironmentName: 'fleet',
        type: 'MANAGED',
        computeResources: {
          type: 'EC2',
          minvCpus: 4,
          maxvCpus: 16,
          instanceTypes: ['c5.large'],
          subnets: ['subnet-1'],
          securityGroupIds: ['sg-1'],
          instanceRole: 'ecsInstanceRole',
        },
      },
    },
  ],
};

async function rowsOf(connectionId: number, epoch?: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['sim_epoch', 'sim_log', 'resource_version', 'instance', 'recorder_cursor', 'sample', 'series']) {
    const { rows } = await database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} WHERE connection_id = $1 AND ($2::int IS NULL OR epoch = $2)`,
      [connectionId, epoch ?? null],
    );
    counts[table] = rows[0]?.n ?? 0;
  }
  return counts;
}

test('a connection is made, renamed, reset and removed while others go on', async () => {
  const other = await connections.open({ slug: 'other', name: 'Other', scenario: scenario({}) });
  const first = await connections.open({ slug: 'lab', name: 'Lab', scenario: scenario(SMALL), speed: 60 });
  expect(await first.caughtUp(10_000)).toBe(true);
  expect((await connections.rename('lab', 'Night lab')).name).toBe('Night lab');
  expect(connections.bySlug.get('lab')?.name).toBe('Night lab');

  await expect(connections.open({ slug: 'lab', name: 'Twice', scenario: scenario({}) })).rejects.toMatchObject({
    name: 'ConnectionBusyError',
  });

  const before = await rowsOf(first.id, 1);
  expect(before.resource_version).toBeGreaterThan(0);
  const second = await connections.reset('lab', { seed: 9 });
  expect(first.ended.aborted).toBe(true);
  expect(second).toMatchObject({ id: first.id, epoch: 2, name: 'Night lab' });
  expect(second.driver.simulated?.clock()).toMatchObject({ epoch: 2, seed: 9, speed: 60 });
  expect(await second.caughtUp(10_000)).toBe(true);
  expect((await rowsOf(first.id, 1)).resource_version).toBeGreaterThanOrEqual(before.resource_version ?? 0);
  expect((await rowsOf(first.id, 2)).resource_version).toBeGreaterThan(0);

  await connections.remove('lab');
  expect(second.ended.aborted).toBe(true);
  expect(connections.bySlug.has('lab')).toBe(false);
  await connections.removals.idle();
  expect(connections.removals.list()).toEqual([]);
  expect(Object.values(await rowsOf(first.id)).every((count) => count === 0)).toBe(true);
  expect(await database.prisma.connection.count({ where: { id: first.id } })).toBe(0);
  expect(other.ended.aborted).toBe(false);
  expect((await rowsOf(other.id)).sim_epoch).toBe(1);
  expect((await connections.open({ slug: 'lab', name: 'Anew', scenario: scenario({}) })).epoch).toBe(1);
});

test('a reset that the machine refuses leaves the old epoch running', async () => {
  const before = await connections.open({ slug: 'kept', name: 'Kept', scenario: scenario({}) });
  const broken = { resources: [{ operation: 'CreateJobQueue', input: { jobQueueName: 'q' } }] };
  await expect(connections.reset('kept', { scenario: broken })).rejects.toThrow();
  const after = connections.bySlug.get('kept');
  expect(after?.epoch).toBe(1);
  expect(after?.id).toBe(before.id);
  expect((await after?.driver.simulated?.setPace({ paused: true }))?.paused).toBe(true);
});

test('a removal that was cut off goes on at the next start', async () => {
  const gone = await connections.open({ slug: 'cut', name: 'Cut', scenario: scenario(SMALL) });
  await gone.caughtUp(10_000);
  await connections.stop();
  await database.pool.query(`UPDATE connection SET removed_at = now(), slug = 'removed/x' WHERE id = $1`, [gone.id]);
  connections = portal();
  await connections.resume();
  expect(connections.bySlug.has('removed/x')).toBe(false);
  await connections.removals.idle();
  expect(Object.values(await rowsOf(gone.id)).every((count) => count === 0)).toBe(true);
  expect([...connections.bySlug.keys()].sort()).toEqual(['kept', 'lab', 'other']);
});
