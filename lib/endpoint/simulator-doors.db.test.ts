import { DescribeJobQueuesCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';
import { signedHeaders } from '@/test/signed-request';
import { clock } from '@/test/simulated-world';

let db: TestDatabase;
let served: EndpointWorld;

beforeAll(async () => {
  db = await testDatabase();
  served = await openEndpoint(db);
});
afterAll(async () => {
  await served.close();
  await db.close();
});

async function door(method: string, name: string, body?: unknown, role: keyof EndpointWorld['made'] = 'administrator') {
  const { id, secret } = served.made[role];
  const answer = await fetch(`${served.url}/simulator/${name}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const value: unknown = answer.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text;
  return { status: answer.status, value };
}

test('the clock is read, set and run to a moment; the past and nonsense are a 400', async () => {
  const first = await door('GET', 'clock');
  expect(first).toMatchObject({
    status: 200,
    value: { epoch: 1, seed: 3, startAt: '2026-01-01T00:00:00.000Z', speed: 1, paused: true },
  });
  expect(await door('POST', 'clock', { advanceTo: '2026-01-01T01:00:00Z' })).toMatchObject({
    status: 200,
    value: { now: '2026-01-01T01:00:00.000Z', paused: true, speed: 1 },
  });
  expect(await door('POST', 'clock', { advanceBy: 'PT30M', speed: 60 })).toMatchObject({
    value: { now: '2026-01-01T01:30:00.000Z', paused: true, speed: 60 },
  });
  for (const bad of [
    { advanceTo: '2025-01-01T00:00:00Z' },
    { advanceBy: 'soon' },
    { speed: 0 },
    { advanceBy: 'PT1S', advanceTo: '2027-01-01T00:00:00Z' },
    { other: 1 },
    [],
  ]) {
    expect((await door('POST', 'clock', bad)).status).toBe(400);
  }
  expect((await door('GET', 'nothing')).status).toBe(404);
});

test('they need an administrator’s key and its secret, or its signature', async () => {
  expect((await door('GET', 'clock', undefined, 'operator')).status).toBe(403);
  const wrong = Buffer.from(`${served.made.administrator.id}:wrong`).toString('base64');
  const refused = await fetch(`${served.url}/simulator/clock`, { headers: { authorization: `Basic ${wrong}` } });
  expect(refused.status).toBe(403);
  expect((await fetch(`${served.url}/simulator/clock`)).status).toBe(403);
  const path = '/simulator/clock';
  const scope = { at: clock(), host: new URL(served.url).host };
  const headers = signedHeaders({ method: 'GET', path }, served.made.administrator, scope);
  expect((await fetch(`${served.url}${path}`, { headers })).status).toBe(200);
});

test('a throttled, failing and slow API is one for as long as the fault holds, and nothing is changed by what it refuses', async () => {
  const client = served.clientOf(served.made.operator);
  const job = new SubmitJobCommand({ jobName: 'j', jobQueue: 'main', jobDefinition: 'quick' });
  expect(
    await door('POST', 'faults', [
      { kind: 'api-throttled', operations: ['SubmitJob'], perSecond: 0.001, duration: 'PT1H' },
      { kind: 'api-failing', operations: ['DescribeJobQueues'], fraction: 1, status: 503, duration: 'PT1H' },
    ]),
  ).toEqual({ status: 200, value: { faults: 2 } });
  await client.send(job);
  await expect(client.send(job)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Too Many Requests',
    $metadata: { httpStatusCode: 429 },
  });
  await expect(client.send(new DescribeJobQueuesCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 503 },
  });
  await door('POST', 'clock', { advanceBy: 'PT1H' });
  await client.send(job);
  expect((await door('POST', 'faults', { kind: 'api-slow', milliseconds: 1, operations: ['NoSuch'] })).status).toBe(
    400,
  );
  expect((await door('POST', 'faults', { kind: 'nothing' })).status).toBe(400);
});

test('the log has every input with who made it, secrets masked', async () => {
  const client = served.clientOf(served.made.operator);
  await client.send(
    new SubmitJobCommand({
      jobName: 'secretive',
      jobQueue: 'main',
      jobDefinition: 'quick',
      containerOverrides: { environment: [{ name: 'DB_PASSWORD', value: 'hunter22' }] },
    }),
  );
  const { value } = await door('GET', 'log');
  const text = String(value);
  expect(text).not.toContain('hunter22');
  const entries = text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(entries[0]).toMatchObject({ seq: 0, kind: 'genesis', operation: null, actor: 'scenario' });
  expect(entries.at(-1)).toMatchObject({
    kind: 'call',
    operation: 'SubmitJob',
    actor: `access key ${served.made.operator.id}`,
    input: { jobName: 'secretive' },
  });
  expect(entries).toContainEqual(
    expect.objectContaining({ kind: 'fault', actor: `access key ${served.made.administrator.id}` }),
  );
});
