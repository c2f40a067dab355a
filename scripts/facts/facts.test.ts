import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS_OF_API } from '@/lib/protocol';
import { readFacts } from './facts';
import { currentApiDoc, factsAndProofs, findGaps } from './files';
import { proofsOf } from './proofs';

it('every fact about AWS Batch has a test, and every test names facts that are there', () => {
  const { proofs, ...list } = factsAndProofs();
  expect(findGaps(list, proofs)).toEqual([]);
});

it('docs/API.md is what node scripts/api-doc.mjs makes of them', () => {
  expect(readFileSync('docs/API.md', 'utf8')).toBe(currentApiDoc());
});

it('every operation has facts, and facts name operations that are there', () => {
  const named = new Set(factsAndProofs().facts.flatMap(({ operations }) => operations));
  expect([...named].sort()).toEqual([...OPERATIONS_OF_API.keys(), 'all'].sort());
});

/** Figures that AWS does not publish. */
const DEFAULTS = [
  ...[
    'CE-40',
    'CED-4',
    'CEI-6',
    'FAIR-8',
    'JOB-STATE-8',
    'JOB-STATE-9',
    'JQ-15',
    'JQ-35',
    'MEM-1',
    'PRICE-6',
    'RETRY-14',
  ],
  ...[
    'SCALE-2',
    'SCALE-6',
    'SCALE-7',
    'SCALE-8',
    'SCALE-9',
    'SCALE-11',
    'SCHED-8',
    'SCHED-9',
    'SPOT-1',
    'TIME-4',
    'WHY-7',
  ],
];

it('each of them is told of in one place of the code', () => {
  const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('generated'))
    .map((path) => readFileSync(`lib/${path}`, 'utf8'));
  const places = DEFAULTS.map((id) => [id, sources.filter((text) => new RegExp(`\\b${id}\\b`).test(text)).length]);
  expect(places).toEqual(DEFAULTS.map((id) => [id, 1]));
});

const page = (rows: string, more = '') =>
  `## Queues\n### Made: refused\nOperations: A, B\n\n| Id | What | Strength |\n| --- | --- | --- |\n${rows}\n\n## Not yet proved\n\n${more}`;
const ROW = '| Q-1 | Text. | seen: x |';
// Ids put together, so that this file itself names none.
const named = (...ids: string[]) => `[${ids.join(', ')}]`;

describe('the list of facts', () => {
  it('is read by section', () => {
    expect(readFacts(page(ROW, 'Q-1, Q-2'))).toEqual({
      facts: [{ id: 'Q-1', text: 'Text.', source: 'seen: x', operations: ['A', 'B'], kind: 'refused' }],
      unproved: ['Q-1', 'Q-2'],
    });
  });

  it.each([
    [page(`${ROW}\n${ROW}`), 'Q-1 stands twice'],
    [page('| Q-1 | Text. | rumour |'), 'Q-1 has no strength'],
    [page('| Q1 | Text. | seen |'), 'No row of a fact'],
    [page('| Q-1 | seen: x |'), 'No row of a fact'],
    [page(ROW).replace('Operations: A, B', ''), 'a line'],
  ])('%#: is refused where it is wrong', (text, message) => {
    expect(() => readFacts(text)).toThrow(message);
  });
});

describe('tests that name facts', () => {
  const proofs = (text: string) => proofsOf({ path: 'a.test.ts', text });

  it('do so in their title, or in the row of a table', () => {
    expect(proofs(`it('does it ${named('Q-1', 'JOB-STATE-2')}', () => {});`)).toEqual([
      { path: 'a.test.ts', title: 'does it', ids: ['Q-1', 'JOB-STATE-2'] },
    ]);
    expect(proofs(`describe('refusals', () => { it.each([['x', '${named('Q-1')}']])('%s', () => {}); });`)).toEqual([
      { path: 'a.test.ts', title: 'refusals', ids: ['Q-1'] },
    ]);
  });

  it('prove nothing in a comment, or where they are skipped', () => {
    expect(proofs(`// ${named('Q-1')}\nit.skip('does it ${named('Q-1')}', () => {});`)).toEqual([]);
  });

  it('are held against the list', () => {
    const one = readFacts(page(ROW));
    expect(findGaps(one, [])).toEqual(['Q-1 has no test: Text.']);
    expect(findGaps(one, [{ path: 'a.test.ts', title: 't', ids: ['Q-1', 'Q-9'] }])).toEqual([
      "a.test.ts: 't' names Q-9, which docs/aws-batch.md does not have",
    ]);
    expect(findGaps(readFacts(page(ROW, 'Q-1')), [])).toEqual([]);
    expect(findGaps(readFacts(page(ROW, 'Q-1, Q-7')), [{ path: 'a.test.ts', title: 't', ids: ['Q-1'] }])).toEqual([
      "Q-1 is proved: take it from 'Not yet proved'",
      "Q-7 under 'Not yet proved' is no fact",
    ]);
  });
});
