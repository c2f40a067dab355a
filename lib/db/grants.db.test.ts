import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '@/lib/db';
import { type TestDatabase, testDatabase } from '@/test/database';
import { APP_ROLE } from './embedded-postgres';
import { grantToApp } from './grants';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const owner = createPool(database.ownerUrl, 1);
  await owner.query(
    'CREATE SCHEMA IF NOT EXISTS audit; CREATE TABLE audit.probe (id bigserial PRIMARY KEY, what text)',
  );
  await owner.query('CREATE TABLE probe (id bigserial PRIMARY KEY, what text)');
  await grantToApp(database.ownerUrl, APP_ROLE);
  await owner.query('CREATE TABLE later (id int); CREATE TABLE audit.later (id int)');
  await owner.end();
});
afterAll(() => database.close());

test('the portal works with every table, also those made later', async () => {
  await database.pool.query("INSERT INTO probe (what) VALUES ('a'); UPDATE probe SET what = 'b'; DELETE FROM probe");
  await database.pool.query('INSERT INTO later VALUES (1); DELETE FROM later');
  expect(await database.prisma.user.count()).toBe(0);
});

test('it can add to the audit log and read it', async () => {
  await database.pool.query("INSERT INTO audit.probe (what) VALUES ('a'); INSERT INTO audit.later VALUES (1)");
  const { rows } = await database.pool.query('SELECT what FROM audit.probe');
  expect(rows).toEqual([{ what: 'a' }]);
});

test.each([
  "UPDATE audit.probe SET what = 'b'",
  'DELETE FROM audit.probe',
  'TRUNCATE audit.probe',
  'DELETE FROM audit.later',
  'ALTER TABLE audit.probe DISABLE TRIGGER ALL',
  'DROP TABLE probe',
  'CREATE TABLE mine (id int)',
  'DELETE FROM _prisma_migrations',
])('it may not: %s', async (statement) => {
  await expect(database.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
});

test('it is no superuser and owns nothing', async () => {
  const { rows } = await database.pool.query(
    'SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  const owned = await database.pool.query("SELECT 1 FROM pg_class WHERE relowner = 'batchdeck_app'::regrole");
  expect(owned.rowCount).toBe(0);
});
