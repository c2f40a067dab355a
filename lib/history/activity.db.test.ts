import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditAttempt, auditOutcome, makeScope } from '@/lib/access';
import { batchArn } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type ActivityReader, readActivity, readActivityEntry, readActivityFacets } from './activity';
import type { ActivityQuery } from './activity-contract';

const T0 = Date.now();
const ANN = '01890a5d-ac96-774b-bcce-b302099a8057';
const place = { region: 'us-east-1', account: '123456789012' };
let db: TestDatabase;

const whole: ActivityReader = {
  scope: makeScope('all'),
  userId: ANN,
  seesPeople: true,
  connections: [
    { id: 1, slug: 'simulator', epoch: 1 },
    { id: 2, slug: 'other', epoch: 1 },
  ],
  withPortal: true,
};
const narrow: ActivityReader = {
  ...whole,
  scope: makeScope([1], new Map([[1, ['mine']]])),
  seesPeople: false,
};

interface Act {
  action: string;
  actor?: string;
  actorId?: string | null;
  connectionId?: number | null;
  subject?: string;
  reason?: string;
  definitions?: string[];
  end?: 'succeeded' | 'failed' | null;
}

async function act({ action, actor = 'ops@example.com', actorId = null, connectionId = 1, ...rest }: Act) {
  const { subject = null, reason, definitions, end = 'succeeded' } = rest;
  const about = {
    actorId,
    actor,
    action,
    permission: 'read',
    address: '10.0.0.1',
    userAgent: null,
    connectionId,
    subject,
    input: { ...(reason !== undefined && { reason }), ...(definitions !== undefined && { definitions }) },
  };
  const id = await auditAttempt(db.prisma, T0, about);
  if (end === null) return id;
  await auditOutcome(db.prisma, T0 + 40, id, about, {
    phase: end,
    before: { maximum: 1 },
    after: { maximum: 2 },
    masked: ['environment.TOKEN'],
    error: end === 'failed' ? { code: 'refused', message: 'No.' } : null,
  });
  return id;
}

beforeAll(async () => {
  db = await testDatabase();
  for (const [id, slug] of [
    [1, 'simulator'],
    [2, 'other'],
  ] as const) {
    await db.prisma.connection.create({
      data: { id, slug, name: slug, kind: 'simulated', ...place, createdAt: new Date(T0) },
    });
  }
  await db.prisma.resourceVersion.create({
    data: {
      connectionId: 1,
      epoch: 1,
      kind: 'job-queue',
      arn: batchArn(place, 'job-queue', 'mine'),
      name: 'mine',
      edit: true,
      seq: 1n,
      validFrom: new Date(T0),
      document: { computeEnvironmentOrder: [{ computeEnvironment: batchArn(place, 'compute-environment', 'spot') }] },
    },
  });
  await db.prisma.$executeRaw`
    INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, is_relay,
      milli_vcpus, memory_mib, gpus, created_at, seq, recorded_at)
    SELECT 1, 1, id, 'n', queue, 'd:1', 'RUNNABLE', 2, 0, false, 1000, 128, 0, now(), 1, now()
    FROM (VALUES ('j-mine', 'mine'), ('j-theirs', 'theirs')) AS t(id, queue)`;
  await act({ action: 'queues.update', subject: 'queue mine' });
  await act({ action: 'queues.update', subject: 'queue theirs', end: 'failed' });
  await act({ action: 'environments.update', subject: 'environment spot' });
  await act({ action: 'environments.update', subject: 'environment fleet' });
  await act({ action: 'jobs.terminate', subject: 'job j-mine', reason: 'wrong camera' });
  await act({ action: 'jobs.terminate', subject: 'job j-theirs', end: null });
  await act({ action: 'simulator.pace' });
  await act({ action: 'simulator.pace', actor: 'ann@example.com', actorId: ANN });
  await act({ action: 'users.change', subject: 'user ann@example.com', connectionId: null });
  await act({ action: 'password.change', actor: 'ann@example.com', actorId: ANN, connectionId: null });
  await act({ action: 'queues.update', subject: 'queue mine', connectionId: 2 });
  await db.prisma.simLog.createMany({
    data: [
      { seq: 1, actor: 'access key BDK1', operation: 'SubmitJob' },
      { seq: 2, actor: 'ops@example.com', operation: 'SubmitJob' },
    ].map((row) => ({
      ...row,
      connectionId: 1,
      epoch: 1,
      atMs: 0n,
      kind: 'call',
      input: Buffer.from('sealed'),
      engineVersion: '1',
      recordedAt: new Date(T0 - 1000),
    })),
  });
});
afterAll(() => db.close());

