import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type AccessKeys, createAccessKeys } from '@/lib/access';
import { freePort } from '@/lib/db';
import type { Endpoint } from '@/lib/endpoint';
import { type TestDatabase, testDatabase } from '@/test/database';
import { Connections } from './connections';
import { namedScenario } from './scenario-files';
import { startEndpoint } from './start-endpoint';

const HOST = '127.0.0.1';
const SECRET = randomBytes(32).toString('hex');
const clock = () => Date.now();
const epochOf = z.object({ epoch: z.number(), seed: z.number() });

let db: TestDatabase;
let connections: Connections;
let keys: AccessKeys;
let endpoint: Endpoint | null;
let door: string;
let authorization: string;

beforeAll(async () => {
  db = await testDatabase();
  const { prisma, pool, url } = db;
  connections = new Connections({
    prisma,
    pool,
    secret: SECRET,
    clock,
    databaseUrl: url,
    host: { kind: 'in-process' },
  });
  keys = createAccessKeys({ prisma, secret: SECRET, clock });
  const scenario = namedScenario({ name: 'first', seed: 5, startAt: '2026-01-01T00:00:00Z', resources: [] });
  const { id: connectionId } = await connections.open({ slug: 'lab', name: 'Lab', scenario });
  const made = await keys.make({ name: 'ci', role: 'administrator', connectionId, createdBy: 'ops@example.com' });
  authorization = `Basic ${Buffer.from(`${made.id}:${made.secret}`).toString('base64')}`;
  const port = await freePort();
  endpoint = await startEndpoint(
    { awsEndpointHost: HOST, awsEndpointPort: port },
    { keys, connections, prisma, clock },
  );
  door = `http://${HOST}:${port}/simulator/`;
});
afterAll(async () => {
  await endpoint?.close();
  await keys.close();
  await connections.stop();
  await db.close();
});

async function reset(body: object): Promise<{ status: number; value: unknown }> {
  const answer = await fetch(`${door}reset`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify(body),
  });
  const value: unknown = await answer.json();
  return { status: answer.status, value };
}

test('reset begins a new epoch: the same again, the empty world, the demo, or a scenario of one’s own', async () => {
  expect(await reset({})).toMatchObject({ status: 200, value: { epoch: 2, seed: 5 } });
  expect(await reset({ scenario: 'empty', seed: 7 })).toMatchObject({ status: 200, value: { epoch: 3, seed: 7 } });
  expect(await reset({ scenario: 'demo' })).toMatchObject({ status: 200, value: { epoch: 4 } });
  const own = { seed: 9, startAt: '2027-01-01T00:00:00Z', resources: [] };
  expect(await reset({ scenario: own })).toMatchObject({
    status: 200,
    value: { epoch: 5, seed: 9, startAt: '2027-01-01T00:00:00.000Z' },
  });
});

test('a path is no scenario, and what is refused leaves the epoch as it was', async () => {
  const clockNow = async (): Promise<unknown> => (await fetch(`${door}clock`, { headers: { authorization } })).json();
  const before = epochOf.parse(await clockNow());
  for (const body of [{ scenario: 'scenarios/demo.json' }, { scenario: '/etc/passwd' }, { seed: -1 }, { other: 1 }]) {
    expect([body, (await reset(body)).status]).toEqual([body, 400]);
  }
  expect(epochOf.parse(await clockNow())).toEqual(before);
});

test('a port that is taken is told in one sentence that names the setting', async () => {
  const taken = createServer().listen(0, HOST);
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const parts = { keys, connections, prisma: db.prisma, clock };
  await expect(startEndpoint({ awsEndpointHost: HOST, awsEndpointPort: port }, parts)).rejects.toMatchObject({
    name: 'SetupError',
    message: `AWS_ENDPOINT_PORT ${port} is in use on ${HOST}: stop what listens there, or set AWS_ENDPOINT_PORT to a free port, or to 0 to turn the endpoint off.`,
  });
  taken.close();
});
