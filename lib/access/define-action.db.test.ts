import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { maskSecrets } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { ActionError } from './action-result';
import { ensureAdministrator } from './administrators';
import { makeAuditPartitions, readAudit } from './audit';
import { actionMakers } from './define-action';
import type { RequestFacts } from './origin';
import { openSession } from './sessions';

let db: TestDatabase;
let request: RequestFacts;
let reported: unknown[] = [];
let token = '';
const T0 = Date.UTC(2026, 0, 5, 8);

const { defineAction, defineOpenAction } = actionMakers<{ word: string }, string>(async () => ({
  prisma: db.prisma,
  clock: () => T0,
  runtime: { word: 'running' },
  request,
  mask: (document) => maskSecrets(document),
  judge: async (_, __, target) => ({
    refusal: target === 'foreign' ? { code: 'not-found', message: 'There is no thing foreign here.' } : null,
    connectionId: 7,
    subject: `thing ${target}`,
  }),
  report: (error) => reported.push(error),
}));

let runs = 0;
const rename = defineAction({
  name: 'things.rename',
  permission: 'resources.write',
  input: z.object({
    name: z.string().min(1, 'Give a name.'),
    environment: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
  on: ({ name }) => name,
  run: async ({ input, user, runtime, audit }) => {
    runs += 1;
    audit.subject(`thing ${input.name}`);
    audit.before({ name: 'old' });
    if (input.name === 'taken') throw new ActionError('conflict', 'That name is taken.', { name: 'Taken.' });
    if (input.name === 'bug') throw new TypeError('x is not a function at /secret/path');
    if (input.name === 'aws') throw Object.assign(new Error('Name has blanks'), { name: 'ClientException' });
    audit.after({ name: input.name, environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] });
    return `${user.name} ${runtime.word}`;
  },
});

beforeAll(async () => {
  db = await testDatabase();
  await ensureAdministrator(db.prisma, T0, { email: 'ops@example.com', password: 'correct horse battery' });
  const user = await db.prisma.user.findFirstOrThrow();
  token = (await openSession(db.prisma, T0, user.id, { address: '10.0.0.1', userAgent: null, secure: false })).token;
});
afterAll(() => db.close());
beforeEach(() => {
  reported = [];
  runs = 0;
  request = {
    origin: 'http://portal.test',
    host: 'portal.test',
    forwardedHost: null,
    forwardedProto: null,
    forwardedFor: '10.0.0.7',
    userAgent: 'a browser',
    sessionToken: token,
  };
});

async function lastAttempt() {
  const rows = await readAudit(db.prisma, 100);
  const newest = rows.find((row) => row.phase !== 'attempted');
  return rows.filter((row) => row.attemptId === newest?.attemptId);
}

test('an action that may runs, answers, and stands in the audit log before and after, masked', async () => {
  const input = { name: 'new', environment: [{ name: 'API_TOKEN', value: 'abc' }] };
  expect(await rename(input)).toEqual({ ok: true, value: 'ops running' });
  const attempt = await lastAttempt();
  expect(attempt.map((row) => row.phase).sort()).toEqual(['attempted', 'succeeded']);
  expect(attempt[0]).toMatchObject({ actor: 'ops@example.com', action: 'things.rename', at: T0 });
  const stored = await db.pool.query('SELECT * FROM audit.entry');
  const text = JSON.stringify(stored.rows);
  expect(text).toContain('"DB_PASSWORD"');
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('"abc"');
});

test.each([
  ['without a session', { sessionToken: null }, 'signed-out'],
  ['with a made-up session', { sessionToken: 'A'.repeat(43) }, 'signed-out'],
  ['from another origin', { origin: 'http://evil.test' }, 'forged'],
  ['without an origin', { origin: null }, 'forged'],
  ['from nowhere', { origin: 'null' }, 'forged'],
])('%s nothing runs', async (_, change, code) => {
  request = { ...request, ...change };
  expect(await rename({ name: 'new' })).toMatchObject({ ok: false, error: { code } });
  expect(runs).toBe(0);
});

test('a role that may not is told who may, and that stands in the log', async () => {
  await db.prisma.user.updateMany({ data: { role: 'viewer' } });
  const result = await rename({ name: 'new' });
  await db.prisma.user.updateMany({ data: { role: 'administrator' } });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'forbidden', message: expect.stringContaining('operator') },
  });
  expect(runs).toBe(0);
  expect((await lastAttempt()).find((row) => row.phase === 'failed')?.error).toMatchObject({ code: 'forbidden' });
});

