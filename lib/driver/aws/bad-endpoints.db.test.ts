import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { awsConnection, followAws } from '@/test/aws-world';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';
import { checkAccess } from './check-access';

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

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

const keys = { kind: 'keys', accessKeyId: 'AKID', secretAccessKey: 'a secret of some length' } as const;

async function firstFault(url: string): Promise<string> {
  const place = { region: 'us-east-1', credentials: keys, endpoint: { url, allowPrivate: true }, answerMs: 300 };
  const { checks, account } = await checkAccess(place);
  expect(account).toBeNull();
  expect(checks.every(({ works }) => !works)).toBe(true);
  return checks[0]?.says ?? '';
}

describe('an endpoint that is no AWS Batch', () => {
  test('answers a page of HTML', async () => {
    const url = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'));
    expect(await firstFault(url)).toMatch(/no AWS Batch/);
  });

  test('answers a page of HTML as an error', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 502;
      response.setHeader('content-type', 'text/html').end('<h1>Bad gateway</h1>');
    });
    expect(await firstFault(url)).toMatch(/no AWS Batch|AWS failed/);
  });

  test('sends elsewhere: nobody follows', async () => {
    let followed = 0;
    const elsewhere = await serve((_, response) => {
      followed += 1;
      response.end('{}');
    });
    const url = await serve((_, response) => {
      response.statusCode = 307;
      response.setHeader('location', elsewhere).end();
    });
    expect(await firstFault(url)).toMatch(/sends elsewhere|no AWS Batch/);
    expect(followed).toBe(0);
  });

  test('never answers', async () => {
    expect(await firstFault(await serve(() => {}))).toMatch(/No answer came in time/);
  });

  test('begins an answer and never ends it', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"jobQueues":[');
    });
    expect(await firstFault(url)).not.toBe('');
  });

  test('is not there', async () => {
    const url = await serve(() => {});
    servers.splice(0).map((server) => server.close());
    expect(await firstFault(url)).toMatch(/Nothing answers there/);
  });
});

test('a client of another region is refused, in the endpoint’s words', async () => {
  const { id, secret } = served.made.viewer;
  const { checks } = await checkAccess({
    region: 'eu-west-1',
    credentials: { kind: 'keys', accessKeyId: id, secretAccessKey: secret },
    endpoint: { url: served.url, allowPrivate: true },
  });
  expect(checks[0]?.works).toBe(false);
  expect(checks[0]?.says).not.toBe('');
});

test('the check says what works, and as whom', async () => {
  const { id, secret } = served.made.viewer;
  const report = await checkAccess({
    region: 'us-east-1',
    credentials: { kind: 'keys', accessKeyId: id, secretAccessKey: secret },
    endpoint: { url: served.url, allowPrivate: true },
  });
  expect(report.account).toBe('123456789012');
  expect(report.checks.filter(({ works }) => !works)).toEqual([]);
  expect(report.checks.map(({ action }) => action)).toContain('batch:ListJobs');
});

test('a key that is revoked at work stops the polling with a reason, and leaves a gap once another is given', async () => {
  const key = await served.keys.make({
    name: 'short',
    role: 'viewer',
    connectionId: served.connectionId,
    createdBy: 'ops@example.com',
  });
  const id = await awsConnection(db);
  const start = 1_800_000_000_000;
  let now = start;
  const clock = () => now;
  const first = followAws(db, id, { url: served.url, key, clock });
  await first.look();
  await served.keys.revoke(key.id, 'ops@example.com');
  now += 120_000;
  first.driver.lookNow();
  await vi.waitFor(() => expect(first.driver.polling().error?.message).toMatch(/UnrecognizedClient/), 20_000);
  await first.close();
  const second = followAws(db, id, { url: served.url, key: served.made.viewer, clock });
  await second.look();
  expect(second.driver.polling().error).toBeNull();
  await second.close();
  const { rows } = await db.pool.query<{ from_at: Date; to_at: Date; reason: string }>(
    'SELECT from_at, to_at, reason FROM history_gap WHERE connection_id = $1 ORDER BY from_at',
    [id],
  );
  expect(rows).toMatchObject([{ to_at: new Date(start) }, { from_at: new Date(start), to_at: new Date(now) }]);
});
