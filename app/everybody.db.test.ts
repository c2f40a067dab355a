import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { readRuleOf } from '@/app/api/read/define-read';
import {
  EVERYTHING,
  ensureAdministrator,
  may,
  openSession,
  ROLES,
  type Role,
  ruleOf,
  type ScopeRule,
} from '@/lib/access';
import { batchArn, type ResourceKind } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { findActions, ROOT, sourcesIn } from './actions-in-tests';
import { inputFor } from './inputs-in-tests';

const T0 = Date.UTC(2026, 0, 5, 8);
const place = { region: 'us-east-1', account: '123456789012' };
const world = vi.hoisted(() => ({ token: '', runtime: null as unknown }));
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ host: 'portal.test', origin: 'http://portal.test' }),
  cookies: async () => ({ get: () => (world.token === '' ? undefined : { value: world.token }), set: () => {} }),
}));
vi.mock('@/lib/runtime', () => ({ runtime: async () => world.runtime }));

let db: TestDatabase;
/** What reached a driver since the test began: nothing may, where somebody may not. */
let sent: string[] = [];

const driver = new Proxy(
  { kind: 'simulated' },
  {
    get: (target, member) => {
      if (member === 'kind') return target.kind;
      sent.push(String(member));
      return undefined;
    },
  },
);

function connection(id: number, slug: string) {
  const recorded = () => ({ seq: 1, upTo: T0, recordedAt: T0, error: null });
  return { id, slug, name: slug, kind: 'simulated', ...place, epoch: 1, driver, recorded, caughtUp: async () => true };
}

beforeAll(async () => {
  db = await testDatabase();
  world.runtime = {
    prisma: db.prisma,
    pool: db.pool,
    clock: () => T0,
    version: 'test',
    database: { kind: 'embedded' },
    live: { isListening: () => true },
    connections: new Map([
      ['seen', connection(1, 'seen')],
      ['elsewhere', connection(2, 'elsewhere')],
    ]),
  };
  for (const [id, slug] of [
    [1, 'seen'],
    [2, 'elsewhere'],
  ] as const) {
    await db.prisma.connection.create({
      data: { id, slug, name: slug, kind: 'simulated', ...place, createdAt: new Date(T0) },
    });
    await db.pool.query(`INSERT INTO recorder_cursor VALUES ($1, 1, 9, to_timestamp($2), now())`, [id, T0 / 1000]);
    await seedConnection(id);
  }
  await ensureAdministrator(db.prisma, T0, { email: 'root@example.com', password: 'correct horse battery' });
});
afterAll(() => db.close());
beforeEach(() => {
  sent = [];
  world.token = '';
  // What may run meets a driver that is none, and reports it.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

let seq = 0;
async function version(connectionId: number, kind: ResourceKind, name: string, document: object): Promise<void> {
  seq += 1;
  const arn = batchArn(place, kind, name);
  await db.prisma.resourceVersion.create({
    data: { connectionId, epoch: 1, arn, kind, name, document, edit: true, seq: BigInt(seq), validFrom: new Date(T0) },
  });
}

/** Queue, environment, policy, definition and job of `mine`, and the same of `foreign`, which hold a secret. */
async function seedConnection(connectionId: number): Promise<void> {
  for (const name of ['mine', 'foreign']) {
    const tags = { note: name === 'foreign' ? 'a secret of others' : 'ours' };
    await version(connectionId, 'compute-environment', name, { computeEnvironmentName: name, tags });
    await version(connectionId, 'scheduling-policy', name, { name, tags });
    await version(connectionId, 'job-definition', `${name}:1`, { jobDefinitionName: name, status: 'ACTIVE' });
    await version(connectionId, 'job-queue', name, {
      jobQueueName: name,
      tags,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: batchArn(place, 'compute-environment', name) }],
      schedulingPolicyArn: batchArn(place, 'scheduling-policy', name),
    });
    await db.prisma.$executeRaw`
      INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, is_relay,
        status_reason, milli_vcpus, memory_mib, gpus, created_at, seq, recorded_at)
      VALUES (${connectionId}::smallint, 1, ${name}, ${`job of ${tags.note}`}, ${name}, ${`${name}:1`}, 'RUNNABLE', 2, 0,
        false, ${tags.note}, 1000, 128, 0, ${new Date(T0)}, 1, now())`;
  }
}

/** Signs in as somebody new, so that an act that ends a session ends its own only. */
async function signInAs(role: Role, scope: ScopeRule = EVERYTHING): Promise<void> {
  seq += 1;
  const user = await db.prisma.user.create({
    data: { email: `p${seq}@example.com`, name: `p${seq}`, role, scope, passwordHash: 'none', createdAt: new Date(T0) },
  });
  world.token = (await openSession(db.prisma, T0, user.id, { address: 'x', userAgent: null, secure: false })).token;
}

const NARROW: ScopeRule = { connections: [{ id: 1, queues: ['mine'] }] };
const result = z.object({ ok: z.boolean(), error: z.object({ code: z.string() }).optional() });

/** Loads what a file exports under a name. */
async function load(file: string, name: string): Promise<(...given: unknown[]) => Promise<unknown>> {
  const loaded: Record<string, unknown> = await import(/* @vite-ignore */ join(ROOT, file));
  const found = loaded[name];
  if (typeof found !== 'function') throw new Error(`${file} has no function ${name}.`);
  return async (...given) => Reflect.apply(found, undefined, given);
}