const list = async (reader: ActivityReader, query: ActivityQuery = {}) =>
  (await readActivity(db.prisma, reader, query)).rows;

test('an act stands once, newest first, with who, what, why and how it came out; calls by key stand beside', async () => {
  const rows = await list(whole);
  expect(rows).toHaveLength(12);
  expect(rows.at(-1)).toMatchObject({ actor: 'access key BDK1', source: 'access-key', action: 'SubmitJob' });
  expect(rows.find((row) => row.subject === 'job j-mine')).toMatchObject({
    reason: 'wrong camera',
    result: 'succeeded',
    connection: 'simulator',
  });
  expect(rows.find((row) => row.subject === 'job j-theirs')?.result).toBe('unfinished');
  expect(rows.find((row) => row.subject === 'queue theirs')).toMatchObject({
    result: 'failed',
    error: { message: 'No.' },
  });
});

test('pages join without a gap or a repeat', async () => {
  const all = await list(whole);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await readActivity(db.prisma, whole, { limit: 2, ...(cursor !== undefined && { cursor }) });
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toEqual(all.map((row) => row.id));
  await expect(list(whole, { cursor: 'bm90aGluZw' })).rejects.toMatchObject({ name: 'BadCursorError' });
});

test.each<[string, ActivityQuery, number]>([
  ['who', { actor: ['ann@example.com'] }, 2],
  ['a key', { actor: ['access key BDK1'] }, 1],
  ['what', { action: ['simulator.pace'] }, 2],
  ['an operation', { action: ['SubmitJob'] }, 1],
  ['the thing', { subject: 'queue mine' }, 2],
  ['how it came out', { result: ['failed', 'unfinished'] }, 2],
  ['all of them', { actor: ['ops@example.com'], action: ['queues.update'], result: ['failed'] }, 1],
  ['the future', { from: T0 + 86_400_000 }, 0],
])('%s filters: %j gives %i', async (_, query, count) => {
  expect(await list(whole, query)).toHaveLength(count);
});

test('the changes of a day count the calls by access key, which the filters offer too', async () => {
  const facets = await readActivityFacets(db.prisma, whole, T0 - 60_000);
  const acts = await list(whole, { from: T0 - 60_000, result: ['succeeded', 'unfinished'] });
  expect(facets).toMatchObject({ changes: acts.length, byKey: 1, failed: 1 });
  expect(facets.actors).toContain('access key BDK1');
  expect(facets.actions).toContain('SubmitJob');
  expect(await readActivityFacets(db.prisma, narrow, T0 - 60_000)).toMatchObject({ byKey: 0 });
});

describe('who is narrowed to a queue', () => {
  test('sees what concerns it and their own acts, and no others', async () => {
    const rows = await list(narrow);
    expect(rows.map((row) => row.subject ?? row.action).sort()).toEqual([
      'environment spot',
      'job j-mine',
      'password.change',
      'queue mine',
      'simulator.pace',
    ]);
    expect(rows.every((row) => row.connection !== 'other')).toBe(true);
    const facets = await readActivityFacets(db.prisma, narrow, T0 - 1);
    expect(facets.actions).not.toContain('users.change');
    expect(facets.changes).toBe(rows.length);
  });

  test('opens no entry of others', async () => {
    for (const row of await list(whole)) {
      const isTheirs = (await list(narrow)).some((one) => one.id === row.id);
      expect((await readActivityEntry(db.prisma, narrow, row.id)) !== null, row.action).toBe(isTheirs);
    }
  });
});

