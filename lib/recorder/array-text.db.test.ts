import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { arrayText } from './array-text';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.close());

it('gives Postgres each value as it was', async () => {
  const texts = [
    '',
    'NULL',
    'a,b',
    '{x}',
    'say "no"',
    'back\\slash\\',
    'line\nbreak\ttab',
    '<b>ünï</b>',
    ' blank ',
    null,
  ];
  const [row] = await database.prisma.$queryRaw<Record<string, unknown>[]>`
    SELECT ${arrayText(texts, (text) => text)}::text[] AS texts, ${arrayText([1, -2, null], (n) => n)}::int[] AS ints,
      ${arrayText([9_007_199_254_740_993n, null], (n) => n)}::bigint[] AS bigs,
      ${arrayText([0.1, 1e-7, 1e21], (n) => n)}::float8[] AS floats,
      ${arrayText([true, false, null], (flag) => flag)}::boolean[] AS flags,
      ${arrayText([new Date(1234), null], (at) => at)}::timestamptz[] AS times,
      (${arrayText([new Date(Date.UTC(12_345, 0, 1))], (at) => at)}::timestamptz[])[1]
        = make_timestamptz(12345, 1, 1, 0, 0, 0, 'UTC') AS "isFarTime",
      ${arrayText([{ a: 'x"\\y' }, null], (json) => json && JSON.stringify(json))}::jsonb[] AS documents,
      ${arrayText([], () => null)}::text[] AS none`;
  expect(row).toEqual({
    texts,
    ints: [1, -2, null],
    bigs: [9_007_199_254_740_993n, null],
    floats: [0.1, 1e-7, 1e21],
    flags: [true, false, null],
    times: [new Date(1234), null],
    isFarTime: true,
    documents: [{ a: 'x"\\y' }, null],
    none: [],
  });
});

it('drops what Postgres can’t keep in a text', async () => {
  const rows = await database.prisma.$queryRaw`SELECT ${arrayText(['a\0b'], (text) => text)}::text[] AS texts`;
  expect(rows).toEqual([{ texts: ['ab'] }]);
});
