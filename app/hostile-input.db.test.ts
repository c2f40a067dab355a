import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { batchArn } from '@/lib/batch';
import { findActions, sourcesIn } from './actions-in-tests';
import { inputFor } from './inputs-in-tests';
import { actionAnswer, get, load, NARROW, ruleFor, TestWorld } from './world-in-tests';

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
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

const actions = findActions().actions;

async function inputOf(file: string, name: string, thing: string): Promise<unknown> {
  const { action } = await ruleFor(file, name);
  return action === null ? undefined : inputFor(action.input, 'seen', thing);
}

async function act(file: string, name: string, input: unknown) {
  const call = await load(file, name);
  const { ok, error } = actionAnswer.parse(await call(input));
  return { ok, code: error?.code ?? 'done', message: error?.message ?? '' };
}

describe.each(actions)('action $name of $file', ({ file, name }) => {
  test('refuses NUL in any text, in words, and sends nothing', async () => {
    await world.signInAs('administrator');
    const input = await inputOf(file, name, 'a\0b');
    if (!JSON.stringify(input ?? null).includes('\\u0000')) return;
    const { code, message } = await act(file, name, input);
    expect(code).toBe('invalid');
    expect(message).toMatch(/\w+ \w+/);
    expect(world.sent).toEqual([]);
  });

  test('does the same for an operator of one queue, however another is spelled', async () => {
    const { action } = await ruleFor(file, name);
    if (action?.reach !== 'connection' || action.permission === 'read') return;
    await world.signInAs('operator', NARROW);
    for (const thing of SPELLINGS) {
      const input = await inputOf(file, name, thing);
      if (!JSON.stringify(input ?? null).includes(thing)) continue;
      await act(file, name, input);
      expect(world.sent, thing).toEqual([]);
    }
  });
});

const HERE = { region: 'us-east-1', account: '123456789012' };
const KINDS = ['job-queue', 'compute-environment', 'scheduling-policy', 'job-definition', 'job'] as const;
/** Other ways to write the names of what is not theirs. */
const SPELLINGS = KINDS.flatMap((kind) => [
  batchArn(HERE, kind, 'foreign'),
  batchArn(HERE, kind, 'foreign:1'),
  batchArn(HERE, kind, 'foreign:01'),
  batchArn({ ...HERE, account: '999999999999' }, kind, 'foreign'),
]);

describe('a definition that others use', () => {
  const FILE = 'app/(portal)/[connection]/definitions/actions.ts';
  test.each([
    'foreign:1',
    'foreign:01',
    'foreign:0000000001',
    batchArn(HERE, 'job-definition', 'foreign:1'),
    batchArn(HERE, 'job-definition', 'foreign:01'),
  ])('is not deregistered as %s', async (definition) => {
    await world.signInAs('operator', NARROW);
    const input = { connection: 'seen', definitions: [definition] };
    expect(['forbidden', 'invalid']).toContain((await act(FILE, 'deregisterDefinitions', input)).code);
    expect(world.sent).toEqual([]);
  });
});

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const CALLS: [string, string, RegExp][] = [
  ['of 1 MB', `{"tags":{"a":"${'x'.repeat(1024 * 1024 - 20)}"}}`, /1,?0?24 KiB of text; a call has at most 256 KiB/],
  ['of 4 MB', `{"tags":{"a":"${'x'.repeat(4 * 1024 * 1024)}"}}`, /at most 256 KiB/],
  ['nested 10,000 deep', deep(10_000), /nested more than 32 levels/],
  ['of 10,000 open lists', `{"a":${'['.repeat(10_000)}`, /nested more than 32 levels/],
  ['with a member twice', '{"tags":{},"tags":{}}', /tags stands twice/],
  ['with a tag twice, once escaped', '{"tags":{"a":"1","\\u0061":"2"}}', /a stands twice/],
  ['with __proto__', '{"__proto__":{"polluted":true}}', /can not be called __proto__/],
  ['with constructor', '{"constructor":{"prototype":{"polluted":true}}}', /can not be called constructor/],
  ['with prototype far in', '{"tags":{"prototype":"x"}}', /can not be called prototype/],
  ['that is a list', '[]', /begins with \{/],
  ['that is no JSON', '{"a":', /value is missing/],
  ['with NUL', '{"tags":{"a":"\\u0000"}}', /NUL/],
];

describe.each(actions)('the call of action $name', ({ file, name }) => {
  test.each(CALLS)('%s is refused with its reason', async (_, call, reason) => {
    const given = await inputOf(file, name, 'mine');
    if (typeof given !== 'object' || given === null || !('call' in given)) return;
    await world.signInAs('administrator');
    const { code, message } = await act(file, name, { ...given, call });
    expect(code).toBe('invalid');
    expect(message).toMatch(reason);
    expect(world.sent).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

const routes = sourcesIn('app/api/read').filter((file) => file.endsWith('/route.ts'));

describe.each(routes)('route %s', (file) => {
  test.each(['a\0b', '%', '%00', '../../x', '<img src=x onerror=alert(1)>', '\u202egnp'])(
    'answers %j in words',
    async (thing) => {
      await world.signInAs('administrator');
      const { status } = await get(file, 'seen', thing);
      expect([200, 400, 404]).toContain(status);
    },
  );

  test('answers a name of 5,000 characters, and half a pair, in words', async () => {
    await world.signInAs('administrator');
    for (const thing of ['x'.repeat(5000), '\uFFFD']) {
      expect([200, 400, 404]).toContain((await get(file, 'seen', thing)).status);
    }
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('takes ?%s= for a stranger', async (member) => {
    await world.signInAs('administrator');
    const plain = await get(file, 'seen', 'mine');
    expect(await get(file, 'seen', 'mine', { [member]: 'x' })).toEqual(plain);
  });
});
