import { join } from 'node:path';
import { checkServer } from './check-server';
import { APP_ROLE, startEmbedded } from './embedded-postgres';
import { grantToApp } from './grants';
import { migrate, readMigrations } from './migrations';

/** The part of the settings that says where the data is. */
export interface DatabaseSettings {
  readonly dataFolder: string;
  readonly databaseUrl?: string;
  readonly migrationUrl?: string;
}

export interface OpenOptions {
  /** The project's folder, with node_modules and prisma/migrations; the working directory by default. */
  readonly root?: string;
  /** Told one line at a time what the operator should know. */
  readonly tell?: (line: string) => void;
  /** False for tests: faster, and not safe against a crash of the machine. */
  readonly durable?: boolean;
}

/** A migrated database that is ready for use. */
export interface Database {
  /** For the portal. */
  readonly url: string;
  /** For migrations, retention and partitions. */
  readonly ownerUrl: string;
  readonly kind: 'embedded' | 'external';
  /** Whether `url` connects as a role that owns nothing, so that it can't rewrite the audit log. */
  readonly isOwnerApart: boolean;
  /** Names of the migrations that were applied just now. */
  readonly applied: readonly string[];
  /** Stops the embedded Postgres; close all connections first. */
  stop(): Promise<void>;
}

/**
 * Opens the database: the server of `databaseUrl`, else the embedded Postgres below `dataFolder`; migrates it and grants
 * the portal's role what it needs. Throws a SetupError of one sentence that says what to do.
 */
export async function openDatabase(settings: DatabaseSettings, options: OpenOptions = {}): Promise<Database> {
  const root = options.root ?? process.cwd();
  const migrations = readMigrations(join(root, 'prisma', 'migrations'));
  if (settings.databaseUrl !== undefined) {
    return openExternal(settings.databaseUrl, settings.migrationUrl, migrations);
  }
  const embedded = await startEmbedded({
    dataFolder: settings.dataFolder,
    root,
    durable: options.durable ?? true,
    tell: options.tell ?? (() => {}),
  });
  try {
    const applied = await migrate(embedded.ownerUrl, migrations);
    await grantToApp(embedded.ownerUrl, APP_ROLE);
    return { ...embedded, kind: 'embedded', isOwnerApart: true, applied };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function openExternal(
  url: string,
  migrationUrl: string | undefined,
  migrations: ReturnType<typeof readMigrations>,
): Promise<Database> {
  await checkServer(url, 'DATABASE_URL');
  if (migrationUrl !== undefined) await checkServer(migrationUrl, 'BATCHDECK_MIGRATION_URL');
  const ownerUrl = migrationUrl ?? url;
  const applied = await migrate(ownerUrl, migrations);
  const role = decodeURIComponent(new URL(url).username);
  const isOwnerApart = migrationUrl !== undefined && role !== decodeURIComponent(new URL(migrationUrl).username);
  if (isOwnerApart) await grantToApp(ownerUrl, role);
  return { url, ownerUrl, kind: 'external', isOwnerApart, applied, stop: async () => {} };
}
