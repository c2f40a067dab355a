import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EXCEPTIONS } from './exceptions';
import { readImportTable } from './import-table';
import { type Exceptions, findBreaches } from './rules';
import { readSource, type SourceText } from './source';

const FOLDERS = ['app', 'components', 'e2e', 'lib', 'scripts', 'test'];
const table = readImportTable(readFileSync('docs/ARCHITECTURE.md', 'utf8'));

function projectFiles(): SourceText[] {
  return FOLDERS.flatMap((folder) => filesBelow(folder)).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'lib/generated' ? [] : filesBelow(path);
    return /\.(tsx?|mjs)$/.test(entry.name) ? [path] : [];
  });
}

test('the project keeps its own rules', () => {
  expect(findBreaches(projectFiles().map(readSource), table, EXCEPTIONS)).toEqual([]);
});

const NONE: Exceptions = { longFiles: {}, longFunctions: {}, clocks: {}, doors: {} };
const long = (lines: number) => Array.from({ length: lines }, (_, line) => `  f(${line});`).join('\n');

describe('a planted breach is found:', () => {
  const cases: [what: string, files: Record<string, string>, breach: RegExp][] = [
    ['a folder that is not in the table', { 'lib/attic/index.ts': '' }, /lib\/attic: not in the table/],
    [
      'an import that the table does not allow',
      { 'lib/history/a.ts': "import { Page } from '@/app/page';" },
      /lib\/history may not import app/,
    ],
    [
      'the same by a relative path',
      { 'lib/simulator/kernel/a.ts': "import { b } from '../../db';" },
      /lib\/simulator may not import lib\/db/,
    ],
    ['a re-export', { 'lib/batch/index.ts': "export { b } from '@/lib/db';" }, /lib\/batch may not import lib\/db/],
    [
      'a value where types are allowed',
      { 'lib/protocol/a.ts': "import { call } from '@/lib/simulator';" },
      /may not import lib\/simulator but for types/,
    ],
    [
      'a lazy import',
      { 'components/a.tsx': "export const load = () => import('@/lib/db');" },
      /components may not import lib\/db/,
    ],
    [
      'a way in beside the index',
      { 'app/page.tsx': "import { a } from '@/lib/history/search';" },
      /enters lib\/history\/search; import @\/lib\/history instead/,
    ],
    [
      'a package in the simulator',
      { 'lib/simulator/a.ts': "import { z } from 'zod';" },
      /lib\/simulator may not import zod/,
    ],
    [
      'a value of the SDK in the simulator',
      { 'lib/simulator/a.ts': "import { BatchClient } from '@aws-sdk/client-batch';" },
      /@aws-sdk\/client-batch but for types/,
    ],
    [
      'a module of Node in a pure folder',
      { 'lib/diagnosis/a.ts': "import { join } from 'node:path';" },
      /is pure and may not import node:path/,
    ],
    ['a clock in a pure folder', { 'lib/simulator/a.ts': 'export const a = new Date(0);' }, /uses Date;/],
    ['a timer in a pure folder', { 'lib/batch/a.ts': 'setTimeout(() => {}, 1);' }, /uses setTimeout/],
    ['the environment in a pure folder', { 'lib/batch/a.ts': 'export const a = process.env.A;' }, /uses process/],
    ['an inexact function', { 'lib/simulator/a.ts': 'export const a = Math.pow(2, 0.5);' }, /uses Math.pow/],
    ['an order by language', { 'lib/simulator/a.ts': "export const a = 'a'.localeCompare('b');" }, /localeCompare/],
    ['Date.now anywhere in lib', { 'lib/history/a.ts': 'export const a = Date.now();' }, /uses Date.now/],
    ['new Date() anywhere in lib', { 'lib/history/a.ts': 'export const a = new Date();' }, /uses new Date\(\)/],
    ['Math.random anywhere in lib', { 'lib/access/a.ts': 'export const a = Math.random();' }, /uses Math.random/],
    [
      'a circle',
      { 'lib/batch/a.ts': "import './b';", 'lib/batch/b.ts': "import './c';", 'lib/batch/c.ts': "import './a';" },
      /Import circle: lib\/batch\/a.ts -> lib\/batch\/b.ts -> lib\/batch\/c.ts -> lib\/batch\/a.ts/,
    ],
    ['a long file', { 'app/a.ts': 'f();\n'.repeat(301) }, /301 lines, more than 300/],
    ['a long function', { 'app/a.ts': `function g() {\n${long(70)}\n}` }, /g has 72 lines, more than 70/],
    ['a long arrow function', { 'app/a.ts': `const g = () => {\n${long(70)}\n};` }, /g has 72 lines/],
    ['a long method', { 'app/a.ts': `class C {\n g() {\n${long(70)}\n }\n}` }, /g has 72 lines/],
    ['an empty word for a folder', { 'lib/batch/utils/a.ts': '' }, /called utils/],
    ['an empty word for a file', { 'lib/batch/helpers.ts': '' }, /called helpers/],
    ['a name in capitals', { 'components/Button.tsx': '' }, /kebab-case/],
    ['a silenced error', { 'app/a.ts': '// @ts-ignore\nf();' }, /@ts-ignore hides something/],
    ['work left undone', { 'app/a.ts': '// TODO later\nf();' }, /TODO hides something/],
  ];

  test.each(cases)('%s', (_, files, breach) => {
    const sources = Object.entries(files).map(([path, text]) => readSource({ path, text }));
    const breaches = findBreaches(sources, table, NONE);
    expect(breaches.join('\n')).toMatch(breach);
  });

  test('an exception for a file that is gone', () => {
    const gone = { ...NONE, clocks: { 'lib/gone.ts': 'it was once' } };
    expect(findBreaches([], table, gone)).toEqual(['lib/gone.ts: excepted in scripts/tidy but not there']);
  });
});

test('what is allowed is left alone', () => {
  const files = {
    'lib/simulator/a.ts':
      "import type { JobDetail } from '@aws-sdk/client-batch';\nexport const a = (d: Date) => Math.floor(2);",
    'lib/protocol/a.ts': "import type { Machine } from '@/lib/simulator';\nimport { z } from 'zod';",
    'app/page.tsx': "import { search } from '@/lib/history';\nexport const now = Date.now();",
    'lib/history/a.test.ts': "import { testDatabase } from '@/test/database';\nconst now = Date.now();",
  };
  const sources = Object.entries(files).map(([path, text]) => readSource({ path, text }));
  expect(findBreaches(sources, table, NONE)).toEqual([]);
});
