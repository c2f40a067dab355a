import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { openDataFolder, SetupError, writePrivateFile } from '@/lib/settings';
import { claimOwnerFile, livingOwner, releaseOwnerFile } from './owner-file.mjs';
import { canEnter, giveTo, type PostgresAccount, postgresAccount } from './postgres-account';
import { copyPostgres, findPostgres, programIn } from './postgres-binaries';
import { type Cluster, type Postmaster, postgresEnvironment, startPostmaster } from './postmaster';

export const APP_ROLE = 'batchdeck_app';
const OWNER_ROLE = 'postgres';
const DATABASE = 'batchdeck';
const OWNER_PATIENCE_MS = 15_000;

export interface EmbeddedOptions {
  readonly dataFolder: string;
  /** Folder whose node_modules holds the Postgres programs. */
  readonly root: string;
  readonly durable: boolean;
  /** Told one line at a time what the operator should know. */
  readonly tell: (line: string) => void;
}

/** A Postgres of this process's own, on 127.0.0.1. The addresses stay the same when it has to be restarted. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

const passwords = z.object({ owner: z.string(), app: z.string() });
type Passwords = z.infer<typeof passwords>;

/**
 * Starts the embedded Postgres, made at the first start, and keeps it going. Throws a SetupError with one sentence where
 * the folder can't be written, another process has it, or Postgres does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  openDataFolder(options.dataFolder);
  const ownerFile = join(options.dataFolder, 'postgres-owner.json');
  await claimWithPatience(ownerFile, options.dataFolder);
  try {
    const secrets = loadPasswords(options.dataFolder);
    const cluster = prepareCluster(options, secrets);
    const first = await startPostmaster(cluster);
    const supervisor = supervise(cluster, first, options.tell);
    const at = (role: string, password: string, database: string) =>
      `postgresql://${role}:${password}@127.0.0.1:${first.port}/${database}`;
    await prepareDatabase(at(OWNER_ROLE, secrets.owner, 'postgres'), secrets).catch(async (error: unknown) => {
      await supervisor.stop();
      throw error;
    });
    return {
      url: at(APP_ROLE, secrets.app, DATABASE),
      ownerUrl: at(OWNER_ROLE, secrets.owner, DATABASE),
      stop: async () => {
        await supervisor.stop();
        releaseOwnerFile(ownerFile);
      },
    };
  } catch (error) {
    releaseOwnerFile(ownerFile);
    throw error;
  }
}

/** The address, as the portal's role, of the database that another process keeps going in this folder; null where none does. */
export function runningEmbedded(dataFolder: string): string | null {
  if (livingOwner(join(dataFolder, 'postgres-owner.json')) === null) return null;
  for (const home of [dataFolder, homeBesideRoot(dataFolder)]) {
    const pidFile = join(home, 'postgres', 'postmaster.pid');
    const port = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n')[3]?.trim() : undefined;
    if (port) return `postgresql://${APP_ROLE}:${loadPasswords(dataFolder).app}@127.0.0.1:${port}/${DATABASE}`;
  }
  return null;
}

/** A server whose starter was killed takes a moment to notice: wait for it before refusing. */
async function claimWithPatience(ownerFile: string, dataFolder: string): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const other = claimOwnerFile(ownerFile);
    if (other === null) return;
    if (waited >= OWNER_PATIENCE_MS) {
      throw new SetupError(
        `The database in ${dataFolder} is in use by process ${other.pid}: stop that one first, or set BATCHDECK_DATA to another folder.`,
      );
    }
    await sleep(100);
  }
}

function loadPasswords(dataFolder: string): Passwords {
  const path = join(dataFolder, 'database.json');
  if (!existsSync(path)) {
    const fresh: Passwords = { owner: randomBytes(24).toString('hex'), app: randomBytes(24).toString('hex') };
    writePrivateFile(path, `${JSON.stringify(fresh)}\n`);
  }
  try {
    return passwords.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new SetupError(`${path}, which holds the database's passwords, is damaged: restore it from a backup.`);
  }
}

function prepareCluster(options: EmbeddedOptions, secrets: Passwords): Cluster {
  const account = postgresAccount();
  const home = clusterHome(options, account);
  const found = findPostgres(options.root);
  const reachable = canEnter(account, join(found.folder, 'native', 'bin'));
  const cluster: Cluster = {
    programs: reachable ? found.folder : copyPostgres(found, home),
    folder: join(home, 'postgres'),
    account,
    durable: options.durable,
  };
  if (!existsSync(join(cluster.folder, 'PG_VERSION'))) createCluster(cluster, secrets.owner);
  const major = readFileSync(join(cluster.folder, 'PG_VERSION'), 'utf8').trim();
  if (major !== found.version.split('.')[0]) {
    throw new SetupError(
      `The database in ${cluster.folder} was made by Postgres ${major}, and this Batchdeck comes with ${found.version}: start the Batchdeck that made it, or move its data with pg_dump.`,
    );
  }
  return cluster;
}

/** Under root, a data folder that Postgres's account can't enter is kept below /var/lib instead, one for each. */
function clusterHome(options: EmbeddedOptions, account: PostgresAccount | null): string {
  if (canEnter(account, options.dataFolder)) return options.dataFolder;
  const home = homeBesideRoot(options.dataFolder);
  mkdirSync(home, { recursive: true });
  chmodSync('/var/lib/batchdeck', 0o755);
  chmodSync(home, 0o755);
  options.tell(`The database is kept in ${home}: Postgres does not run as root and can't enter ${options.dataFolder}.`);
  return home;
}

function homeBesideRoot(dataFolder: string): string {
  return join('/var/lib/batchdeck', createHash('sha256').update(dataFolder).digest('hex').slice(0, 12));
}

/** Made beside and renamed, so that an interrupted first start leaves no half of a cluster. */
function createCluster(cluster: Cluster, password: string): void {
  const draft = `${cluster.folder}.new`;
  const passwordFile = `${cluster.folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(cluster.account, draft);
  giveTo(cluster.account, passwordFile);
  const run = spawnSync(
    programIn(cluster.programs, 'initdb'),
    ['-D', draft, '-U', OWNER_ROLE, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
      .concat(['-E', 'UTF8', '--locale=C', '--data-checksums'])
      .concat(cluster.durable ? [] : ['--no-sync']),
    { ...cluster.account, cwd: '/', env: postgresEnvironment(), encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (run.status !== 0) {
    const words = (run.stderr || run.error?.message || 'no reason given').trim().split('\n').slice(-3).join(' ');
    throw new SetupError(`The embedded Postgres can't make its database in ${cluster.folder}: ${words}`);
  }
  renameSync(draft, cluster.folder);
}

/** Restarts a postmaster that ends without being asked to, on the same port. */
function supervise(cluster: Cluster, first: Postmaster, tell: (line: string) => void) {
  let stopping = false;
  let current: Postmaster | null = first;
  const watch = async () => {
    while (!stopping) {
      await current?.ended;
      current = null;
      if (stopping) return;
      tell('The embedded Postgres ended unexpectedly and is started again.');
      while (!stopping && current === null)
        current = await startPostmaster(cluster, first.port).catch(() => sleep(500, null));
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping = true;
      await current?.stop();
      await watching;
      await current?.stop();
    },
  };
}

async function prepareDatabase(url: string, secrets: Passwords): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${APP_ROLE} LOGIN PASSWORD ${client.escapeLiteral(secrets.app)}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