test('an entry has what it changed and what was masked', async () => {
  const [row] = await list(whole, { subject: 'environment fleet' });
  expect(await readActivityEntry(db.prisma, whole, row?.id ?? '')).toMatchObject({
    before: { maximum: 1 },
    after: { maximum: 2 },
    masked: ['environment.TOKEN'],
    address: '10.0.0.1',
    tookMs: 40,
  });
  expect(await readActivityEntry(db.prisma, whole, 'call.1.1.1')).toMatchObject({ action: 'SubmitJob' });
  expect(await readActivityEntry(db.prisma, whole, 'call.1.1.2')).toBeNull();
  expect(await readActivityEntry(db.prisma, whole, "' OR 1=1 --")).toBeNull();
});

test('one connection shows nothing of the others or of the portal', async () => {
  const one: ActivityReader = { ...whole, connections: whole.connections.slice(0, 1), withPortal: false };
  const rows = await list(one);
  expect(new Set(rows.map((row) => row.connection))).toEqual(new Set(['simulator']));
});

test('a definition without its revision stands for all of its revisions, and for no other definition', async () => {
  for (const subject of ['definition r_1:2', 'definition r_1:3', 'definition rx1:2', 'definition r_1']) {
    await act({ action: 'definitions.register', subject });
  }
  const subjects = async (subject: string) => (await list(whole, { subject })).map((row) => row.subject).sort();
  expect(await subjects('definition r_1')).toEqual(['definition r_1', 'definition r_1:2', 'definition r_1:3']);
  expect(await subjects('definition r_1:2')).toEqual(['definition r_1:2']);
});

test('a definition has the entries of the acts that had it among others, also for who sees some queues only', async () => {
  const action = 'definitions.deregister';
  await act({ action, subject: '2 definitions', definitions: ['s_1:1', batchArn(place, 'job-definition', 's_1:2')] });
  await act({ action, subject: '3 definitions', definitions: ['s_1:2', 'sx1:1', 'sx1:2'] });
  await act({ action, subject: 'definition s_1:4', definitions: ['s_1:4'] });
  const subjects = async (reader: ActivityReader, subject: string) =>
    (await list(reader, { subject })).map((row) => row.subject).sort();
  for (const reader of [whole, narrow]) {
    expect(await subjects(reader, 'definition s_1')).toEqual(['2 definitions', '3 definitions', 'definition s_1:4']);
    expect(await subjects(reader, 'definition s_1:1')).toEqual(['2 definitions']);
    expect(await subjects(reader, 'definition s_1:2')).toEqual(['2 definitions', '3 definitions']);
    expect(await subjects(reader, 'definition sx1')).toEqual(['3 definitions']);
    expect(await subjects(reader, 'definition s')).toEqual([]);
  }
});

test('a job has the entries of the operations that had it among others, and of no other operation', async () => {
  const [mine, other] = ['01890a5d-ac96-774b-bcce-b302099a8058', '01890a5d-ac96-774b-bcce-b302099a8059'];
  for (const [id, jobId] of [
    [mine, 'j-many'],
    [other, 'j-else'],
  ] as const) {
    const operation = { id, connectionId: 1, epoch: 1, kind: 'terminate', state: 'done', reason: 'wrong camera' };
    await db.prisma.bulkOperation.create({
      data: {
        ...operation,
        actor: 'ops@example.com',
        queues: ['mine'],
        jobs: 1,
        startedAt: new Date(T0),
        items: { create: [{ n: 0, jobId, state: 'done' }] },
      },
    });
    await act({ action: 'jobs.end', subject: `bulk ${id}` });
  }
  expect((await list(whole, { subject: 'job j-many' })).map((row) => row.subject)).toEqual([`bulk ${mine}`]);
});