async function ruleFor(file: string, name: string) {
  const loaded: Record<string, unknown> = await import(/* @vite-ignore */ join(ROOT, file));
  const found = loaded[name];
  return typeof found === 'function'
    ? { action: ruleOf(found), read: readRuleOf(found) }
    : { action: null, read: null };
}

const actions = findActions().actions;

describe.each(actions)('action $name of $file', ({ file, name }) => {
  const act = async (connectionSlug: string, thing: string) => {
    const { action } = await ruleFor(file, name);
    if (action === null) throw new Error(`${name} has no rule.`);
    const call = await load(file, name);
    return result.parse(await call(inputFor(action.input, connectionSlug, thing))).error?.code ?? 'done';
  };

  test('has a rule', async () => {
    expect((await ruleFor(file, name)).action).not.toBeNull();
  });

  test.each(ROLES)('asks a %s for the permission', async (role) => {
    const { action } = await ruleFor(file, name);
    if (action === null || action.reach === 'open') return;
    await signInAs(role);
    const code = await act('seen', 'mine');
    if (action.permission !== null && may(role, action.permission)) {
      expect(['forbidden', 'signed-out', 'forged']).not.toContain(code);
      return;
    }
    expect(code).toBe('forbidden');
    expect(sent).toEqual([]);
  });

  test('does nothing for nobody', async () => {
    const { action } = await ruleFor(file, name);
    if (action === null || action.reach === 'open') return;
    expect(await act('seen', 'mine')).toBe('signed-out');
    expect(sent).toEqual([]);
  });

  test('does nothing out of scope', async () => {
    const { action } = await ruleFor(file, name);
    if (action?.reach !== 'connection' || action.permission === null || !may('operator', action.permission)) return;
    await signInAs('operator', NARROW);
    expect(await act('elsewhere', 'mine')).toBe('not-found');
    const code = await act('seen', 'foreign');
    // What only reads for a form answers from what is in scope; every write is refused.
    if (action.permission !== 'read') expect(['not-found', 'forbidden']).toContain(code);
    expect(sent).toEqual([]);
  });
});

/** Handlers that are not made by defineRead, and what nobody gets from them. */
const OTHERS: Readonly<Record<string, { GET?: number; POST?: number }>> = {
  'app/api/health/route.ts': { GET: 200 },
  'app/api/metrics/route.ts': { GET: 401 },
  'app/api/live/route.ts': { GET: 401 },
  'app/api/workloads/route.ts': { POST: 403 },
};
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const routes = sourcesIn('app').filter((file) => file.endsWith('/route.ts'));

const QUERY: Readonly<Record<string, string>> = {
  subject: 'queue-jobs',
  from: '0',
  to: String(T0 + 1000),
  stream: 'none',
  since: '0',
  seq: '1',
  revisions: '1',
  revision: '1',
};

async function get(file: string, slug: string, thing: string): Promise<{ status: number; text: string }> {
  const handler = await load(file, 'GET');
  const search = new URLSearchParams({ ...QUERY, job: thing, connection: slug });
  const names = [...file.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? '');
  const params = Object.fromEntries(names.map((name) => [name, name === 'kind' ? 'job-queue' : thing]));
  if (names.includes('connection')) params.connection = slug;
  const answer = await handler(new Request(`http://portal.test/x?${search}`), {
    params: Promise.resolve(names.length === 0 ? undefined : params),
  });
  if (!(answer instanceof Response)) throw new Error(`${file} gave no response.`);
  return { status: answer.status, text: answer.status < 300 && file.includes('/live/') ? '' : await answer.text() };
}

describe.each(routes)('route %s', (file) => {
  test('has methods with a rule only', async () => {
    const loaded: Record<string, unknown> = await import(/* @vite-ignore */ join(ROOT, file));
    const methods = Object.keys(loaded).filter((name) => METHODS.includes(name));
    expect(methods.length).toBeGreaterThan(0);
    const known = OTHERS[file];
    if (known !== undefined) expect(methods).toEqual(Object.keys(known));
    else {
      expect(methods).toEqual(['GET']);
      expect((await ruleFor(file, 'GET')).read).not.toBeNull();
    }
  });

  test('answers nobody as its rule says', async () => {
    const known = OTHERS[file];
    if (known?.POST !== undefined) {
      const post = await load(file, 'POST');
      const answer = await post(new Request('http://portal.test/x', { method: 'POST', body: 'x' }));
      expect(answer instanceof Response && answer.status).toBe(known.POST);
    } else expect((await get(file, 'seen', 'mine')).status).toBe(known?.GET ?? 401);
  });

  test.each(ROLES)('asks a %s for the permission', async (role) => {
    const { read } = await ruleFor(file, 'GET');
    if (read === null) return;
    await signInAs(role);
    const { status, text } = await get(file, 'seen', 'mine');
    expect(status, text).toSatisfy((code: number) =>
      may(role, read.permission) ? code === 200 || code === 404 || code === 400 : code === 403,
    );
  });

  test('shows nothing out of scope', async () => {
    const { read } = await ruleFor(file, 'GET');
    if (read === null && OTHERS[file]?.GET !== 401) return;
    await signInAs('operator', NARROW);
    if (read?.reach === 'connection' || file.includes('/live/')) {
      expect((await get(file, 'elsewhere', 'mine')).status).toBe(404);
    }
    if (file.includes('/live/')) return;
    for (const thing of ['mine', 'foreign']) {
      const { text } = await get(file, 'seen', thing);
      expect(text).not.toContain('a secret of others');
      // Definitions are the connection's, for all to submit with; everything else is a queue's.
      if (!file.includes('/definitions')) expect(text).not.toContain('foreign');
    }
  });
});
