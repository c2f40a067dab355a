import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '@/lib/db';
import { schemaDiff } from '@/scripts/migration/schema-diff';
import { type TestDatabase, testDatabase } from '@/test/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('the migrations make exactly what schema.prisma says', async () => {
  expect(await schemaDiff(database.ownerUrl, process.cwd())).toBeNull();
});

test('a difference is reported as the SQL that mends it', async () => {
  const changed = await testDatabase();
  const pool = createPool(changed.ownerUrl, 1);
  await pool.query('ALTER TABLE "user" DROP COLUMN name');
  await pool.end();
  expect(await schemaDiff(changed.ownerUrl, process.cwd())).toContain('ADD COLUMN');
  await changed.close();
});
