/**
 * Writes the next migration: the SQL between what prisma/migrations make and what prisma/schema.prisma says.
 * Usage: node scripts/migration.mjs NAME
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readMigrations } from '@/lib/db';
import { schemaDiff } from './schema-diff';

const root = process.cwd();
const folder = join(root, 'prisma', 'migrations');
const name = process.argv[2] ?? '';

if (!/^[a-z0-9_]+$/.test(name)) {
  console.error(
    'Give the migration a name of small letters, digits and underscores: node scripts/migration.mjs add_tags',
  );
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const lock = join(folder, 'migration_lock.toml');
if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n');

const sql = await nextSql();
if (sql === null) {
  console.log('prisma/migrations already make what prisma/schema.prisma says: nothing to write.');
} else {
  const number = String(readMigrations(folder).length + 1).padStart(4, '0');
  const target = join(folder, `${number}_${name}`);
  mkdirSync(target);
  writeFileSync(join(target, 'migration.sql'), sql);
  console.log(`Written: ${join(target, 'migration.sql')}`);
}

async function nextSql(): Promise<string | null> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'batchdeck-migration-'));
  chmodSync(dataFolder, 0o755);
  const database = await openDatabase({ dataFolder }, { durable: false });
  try {
    return await schemaDiff(database.ownerUrl, root);
  } finally {
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