test('what is out of scope is refused before anything runs, and the log says what it was about', async () => {
  expect(await rename({ name: 'foreign' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(runs).toBe(0);
  const failed = (await lastAttempt()).find((row) => row.phase === 'failed');
  expect(failed).toMatchObject({ subject: 'thing foreign', error: { code: 'not-found' } });
});

test('bad input is told by the path of its field', async () => {
  expect(await rename({ name: '' })).toEqual({
    ok: false,
    error: { code: 'invalid', message: 'name: Give a name.', fields: { name: 'Give a name.' } },
  });
  const hostile = Object.assign(Object.create(null), { name: 'x', environment: [{ name: 1 }] });
  const result = await rename(hostile);
  expect(Object.keys((!result.ok && result.error.fields) || {})).toContain('environment[0].name');
  expect(runs).toBe(0);
});

test('failures are worded, bugs are not shown, and nothing is thrown', async () => {
  expect(await rename({ name: 'taken' })).toEqual({
    ok: false,
    error: { code: 'conflict', message: 'That name is taken.', fields: { name: 'Taken.' } },
  });
  expect(await rename({ name: 'aws' })).toMatchObject({
    ok: false,
    error: { code: 'refused', message: 'Name has blanks' },
  });
  expect(reported).toEqual([]);
  const bug = await rename({ name: 'bug' });
  expect(bug).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(bug)).not.toContain('secret');
  expect(reported).toHaveLength(1);
  expect((await lastAttempt()).find((row) => row.phase === 'failed')?.error).toMatchObject({ code: 'internal' });
});

test('an open action needs an own origin, and its input is not stored', async () => {
  const enter = defineOpenAction({
    name: 'door.enter',
    input: z.object({ account: z.string(), password: z.string() }),
    actor: (input) => `sign-in of ${input.account}`,
    run: async ({ address, secure }) => ({ address, secure }),
  });
  request = { ...request, sessionToken: null };
  expect(await enter({ account: 'ops', password: 'pa55' })).toEqual({
    ok: true,
    value: { address: '10.0.0.7', secure: false },
  });
  expect((await lastAttempt())[0]).toMatchObject({ actor: 'sign-in of ops' });
  expect(JSON.stringify((await db.pool.query('SELECT * FROM audit.entry')).rows)).not.toContain('pa55');
  request = { ...request, origin: null };
  expect(await enter({ account: 'ops', password: 'pa55' })).toMatchObject({ ok: false, error: { code: 'forged' } });
});

test('the audit log refuses every change, by the portal’s role and by the owner', async () => {
  await rename({ name: 'new' });
  await expect(db.pool.query("UPDATE audit.entry SET actor = 'x'")).rejects.toThrow();
  await expect(db.pool.query('DELETE FROM audit.entry')).rejects.toThrow();
  await expect(db.pool.query('TRUNCATE audit.entry')).rejects.toThrow();
  const { Client } = await import('pg');
  const owner = new Client({ connectionString: db.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass ORDER BY 1",
  );
  const partitions = rows.map((row) => row.name);
  expect(partitions.length).toBeGreaterThanOrEqual(4);
  for (const table of ['audit.entry', ...partitions]) {
    await expect(owner.query(`TRUNCATE ${table}`)).rejects.toThrow(/only added to/);
  }
  await expect(owner.query('DELETE FROM audit.entry')).rejects.toThrow(/only added to/);
  await expect(owner.query("UPDATE audit.entry SET actor = 'x'")).rejects.toThrow(/only added to/);
  await owner.end();
  expect((await readAudit(db.prisma, 1)).length).toBe(1);
});

test('the portal’s role can keep itself supplied with partitions', async () => {
  await makeAuditPartitions(db.prisma, 8);
  await makeAuditPartitions(db.prisma, 8);
  const { rows } = await db.pool.query(
    "SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass",
  );
  expect(rows[0]?.n).toBe(9);
});
