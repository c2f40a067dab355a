import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';
import { signedHeaders, type Unsigned } from '@/test/signed-request';
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

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

function send(unsigned: Unsigned, headers: Record<string, string>, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', path, body } = unsigned;
    const request = httpRequest({
      port: served.port,
      host: '127.0.0.1',
      method,
      path,
      headers,
      ...(agent && { agent }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    request.end(body);
  });
}

function headersOf(unsigned: Unsigned, key = served.made.operator): Record<string, string> {
  return signedHeaders(unsigned, key, { at: clock(), host: `127.0.0.1:${served.port}` });
}

/** Writes bytes and gives all that comes back until the other side closes. */
function raw(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(served.port, '127.0.0.1');
    let text = '';
    socket.on('data', (part) => {
      text += part.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    for (const part of parts) socket.write(part);
  });
}

const list = { path: '/v1/describejobqueues', body: '{}' };

test('a request without a signature is refused as AWS refuses it', async () => {
  const answer = await send(list, {});
  expect(answer.status).toBe(403);
  expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(JSON.parse(answer.text)).toEqual({ message: 'Missing Authentication Token' });
});

test('an unknown key, a revoked key, a wrong secret and another region are refused', async () => {
  const { viewer } = served.made;
  const gone = await served.keys.make({
    ...{ name: 'gone', role: 'viewer', connectionId: served.connectionId, createdBy: 'x' },
  });
  expect((await send(list, headersOf(list, gone))).status).toBe(200);
  await served.keys.revoke(gone.id, 'x');
  const region = signedHeaders(list, viewer, { at: clock(), host: `127.0.0.1:${served.port}`, region: 'eu-west-1' });
  const typeOf = async (headers: Record<string, string>) => (await send(list, headers)).headers['x-amzn-errortype'];
  expect(await typeOf(headersOf(list, { id: 'AKIANOBODY', secret: 'x' }))).toBe('UnrecognizedClientException');
  expect(await typeOf(headersOf(list, gone))).toBe('UnrecognizedClientException');
  expect(await typeOf(headersOf(list, { ...viewer, secret: 'wrong' }))).toBe('InvalidSignatureException');
  expect(await typeOf(region)).toBe('InvalidSignatureException');
});

test('a captured write is carried out once; a read may be sent again', async () => {
  const job = { path: '/v1/submitjob', body: '{"jobName":"once","jobQueue":"main","jobDefinition":"quick"}' };
  const headers = headersOf(job);
  expect((await send(job, headers)).status).toBe(200);
  expect((await send(job, headers)).status).toBe(403);
  const again = headersOf(list);
  expect((await send(list, again)).status).toBe(200);
  expect((await send(list, again)).status).toBe(200);
  // botocore's equal calls of one second differ in this header alone, which it does not sign.
  const twin = { ...job, body: job.body.replace('once', 'twice') };
  const signed = headersOf(twin);
  expect((await send(twin, { ...signed, 'amz-sdk-invocation-id': 'a' })).status).toBe(200);
  expect((await send(twin, { ...signed, 'amz-sdk-invocation-id': 'b' })).status).toBe(200);
  expect((await send(twin, { ...signed, 'amz-sdk-invocation-id': 'b' })).status).toBe(403);
});

test('an unknown operation, bad JSON, a wrong type, a missing member and an enum’s stranger are 4xx; strangers are ignored', async () => {
  const cases: [Unsigned, number, RegExp][] = [
    [{ path: '/v1/nosuchthing', body: '{}' }, 404, /no operation/],
    [{ path: '/v1/describejobqueues', body: '{' }, 400, /not valid JSON/],
    [{ path: '/v1/describejobqueues', body: '{"maxResults":"2"}' }, 400, /maxResults must be a number/],
    [{ path: '/v1/submitjob', body: '{"jobName":"x"}' }, 400, /jobQueue is required|jobDefinition is required/],
    [{ path: '/v1/listjobs', body: '{"jobQueue":"main","jobStatus":"BUSY"}' }, 400, /BUSY/],
    [{ path: '/v1/describejobqueues', body: '{"stranger":{"a":[1]}}' }, 200, /jobQueues/],
  ];
  for (const [unsigned, status, words] of cases) {
    const answer = await send(unsigned, headersOf(unsigned));
    expect([unsigned.body, answer.status]).toEqual([unsigned.body, status]);
    expect(answer.text).toMatch(words);
  }
});

test('tags travel in the path and the query, percent-encoded and signed', async () => {
  const arn = encodeURIComponent('arn:aws:batch:us-east-1:123456789012:job-queue/main');
  const tags = '{"tags":{"a b":"ä/+"}}';
  const put = { path: `/v1/tags/${arn}`, body: tags };
  expect((await send(put, headersOf(put))).status).toBe(200);
  const get = { method: 'GET', path: `/v1/tags/${arn}` };
  expect(JSON.parse((await send(get, headersOf(get))).text)).toEqual({ tags: { 'a b': 'ä/+' } });
  const drop = { method: 'DELETE', path: `/v1/tags/${arn}?tagKeys=z&tagKeys=a%20b` };
  expect((await send(drop, headersOf(drop))).status).toBe(200);
  const empty = await send(get, headersOf(get));
  expect(JSON.parse(empty.text)).toEqual({ tags: {} });
});

test('gzip and chunked bodies are read; one that inflates past the bound, or is none, is refused', async () => {
  const gzip = { 'content-encoding': 'gzip' };
  const packed = { ...list, body: gzipSync('{}'), headers: gzip };
  expect((await send(packed, headersOf(packed))).status).toBe(200);
  const bomb = { ...list, body: gzipSync(Buffer.alloc(8 * 1024 * 1024)), headers: gzip };
  expect((await send(bomb, headersOf(bomb))).status).toBe(413);
  const broken = { ...list, body: Buffer.from('no gzip'), headers: gzip };
  expect((await send(broken, headersOf(broken))).status).toBe(400);
  const chunked = await send(list, { ...headersOf(list), 'transfer-encoding': 'chunked' });
  expect(chunked.status).toBe(200);
});

test('a body over 1 MiB is refused before it is sent, by its length and while it comes', async () => {
  const head = `POST /v1/submitjob HTTP/1.1\r\nHost: x\r\n`;
  const early = await raw(`${head}Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n`);
  expect(early).toMatch(/^HTTP\/1.1 413 /);
  const large = Buffer.alloc(1_100_000, 0x20);
  expect(await raw(`${head}Content-Length: ${large.byteLength}\r\n\r\n`, large)).toMatch(/^HTTP\/1.1 413 /);
});

test('Expect: 100-continue is answered with it, and then the request', async () => {
  const headers = headersOf(list);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = await raw(
    `POST ${list.path} HTTP/1.1\r\n${lines.join('')}Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{}`,
  );
  expect(text).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', '400'],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    '400',
  ],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
])('%s gets an answer and the end of the connection', async (_, bytes, status) => {
  expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test('one connection carries thousands of requests', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = headersOf(list);
  let good = 0;
  for (let n = 0; n < 2000; n++) if ((await send(list, headers, agent)).status === 200) good++;
  const sockets = Object.values(agent.freeSockets).flat().length;
  agent.destroy();
  expect([good, sockets]).toEqual([2000, 1]);
});

test('nothing of all this was unforeseen', () => {
  expect(served.reports).toEqual([]);
});
