import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchArn } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { editedByOthers } from './resources';

const place = { region: 'us-east-1', account: '123456789012' };
const where = { connectionId: 1, epoch: 1 };
const arn = batchArn(place, 'job-queue', 'main');
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.prisma.connection.create({
    data: { id: 1, slug: 'simulator', name: 'S', kind: 'simulated', ...place, createdAt: new Date(0) },
  });
  const edits = ['ann@example.com', 'ben@example.com', 'ann@example.com', 'ann@example.com'];
  for (const [n, actor] of edits.entries()) {
    await db.prisma.resourceVersion.create({
      data: {
        ...{ ...where, arn, kind: 'job-queue', name: 'main', document: {}, edit: true },
        ...{ seq: BigInt(n + 1), validFrom: new Date(n), by: { actor } },
      },
    });
  }
});
afterAll(() => db.close());

test('one’s own edits since a version are not others’; those of somebody else are, and of whom nobody knows', async () => {
  const edited = (since: number, actor: string) => editedByOthers(db.prisma, where, { arn, since, actor });
  expect(await edited(2, 'ann@example.com')).toBe(false);
  expect(await edited(1, 'ann@example.com')).toBe(true);
  expect(await edited(2, 'ben@example.com')).toBe(true);
  expect(await edited(4, 'ben@example.com')).toBe(false);
  await db.prisma.resourceVersion.create({
    data: {
      ...{ ...where, arn, kind: 'job-queue', name: 'main', document: {}, edit: true },
      ...{ seq: 5n, validFrom: new Date(5) },
    },
  });
  expect(await edited(2, 'ann@example.com')).toBe(true);
});
