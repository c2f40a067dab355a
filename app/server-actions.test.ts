import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The only actions for people who are not signed in. */
const OPEN = ['app/(access)/actions.ts signIn', 'app/(access)/actions.ts setUp'];

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

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

interface FoundAction {
  file: string;
  name: string;
  maker: string;
}

/** The exports of a 'use server' file; anything but a const made by a maker is a fault. */
function actionsIn(file: string, text: string): { actions: FoundAction[]; faults: string[] } {
  const actions: FoundAction[] = [];
  const faults: string[] = [];
  const isActionFile = /^\s*(['"])use server\1/.test(text);
  const directives = text.match(/(['"])use server\1/g)?.length ?? 0;
  if (directives > (isActionFile ? 1 : 0))
    faults.push(`${file}: 'use server' stands only at the head of a file of actions`);
  if (!isActionFile) return { actions, faults };
  if (!text.includes('import { defineAction') && !text.includes('import { defineOpenAction')) {
    faults.push(`${file}: takes its makers from elsewhere`);
  }
  for (const line of text.split('\n').filter((one) => /^\s*export\b/.test(one))) {
    const made = /^export const (\w+) = (defineAction|defineOpenAction)\(\{$/.exec(line);
    if (made?.[1] === undefined || made[2] === undefined) faults.push(`${file}: ${line.trim()}`);
    else actions.push({ file, name: made[1], maker: made[2] });
  }
  return { actions, faults };
}

const found = [
  ...sources('app'),
  ...sources('components'),
  ...sources('lib').filter((file) => !file.includes('generated')),
].map((file) => actionsIn(file, readFileSync(join(ROOT, file), 'utf8')));
const actions = found.flatMap((one) => one.actions);

test('every server action is made by defineAction, and only sign-in and set-up are open', () => {
  expect(found.flatMap((one) => one.faults)).toEqual([]);
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
