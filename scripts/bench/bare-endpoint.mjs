// @ts-check
/**
 * The baseline of the endpoint's rows, a process of its own: a bare listener that verifies the same signatures and either
 * commits a row a request in groups (`POST /submit`), or answers a list after one round trip to a worker thread. Prints
 * its port. Arguments: the database's address, the key's id and secret.
 */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { SignatureV4 } from '@smithy/signature-v4';
import pg from 'pg';

const [url, accessKeyId = '', secretAccessKey = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 2 });
await pool.query(
  'CREATE TABLE bare_log (seq int PRIMARY KEY, at_ms bigint, kind text, operation text, input bytea, actor text, recorded_at timestamptz)',
);

class Sha256 {
  /** @param {string | ArrayBuffer | ArrayBufferView} [secret] */
  constructor(secret) {
    this.hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(/** @type {Uint8Array} */ (secret)));
  }
  /** @param {Uint8Array} data */
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return this.hash.digest();
  }
  reset() {}
}

const signer = new SignatureV4({
  credentials: { accessKeyId, secretAccessKey },
  region: 'us-east-1',
  service: 'batch',
  sha256: Sha256,
  applyChecksum: false,
});

/** @param {import('node:http').IncomingMessage} request @param {Buffer} body */
async function isSigned(request, body) {
  const header = request.headers.authorization ?? '';
  const names = /SignedHeaders=([^,]+)/.exec(header)?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  const date = headers['x-amz-date'] ?? '';
  const at = new Date(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const again = await signer.sign(
    {
      method: request.method ?? '',
      path: request.url ?? '',
      query: {},
      headers,
      body,
      protocol: 'http:',
      hostname: '',
    },
    { signingDate: at, signableHeaders: new Set(names) },
  );
  const [one, other] = [header, again.headers.authorization ?? ''].map((text) =>
    Buffer.from(text.split('Signature=')[1] ?? ''),
  );
  return one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other);
}

/** @type {{ body: Buffer, done: () => void }[]} */
let pending = [];
let running = false;
let seq = 0;

async function commit() {
  if (running) return;
  running = true;
  await Promise.resolve();
  while (pending.length > 0) {
    const entries = pending;
    pending = [];
    const first = seq;
    seq += entries.length;
    await pool.query(
      `INSERT INTO bare_log SELECT e.seq, 0, 'call', 'SubmitJob', e.input, 'key', now()
       FROM unnest($1::int[], $2::bytea[]) AS e(seq, input)`,
      [entries.map((_, at) => first + at), entries.map(({ body }) => body)],
    );
    for (const { done } of entries) done();
  }
  running = false;
}

const worker = new Worker(
  `const { parentPort } = require('node:worker_threads');
   parentPort.on('message', ({ id, list }) => parentPort.postMessage({ id, list }));`,
  { eval: true },
);
/** @type {Map<number, (list: unknown) => void>} */
const waiting = new Map();
worker.on('message', ({ id, list }) => {
  waiting.get(id)?.(list);
  waiting.delete(id);
});
let nextId = 0;
/** What is listed: given once by `PUT /list`, an answer of the endpoint itself. @type {unknown} */
let listed = {};

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {Buffer} body */
async function answer(request, response, body) {
  if (request.method === 'PUT') {
    listed = JSON.parse(body.toString('utf8'));
    response.end();
    return;
  }
  if (!(await isSigned(request, body))) {
    response.writeHead(403).end();
    return;
  }
  JSON.parse(body.toString('utf8'));
  let text = JSON.stringify({ jobArn: randomUUID(), jobId: randomUUID(), jobName: 'bench' });
  if (request.url === '/v1/submitjob') {
    await new Promise((resolve) => {
      pending.push({ body, done: () => resolve(null) });
      void commit();
    });
  } else {
    const list = await new Promise((resolve) => {
      const id = nextId++;
      waiting.set(id, resolve);
      worker.postMessage({ id, list: listed });
    });
    text = JSON.stringify(list);
  }
  const bytes = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
}

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => void answer(request, response, Buffer.concat(parts)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address !== null ? address.port : 0);
});
