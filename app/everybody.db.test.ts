import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { may, ROLES } from '@/lib/access';
import { findActions, sourcesIn } from './actions-in-tests';
import { inputFor } from './inputs-in-tests';
import { actionAnswer, exportsOf, get, load, NARROW, ruleFor, TestWorld } from './world-in-tests';

const request = vi.hoisted(() => ({ token: '', runtime: null as unknown }));
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ host: 'portal.test', origin: 'http://portal.test' }),
  cookies: async () => ({ get: () => (request.token === '' ? undefined : { value: request.token }), set: () => {} }),
}));
vi.mock('@/lib/runtime', () => ({ runtime: async () => request.runtime }));

let world: TestWorld;
beforeAll(async () => {
  world = await TestWorld.open(request);
});
afterAll(() => world.db.close());
beforeEach(() => {
  world.sent.length = 0;
  request.token = '';
  // What may run meets a driver that is none, and reports it.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

const actions = findActions().actions;

describe.each(actions)('action $name of $file', ({ file, name }) => {
  const act = async (connectionSlug: string, thing: string) => {
    const { action } = await ruleFor(file, name);
    if (action === null) throw new Error(`${name} has no rule.`);
    const call = await load(file, name);
    return actionAnswer.parse(await call(inputFor(action.input, connectionSlug, thing))).error?.code ?? 'done';
  };

  test('has a rule', async () => {
    expect((await ruleFor(file, name)).action).not.toBeNull();
  });

  test.each(ROLES)('asks a %s for the permission', async (role) => {
    const { action } = await ruleFor(file, name);
    if (action === null || action.reach === 'open') return;
    await world.signInAs(role);
    const code = await act('seen', 'mine');
    if (action.permission !== null && may(role, action.permission)) {
      expect(['forbidden', 'signed-out', 'forged']).not.toContain(code);
      return;
    }
    expect(code).toBe('forbidden');
    expect(world.sent).toEqual([]);
  });

  test('does nothing for nobody', async () => {
    const { action } = await ruleFor(file, name);
    if (action === null || action.reach === 'open') return;
    expect(await act('seen', 'mine')).toBe('signed-out');
    expect(world.sent).toEqual([]);
  });

  test('does nothing out of scope', async () => {
    const { action } = await ruleFor(file, name);
    if (action?.reach !== 'connection' || action.permission === null || !may('operator', action.permission)) return;
    await world.signInAs('operator', NARROW);
    expect(await act('elsewhere', 'mine')).toBe('not-found');
    const code = await act('seen', 'foreign');
    // What only reads for a form answers from what is in scope; every write is refused.
    if (action.permission !== 'read') expect(['not-found', 'forbidden']).toContain(code);
    expect(world.sent).toEqual([]);
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

describe.each(routes)('route %s', (file) => {
  test('has methods with a rule only', async () => {
    const methods = (await exportsOf(file)).filter((name) => METHODS.includes(name));
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
    await world.signInAs(role);
    const { status, text } = await get(file, 'seen', 'mine');
    expect(status, text).toSatisfy((code: number) =>
      may(role, read.permission) ? code === 200 || code === 404 || code === 400 : code === 403,
    );
  });

  test('shows nothing out of scope', async () => {
    const { read } = await ruleFor(file, 'GET');
    if (read === null && OTHERS[file]?.GET !== 401) return;
    await world.signInAs('operator', NARROW);
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
