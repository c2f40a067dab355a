import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { generateSwf } from '@/lib/workloads';
import { actionIds, PortalClient } from './portal-client';
import { e2eServer } from './server';
import { administratorAt } from './stories';

const { url } = e2eServer();
const MIB = 2 ** 20;
const READS = [
  'overview',
  'jobs',
  'facets',
  'queues',
  'queues/main',
  'environments',
  'environments/spot',
  'jobs/none',
  'log?job=none&stream=none',
  'series?subject=spot&from=0&to=1',
];
const OPEN = new Set(['signIn', 'setUp', 'joinByInvitation']);

test('no read and no stream without a session', async () => {
  const nobody = new PortalClient(url);
  const paths = [...READS.map((path) => `/api/read/simulator/${path}`), '/api/live?connection=simulator'];
  for (const path of paths) {
    const answer = await nobody.get(path);
    expect(answer.status, path).toBe(401);
    expect(await answer.json(), path).toMatchObject({ error: { code: 'signed-out' } });
  }
});

test('every action refuses who is not signed in, and changes nothing', async () => {
  const names = [...actionIds().keys()].filter((name) => !OPEN.has(name));
  expect(names.length).toBeGreaterThanOrEqual(6);
  for (const name of names) {
    const { result } = await new PortalClient(url).post(name, {});
    expect(result, name).toMatchObject({ ok: false, error: { code: 'signed-out' } });
  }
});

test('an action from another origin, from nowhere or without one is refused, also with a session', async () => {
  const client = await administratorAt(url);
  const before = await client.counts();
  const input = {
    connection: 'simulator',
    intent: crypto.randomUUID(),
    call: JSON.stringify({ jobName: 'forged', jobQueue: 'held', jobDefinition: 'one' }),
  };
  for (const origin of ['http://evil.test', 'null']) {
    const { status, result } = await client.post('submitJob', input, { origin });
    expect(status >= 400 || (result !== null && !result.ok), origin).toBe(true);
  }
  const bare = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'next-action': actionIds().get('submitJob') ?? '', 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify([input]),
  });
  expect(await bare.text()).toContain('"code":"forged"');
  expect(await client.counts()).toEqual(before);
});

test('an upload without a session or from another origin is refused', async () => {
  const swf = generateSwf({ seed: 1, jobs: 3 });
  const nobody = new PortalClient(url);
  expect((await nobody.upload('a.swf', swf)).status).toBe(401);
  const client = await administratorAt(url);
  for (const origin of ['http://evil.test', 'null']) {
    const answer = await client.upload('a.swf', swf, { origin });
    expect(answer.status, origin).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'forged' } });
  }
});

test('a workload that cannot be read is refused with a sentence', async () => {
  const client = await administratorAt(url);
  const swf = generateSwf({ seed: 2, jobs: 200 });
  const gzip = gzipSync(swf);
  const bad: [string, string, BodyInit, RegExp][] = [
    ['truncated SWF', 'cut.swf', swf.slice(0, -20), /cut short/],
    ['truncated gzip', 'cut.swf.gz', new Uint8Array(gzip.subarray(0, gzip.length / 2)), /cut|short|whole|end/i],
    ['truncated JSON', 'cut.json', '{"name":"x","workflow":{"specification":{"tasks":[', /\.$/],
    ['empty', 'empty.swf', '', /The file is empty\./],
    ['no jobs', 'header.swf', '; Version: 2.2\n', /no jobs/],
    ['another format', 'photo.swf', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6]), /\.$/],
    ['a page', 'page.json', '<!doctype html><script>alert(1)</script>', /\.$/],
  ];
  for (const [what, name, body, sentence] of bad) {
    const answer = await client.upload(name, body);
    expect(answer.status, what).toBe(400);
    const { error } = await answer.json();
    expect(error.message, what).toMatch(sentence);
  }
});

test('past 64 MB an upload is refused, declared or not', async () => {
  const client = await administratorAt(url);
  const declared = await client.upload('large.swf', new Uint8Array(65 * MIB)).catch(() => null);
  if (declared !== null) expect(declared.status).toBe(413);
  const line = new TextEncoder().encode(`;${'x'.repeat(MIB - 2)}\n`);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 80) controller.close();
      else controller.enqueue(line);
    },
  });
  const streamed = await client.upload('large.swf', endless).catch(() => null);
  if (streamed !== null) expect(streamed.status).toBe(413);
  expect(declared !== null || streamed !== null, 'one of the answers must have come through').toBe(true);
  expect((await client.get('/api/health')).status).toBe(200);
});
