import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';
import { mutant, numbersOf } from '@/test/mutated-requests';
import { signedHeaders } from '@/test/signed-request';
import { clock } from '@/test/simulated-world';

/** A fixed sample; longer ones through the environment. */
const COUNT = Number(process.env.BATCHDECK_TEST_MUTANTS ?? 2000);
const SEED = Number(process.env.BATCHDECK_TEST_SEED ?? 20260101);

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

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

function statusOf(seedNext: () => number): Promise<{ status: number; isWrite: boolean; told: string }> {
  const { request, after } = mutant(seedNext);
  const { method, path, body, headers: own } = request;
  const host = `127.0.0.1:${served.port}`;
  const signed = signedHeaders({ method, path, body, headers: own }, served.made.operator, { at: clock(), host });
  const headers = { ...after(signed), 'amz-sdk-invocation-id': String(seedNext()), 'content-length': body.length };
  const isWrite = !/\/v1\/(describe|list|get)/.test(path) && !(method === 'GET' && path.startsWith('/v1/tags/'));
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ agent, host: '127.0.0.1', port: served.port, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, isWrite, told: `${method} ${path} ${body.toString('latin1')}` }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function logged(): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM sim_log WHERE connection_id = $1',
    [served.connectionId],
  );
  return rows[0]?.n ?? 0;
}

test(`${COUNT} mutated requests of seed ${SEED}: each is refused with a 4xx or taken, and only what was taken is in the log`, async () => {
  const next = numbersOf(SEED);
  const before = await logged();
  let taken = 0;
  let refused = 0;
  for (let n = 0; n < COUNT; n++) {
    const { status, isWrite, told } = await statusOf(next);
    expect([200, 400, 401, 403, 404, 405, 413, 415], told).toContain(status);
    if (status !== 200) refused++;
    else if (isWrite) taken++;
  }
  agent.destroy();
  // The machine's state is a function of its log: what is not in it changed nothing.
  expect((await logged()) - before).toBe(taken);
  expect(refused).toBeGreaterThan(COUNT / 4);
  expect(taken).toBeGreaterThan(COUNT / 50);
  expect(served.reports).toEqual([]);
}, 120_000);
