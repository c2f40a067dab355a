import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { actionsIn, type FoundAction, findActions, ROOT } from './actions-in-tests';

/** The only actions for people who are not signed in. */
const OPEN = ['signIn', 'setUp', 'joinByInvitation'].map((name) => `app/(access)/actions.ts ${name}`);

const refusal = z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) });

const request = vi.hoisted(() => ({ headers: new Headers(), token: '' }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: () => (request.token === '' ? undefined : { value: request.token }), set: () => {} }),
}));
vi.mock('@/lib/runtime', () => ({
  runtime: async () => ({
    clock: () => 0,
    prisma: new Proxy({}, { get: () => ({ findUnique: async () => null }) }),
  }),
}));

const { actions, faults } = findActions();

test('every server action is made by defineAction, and only sign-in, set-up and invitations are open', () => {
  expect(faults).toEqual([]);
  expect(actions.length).toBeGreaterThanOrEqual(8);
  const open = actions.filter((one) => one.maker === 'defineOpenAction').map((one) => `${one.file} ${one.name}`);
  expect(open.sort()).toEqual([...OPEN].sort());
});

test.each([
  ["'use server';\nimport { defineAction } from 'x';\nexport async function remove() {}", 1],
  ["'use server';\nimport { defineAction } from 'x';\nexport default defineAction({", 1],
  ["'use server';\nimport { defineAction } from 'x';\nexport const a = defineAction({\nexport { b };", 1],
  ["'use server';\nexport const a = defineAction({", 1],
  ["export function page() {\n  async function act() {\n    'use server';\n  }\n}", 1],
  ["'use server';\nimport { defineAction } from 'x';\nexport const a = defineAction({", 0],
])('a planted breach is seen: %j', (text, faults) => {
  expect(actionsIn('planted.ts', text).faults).toHaveLength(faults);
});

beforeEach(() => {
  request.headers = new Headers({ host: 'portal.test', origin: 'http://portal.test' });
  request.token = '';
});

async function codeOf({ file, name }: FoundAction): Promise<string> {
  const loaded: Record<string, unknown> = await import(/* @vite-ignore */ join(ROOT, file));
  const action = loaded[name];
  if (typeof action !== 'function') throw new Error(`${name} is no function.`);
  return refusal.parse(await action({})).error.code;
}

describe.each(actions)('$name of $file', (action) => {
  test.each([
    ['another origin', 'http://evil.test'],
    ['nowhere', 'null'],
    ['no origin', null],
  ])('refuses what comes from %s', async (_, origin) => {
    request.headers = new Headers({ host: 'portal.test', ...(origin !== null && { origin }) });
    expect(await codeOf(action)).toBe('forged');
  });
});

describe.each(actions.filter((action) => action.maker === 'defineAction'))('$name of $file', (action) => {
  test('refuses who is not signed in', async () => {
    expect(await codeOf(action)).toBe('signed-out');
    request.token = 'A'.repeat(43);
    expect(await codeOf(action)).toBe('signed-out');
  });
});
