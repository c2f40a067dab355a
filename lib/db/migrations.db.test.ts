import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool, type Migration, migrate, type Pool, readMigrations } from '@/lib/db';
import { type TestDatabase, testDatabase } from '@/test/database';

let database: TestDatabase;
let owner: Pool;
const shipped = readMigrations(join(process.cwd(), 'prisma', 'migrations'));

beforeEach(async () => {
  database = await testDatabase();
  owner = createPool(database.ownerUrl, 2);
});
afterEach(async () => {
  await owner.end();
  await database.close();
});

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

async function tableExists(name: string): Promise<boolean> {
  const { rows } = await owner.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [name]);
  return rows[0]?.found === true;
}

test('applies what is pending once, functions with semicolons included', async () => {
  const more = migration(
    '9001_more',
    'CREATE TABLE more (id int); CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;',
  );
  expect(await migrate(database.ownerUrl, [...shipped, more])).toEqual(['9001_more']);
  expect(await migrate(database.ownerUrl, [...shipped, more])).toEqual([]);
  expect(await tableExists('more')).toBe(true);
});

test('two starts at once apply each migration once', async () => {
  const more = migration('9001_more', 'CREATE TABLE more (id int)');
  const both = await Promise.all([1, 2].map(() => migrate(database.ownerUrl, [...shipped, more])));
  expect(both.flat()).toEqual(['9001_more']);
});

test('a failing migration leaves nothing, and the next start refuses until it is resolved', async () => {
  const bad = migration('9001_bad', 'CREATE TABLE half (id int); SELECT 1 / 0;');
  await expect(migrate(database.ownerUrl, [...shipped, bad])).rejects.toThrow(/9001_bad failed \(division by zero\)/);
  expect(await tableExists('half')).toBe(false);
  const mended = migration('9001_bad', 'CREATE TABLE half (id int)');
  await expect(migrate(database.ownerUrl, [...shipped, mended])).rejects.toThrow(/failed earlier/);
  await owner.query("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '9001_bad'");
  expect(await migrate(database.ownerUrl, [...shipped, mended])).toEqual(['9001_bad']);
});

test('an edited migration is refused', async () => {
  const [first, ...rest] = shipped;
  if (!first) throw new Error('no migrations');
  const edited = migration(first.name, `${first.sql}\n-- edited`);
  await expect(migrate(database.ownerUrl, [edited, ...rest])).rejects.toThrow(/was edited after it was applied/);
});

test('a database that a later version has used is refused', async () => {
  await expect(migrate(database.ownerUrl, shipped.slice(0, -1))).rejects.toThrow(/a later version has used it/);
});
