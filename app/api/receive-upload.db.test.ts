import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ensureAdministrator, openSession, readAudit } from '@/lib/access';
import { decodeRows, generateSwf } from '@/lib/workloads';
import { type TestDatabase, testDatabase } from '@/test/database';
import { MOST_UPLOAD_BYTES, receiveUpload } from './receive-upload';

const world = vi.hoisted(() => ({ token: '', database: null as unknown }));
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ host: 'portal.test' }),
  cookies: async () => ({ get: () => (world.token === '' ? undefined : { value: world.token }) }),
}));
vi.mock('@/lib/runtime', () => ({ runtime: async () => world.database }));

let db: TestDatabase;
let token = '';
const T0 = Date.UTC(2026, 0, 5, 8);

beforeAll(async () => {
  db = await testDatabase();
  world.database = { prisma: db.prisma, pool: db.pool, clock: () => T0 };
  await ensureAdministrator(db.prisma, T0, { email: 'ops@example.com', password: 'correct horse battery' });
  const user = await db.prisma.user.findFirstOrThrow();
  token = (await openSession(db.prisma, T0, user.id, { address: '10.0.0.1', userAgent: null, secure: false })).token;
});
afterAll(() => db.close());
beforeEach(() => {
  world.token = token;
});

const workload = new TextEncoder().encode(generateSwf({ seed: 3, jobs: 40 }));

async function upload(body: BodyInit | null, name = 'trace.swf', origin: string | null = 'http://portal.test') {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { host: 'portal.test', ...(origin !== null && { origin }) },
  };
  const request = new Request(`http://portal.test/api/workloads?name=${encodeURIComponent(name)}`, init);
  const response = await receiveUpload(request);
  return { status: response.status, body: await response.json() };
}

test('a workload is read, kept compressed, and summed up; the same file again is the same', async () => {
  const first = await upload(workload, '../../My trace.swf');
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ fileName: 'My trace.swf', format: 'swf', jobs: 40, summary: { jobs: 40 } });
  expect(Array.isArray(first.body.summary.arrivals.counts)).toBe(true);
  const again = await upload(workload);
  expect(again.body.hash).toBe(first.body.hash);
  const [blob, ...others] = await db.prisma.workloadBlob.findMany();
  expect(others).toEqual([]);
  expect(decodeRows(new Uint8Array(gunzipSync(blob?.rows ?? Buffer.alloc(0)))).count).toBe(40);
  const [entry] = await readAudit(db.prisma, 1);
  expect(entry).toMatchObject({ action: 'workload.upload', actor: 'ops@example.com' });
});

test.each<[string, () => BodyInit | null, string]>([
  ['truncated', () => gzipSync(workload).subarray(0, 200), 'truncated'],
  ['empty', () => new Uint8Array(0), 'empty'],
  ['without a body', () => null, 'empty'],
  ['of another format', () => new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), 'unknown-format'],
  ['of markup', () => '<script>alert(1)</script>', 'unknown-format'],
])('a file that is %s is told so, and nothing is kept of it', async (_, body, code) => {
  const before = await db.prisma.workloadBlob.count();
  const answer = await upload(body());
  expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
  expect(answer.body.error.message.length).toBeGreaterThan(10);
  expect(await db.prisma.workloadBlob.count()).toBe(before);
});

test('bytes are counted as they come: past 64 MB it stops, whatever the headers say', async () => {
  const line = `;${'x'.repeat(1022)}\n`;
  const chunk = new TextEncoder().encode(line.repeat(1024));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      if (sent > 4 * MOST_UPLOAD_BYTES) controller.close();
    },
  });
  expect(await upload(body)).toMatchObject({ status: 413, body: { error: { code: 'too-large' } } });
  expect(sent).toBeLessThan(MOST_UPLOAD_BYTES + 16 * chunk.byteLength);
});

test('strangers, forged origins and viewers are turned away before anything is read', async () => {
  expect((await upload(workload, 'a', 'http://evil.test')).status).toBe(403);
  expect((await upload(workload, 'a', null)).status).toBe(403);
  await db.prisma.user.updateMany({ data: { role: 'viewer' } });
  expect(await upload(workload)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  await db.prisma.user.updateMany({ data: { role: 'administrator' } });
  world.token = '';
  expect((await upload(workload)).status).toBe(401);
});
