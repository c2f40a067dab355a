import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { idleCosts } from './idle-cost';

const where = { connectionId: 1, epoch: 1 };
const NOW = Date.parse('2026-01-10T12:30:00Z');
let db: TestDatabase;

async function charge(
  kind: string,
  environment: string,
  instance: string,
  hour: string,
  paid: number,
  jobId: number | null,
) {
  await db.prisma.$executeRaw`
    INSERT INTO charge (connection_id, epoch, kind, job_id, attempt, instance_id, environment, purchase, hour_at, milliseconds,
      paid_nano_usd, on_demand_nano_usd)
    VALUES (1, 1, ${kind}, ${jobId}::bigint, ${jobId === null ? null : 1}::smallint, ${instance}, ${environment}, 'SPOT',
      ${new Date(hour)}, 1000, ${paid}::bigint, ${paid}::bigint)`;
}

beforeAll(async () => {
  db = await testDatabase();
  await db.prisma.connection.create({
    data: {
      ...{ id: 1, slug: 'simulator', name: 'S', kind: 'simulated', createdAt: new Date(0) },
      ...{ region: 'us-east-1', account: '123456789012' },
    },
  });
});
afterAll(() => db.close());

test('nothing is known before history begins', async () => {
  expect(await idleCosts(db.prisma, where)).toEqual(new Map());
});

test('idle and unused of the last 24 hours are added up by environment, and jobs are not', async () => {
  await db.prisma.recorderCursor.create({
    data: { ...where, seq: 1n, upTo: new Date(NOW), recordedAt: new Date(NOW) },
  });
  await charge('idle', 'spot', 'i-1', '2026-01-10T12:00:00Z', 5, null);
  await charge('unused', 'spot', 'i-1', '2026-01-10T12:00:00Z', 7, null);
  await charge('idle', 'spot', 'i-2', '2026-01-09T13:00:00Z', 11, null);
  await charge('idle', 'spot', 'i-2', '2026-01-09T12:00:00Z', 100, null);
  await charge('unused', 'fleet', 'i-3', '2026-01-10T11:00:00Z', 13, null);
  await charge('attempt', 'fleet', 'i-3', '2026-01-10T11:00:00Z', 1000, 1);
  expect(await idleCosts(db.prisma, where)).toEqual(
    new Map([
      ['spot', 23n],
      ['fleet', 13n],
    ]),
  );
  expect(await idleCosts(db.prisma, { ...where, epoch: 2 })).toEqual(new Map());
});
