import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '@/lib/db';
import { claimOwnerFile, releaseOwnerFile } from '@/lib/db/owner-file.mjs';

const SECRET = 's'.repeat(32);
let folder: string;
const servers: Server[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'batchdeck-start-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm start`'s script, which every case here must refuse before it builds or serves. */
async function start(environment: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  const ports = { PORT: String(await freePort()), AWS_ENDPOINT_PORT: String(await freePort()) };
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      BATCHDECK_DATA: join(folder, 'data'),
      ...ports,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? -1)));
  return { code, stdout, stderr };
}

/** A refusal is one line that says what is wrong, a non-zero exit and no stack. */
async function expectRefusal(environment: Record<string, string>, sentence: RegExp): Promise<void> {
  const { code, stderr } = await start(environment);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
  expect(code).toBe(1);
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('npm start is refused with one sentence', () => {
  test('for a bad variable', async () => {
    await expectRefusal({ PORT: 'many' }, /^PORT \(now "many"\) must be a whole number/);
  });

  test.each(['PORT', 'AWS_ENDPOINT_PORT'])('for %s in use', async (name) => {
    const port = await listen(createServer());
    await expectRefusal({ [name]: String(port) }, new RegExp(`^${name} ${port} is in use on 127.0.0.1: stop what`));
  });

  test('for an address that this machine does not have', async () => {
    await expectRefusal({ HOST: '192.0.2.1' }, /^HOST 192\.0\.2\.1 can't be listened on \(EADDRNOTAVAIL\)/);
  });

  test('for a data folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expectRefusal(
      { BATCHDECK_DATA: join(folder, 'file') },
      /^The data folder .*file can't be written \(ENOTDIR\): make/,
    );
    await expectRefusal(
      { BATCHDECK_DATA: join(folder, 'file', 'x') },
      /can't be written \(ENOTDIR\): make it writable/,
    );
  });

  test.runIf(existsSync('/proc/self'))('for a data folder on a read-only file system', async () => {
    await expectRefusal({ BATCHDECK_DATA: '/proc/batchdeck' }, /^The data folder \/proc\/batchdeck can't be written/);
  });

  test('for a scenario file that is not there', async () => {
    await expectRefusal(
      { BATCHDECK_SCENARIO: 'no-such.json' },
      /^BATCHDECK_SCENARIO names .*no-such\.json, which does/,
    );
  });

  test('for a database that nothing answers for', async () => {
    const url = `postgresql://u:hush@127.0.0.1:${await freePort()}/batchdeck`;
    await expectRefusal(
      { DATABASE_URL: url, BATCHDECK_SECRET: SECRET },
      /^DATABASE_URL \(127\.0\.0\.1:\d+\/batchdeck\) can't be used: nothing answers there; start the server/,
    );
  });

  test('for a database host that does not exist', async () => {
    await expectRefusal(
      { DATABASE_URL: 'postgresql://u@no-such-host.invalid/batchdeck', BATCHDECK_SECRET: SECRET },
      /^DATABASE_URL \(no-such-host\.invalid:5432\/batchdeck\) can't be used: .*(no such host|does not resolve)/,
    );
  });

  test('for a Postgres that is too old', async () => {
    const port = await listen(createServer((socket) => answerAsPostgres13(socket)));
    await expectRefusal(
      { DATABASE_URL: `postgresql://u@127.0.0.1:${port}/batchdeck`, BATCHDECK_SECRET: SECRET },
      /^DATABASE_URL leads to Postgres 13\.9, which is too old: give it a server of version 14 or later/,
    );
  });

  test('while another one runs on the same data, which it leaves alone', async () => {
    const data = join(folder, 'owned');
    const owner = join(data, 'owner.json');
    expect(claimOwnerFile(owner)).toBeNull();
    const before = readdirSync(data);
    await expectRefusal(
      { BATCHDECK_DATA: data },
      new RegExp(`^Batchdeck already runs on .*owned \\(process ${process.pid}\\)`),
    );
    expect(readdirSync(data)).toEqual(before);
    releaseOwnerFile(owner);
  });
});

/** The few words of Postgres's protocol that a client needs to learn the server's version. */
function answerAsPostgres13(socket: Socket): void {
  const message = (type: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const text = (value: string) => Buffer.from(`${value}\0`);
  const ready = message('Z', Buffer.from('I'));
  const column = (name: string) => [text(name), Buffer.from('000000000000000000190000ffff0000'.padEnd(36, '0'), 'hex')];
  const field = (value: string) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value.length);
    return [length, Buffer.from(value)];
  };
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
    socket.once('data', () => {
      const two = Buffer.from([0, 2]);
      const columns = message('T', two, ...column('number'), ...column('version'));
      const row = message('D', two, ...field('130009'), ...field('13.9'));
      socket.write(Buffer.concat([columns, row, message('C', text('SELECT 1')), ready]));
    });
  });
}
