import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { SetupError } from '@/lib/settings';

/** The key of the advisory lock under which Prisma's own engine migrates. */
const LOCK = 72_707_369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** One folder of prisma/migrations. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's bytes, as Prisma keeps it. */
  readonly checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** The migrations of a folder in the order in which they apply. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(/*turbopackIgnore: true*/ folder)
    .filter((name) => existsSync(/*turbopackIgnore: true*/ join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const bytes = readFileSync(/*turbopackIgnore: true*/ join(folder, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    });
}

/**
 * Brings a database up to date as the role in `ownerUrl`, each migration whole or not at all, one process at a time.
 * Returns the names of those it applied. Throws a SetupError where an applied migration was edited, failed before,
 * fails now, or is unknown because a later Batchdeck has used the database.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row]));
    for (const row of rows) checkApplied(row, migrations);
    const pending = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

function checkApplied(row: Applied, migrations: readonly Migration[]): void {
  const name = row.migration_name;
  if (row.finished_at === null) {
    throw new SetupError(
      `Migration ${name} failed earlier and left nothing behind: read its error in the column logs of _prisma_migrations, mend the cause, run UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}', and start again.`,
    );
  }
  const onDisk = migrations.find((migration) => migration.name === name);
  if (onDisk === undefined) {
    throw new SetupError(
      `The database has migration ${name}, which this Batchdeck does not know: a later version has used it, so start that version, or restore a backup of before.`,
    );
  }
  if (onDisk.checksum !== row.checksum) {
    throw new SetupError(
      `Migration ${name} was edited after it was applied: restore prisma/migrations/${name}/migration.sql as it was (git checkout), and put the change in a new migration.`,
    );
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ]);
  try {
    await client.query(migration.sql);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, words]).catch(() => {});
    throw new SetupError(`Migration ${migration.name} failed (${words}); nothing of it was applied.`);
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
}
