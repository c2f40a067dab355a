import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { openDatabase } from '@/lib/db';
import { emptyFolder, freePorts } from './server';

/** A portal of the test's own, as an operator starts it. */
interface Portal {
  readonly npm: ChildProcess;
  readonly data: string;
  readonly url: string;
  /** What it has printed so far. */
  printed(): string;
}

test.describe.configure({ timeout: 240_000 });

const folders: string[] = [];
const running: ChildProcess[] = [];

test.afterEach(async () => {
  for (const npm of running.splice(0)) if (npm.exitCode === null) npm.kill('SIGTERM');
  for (const folder of folders.splice(0)) {
    await expect.poll(() => processesOf(folder), { timeout: 30_000 }).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  }
});

function newFolder(): string {
  const folder = emptyFolder();
  folders.push(folder);
  return folder;
}

async function start(environment: Record<string, string> = {}, data = newFolder()): Promise<Portal> {
  const [port = '', awsPort = ''] = freePorts().split(' ');
  const npm = spawn('npm', ['start'], {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      BATCHDECK_DATA: data,
      PORT: port,
      AWS_ENDPOINT_PORT: awsPort,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(npm);
  let text = '';
  npm.stdout.on('data', (chunk) => {
    text += chunk;
  });
  npm.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return { npm, data, url: `http://127.0.0.1:${port}`, printed: () => text };
}

async function health(portal: Portal): Promise<{ status: string; database: { kind: string } } | null> {
  const answer = await fetch(`${portal.url}/api/health`).catch(() => null);
  return answer?.ok ? await answer.json() : null;
}

async function untilWell(portal: Portal): Promise<void> {
  await expect
    .poll(async () => (await health(portal))?.database.kind ?? portal.printed(), { timeout: 120_000 })
    .toMatch(/^(embedded|external)$/);
}

/** Ids of the processes that were started for a data folder, and of its Postgres; empty where /proc is missing. */
function processesOf(folder: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  const has = (pid: number, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && (has(pid, 'environ') || has(pid, 'cmdline')));
}

test('it starts, says where it is and how to set it up, and ends with npm', async () => {
  const portal = await start();
  await untilWell(portal);
  expect(portal.printed()).toContain(portal.url);
  expect(portal.printed()).toMatch(/\/setup\S*token/i);
  const before = processesOf(portal.data);
  portal.npm.kill('SIGTERM');
  await once(portal.npm, 'exit');
  await expect.poll(() => processesOf(portal.data), { timeout: 15_000 }).toEqual([]);
  expect(before.length).toBeGreaterThan(0);
});

test('a second start is refused and harms nothing', async () => {
  const portal = await start();
  await untilWell(portal);
  const second = await start({}, portal.data);
  await once(second.npm, 'exit');
  expect(second.npm.exitCode).toBe(1);
  expect(second.printed()).toContain('Batchdeck already runs on');
  expect(await health(portal)).not.toBeNull();
});

test('after kill -9 of everything it starts again by itself', async () => {
  const portal = await start();
  await untilWell(portal);
  for (const pid of processesOf(portal.data)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went with another one.
    }
  }
  const again = await start({}, portal.data);
  await untilWell(again);
});

test('after kill -9 of the script alone the server goes too, and a start at once waits for it', async () => {
  const portal = await start();
  await untilWell(portal);
  // npm's shell has the same words in its command line.
  const script = processesOf(portal.data).find((pid) => /^\S*node scripts\/start\.mjs/.test(commandOf(pid)));
  test.skip(script === undefined, 'without /proc the script is not found');
  process.kill(script ?? 0, 'SIGKILL');
  const again = await start({}, portal.data);
  await untilWell(again);
});

test('DATABASE_URL replaces the embedded Postgres', async () => {
  const database = await openDatabase({ dataFolder: newFolder() }, { durable: false });
  const secret = 'a secret for tests only, 32 long';
  const portal = await start({ DATABASE_URL: database.ownerUrl, BATCHDECK_SECRET: secret });
  await untilWell(portal);
  expect(await health(portal)).toMatchObject({ database: { kind: 'external' } });
  expect(existsSync(`${portal.data}/postgres`)).toBe(false);
  portal.npm.kill('SIGTERM');
  await once(portal.npm, 'exit');
  await expect.poll(() => processesOf(portal.data), { timeout: 15_000 }).toEqual([]);
  await database.stop();
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
