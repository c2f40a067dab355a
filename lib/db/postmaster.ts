import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@/lib/settings';
import type { PostgresAccount } from './postgres-account';
import { programIn } from './postgres-binaries';
import { commandLine, isRunning } from './process-facts.mjs';

/** A cluster on disk and how it is run. */
export interface Cluster {
  /** Folder of the package or of its copy. */
  readonly programs: string;
  readonly folder: string;
  readonly account: PostgresAccount | null;
  /** False for tests: no fsync, so a crash of the machine may lose data. */
  readonly durable: boolean;
}

/** A postmaster that accepts connections on 127.0.0.1. */
export interface Postmaster {
  readonly port: number;
  /** Resolves when the process has ended, with its last lines. */
  readonly ended: Promise<string>;
  /** Fast shutdown; resolves when the process has ended. */
  stop(): Promise<void>;
}

// Reads a pipe that this process holds, so Postgres stops with it even after kill -9; ends when Postgres ends.
const GUARD = `"$@" 3<&- & p=$!
(read -r _ <&3; kill -INT $p 2>/dev/null) & r=$!
trap 'kill -INT $p' TERM INT
while kill -0 $p 2>/dev/null; do wait $p; code=$?; done
kill $r 2>/dev/null
exit $code`;

const READY = 'database system is ready to accept connections';
const START_SECONDS = 60;

/** Starts Postgres on a port (a free one if none is given). Throws a SetupError with Postgres's own words. */
export async function startPostmaster(cluster: Cluster, wantedPort?: number): Promise<Postmaster> {
  await stopLeftover(cluster.folder);
  const port = wantedPort ?? (await freePort());
  const child = spawnGuarded(cluster, port);
  let tail = '';
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(lastWords(tail)));
  });
  const ready = new Promise<'ready'>((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-8000);
      if (tail.includes(READY)) resolve('ready');
    });
  });
  child.stdio[3]?.on('error', () => {});
  const timeout = new AbortController();
  const outcome = await Promise.race([
    ready,
    ended,
    sleep(START_SECONDS * 1000, 'it did not answer in time', { signal: timeout.signal }).catch(() => 'stopped'),
  ]);
  timeout.abort();
  const postmaster = { port, ended, stop: () => stopChild(cluster, child, ended) };
  if (outcome === 'ready') return postmaster;
  await postmaster.stop();
  throw new SetupError(`The embedded Postgres in ${cluster.folder} does not start: ${outcome}`);
}

/** The errors among what Postgres said last, without dates and process ids. */
function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL/.test(line));
  return (errors.length > 0 ? errors : lines)
    .slice(-4)
    .map((line) => line.replace(/^.*?\[\d+\] /, ''))
    .join(' ');
}

function spawnGuarded(cluster: Cluster, port: number): ChildProcess {
  const postgres = [
    programIn(cluster.programs, 'postgres'),
    '-D',
    cluster.folder,
    '-p',
    String(port),
    ...flags(cluster),
  ];
  const [program = '', ...args] = process.platform === 'win32' ? postgres : ['/bin/sh', '-c', GUARD, 'sh', ...postgres];
  return spawn(/*turbopackIgnore: true*/ program, args, {
    ...cluster.account,
    cwd: process.platform === 'win32' ? cluster.folder : '/',
    env: postgresEnvironment(),
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
}

function flags(cluster: Cluster): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    max_connections: cluster.durable ? '100' : '300',
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Nothing of PGHOST, PGDATA and their like may reach the embedded server. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C' };
}

async function stopChild(cluster: Cluster, child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (process.platform === 'win32') {
    spawn(programIn(cluster.programs, 'pg_ctl'), ['stop', '-m', 'fast', '-D', cluster.folder], { stdio: 'ignore' });
  } else {
    child.stdio[3]?.destroy();
  }
  await ended;
}

/**
 * Clears the way for a start: stops a postmaster that outlived its guard, and deletes a postmaster.pid that names a
 * zombie or another program, which Postgres itself would take for a living server.
 */
async function stopLeftover(folder: string): Promise<void> {
  const pid = leftoverPid(folder);
  if (pid === null) return;
  const isOurs = isRunning(pid) && (commandLine(pid) ?? folder).includes(folder);
  if (isOurs) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isRunning(pid) && waited < 30_000; waited += 20) await sleep(20);
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

function leftoverPid(folder: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
    return Number.isInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
