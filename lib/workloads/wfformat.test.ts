import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentsOf } from '@/lib/batch';
import { parseWorkload } from '.';
import { bytesOf, cut, options, read, refused } from './reading-in-tests';

describe('WfFormat', () => {
  const task = (id: string, parents: string[], children: string[] = []) => ({ id, name: `n-${id}`, parents, children });
  const run = (id: string, more: object = {}) => ({ id, runtimeInSeconds: 1.5, ...more });
  const workflow = (tasks: object[], runs: object[]) =>
    JSON.stringify({
      schemaVersion: '1.5',
      workflow: { execution: { tasks: runs }, specification: { tasks, files: [{ id: 'f' }] } },
    });

  it('joins both halves by id, in the order of the specification', async () => {
    const text = workflow(
      [task('b', ['a', 'a']), task('a', []), task('c', [], ['d']), task('d', ['b'])],
      [
        run('a', { coreCount: 4, memoryInBytes: 2 ** 20 + 1 }),
        run('c'),
        run('d', { runtimeInSeconds: -3 }),
        run('b', { coreCount: null }),
      ],
    );
    const { rows, format } = await read(text);
    expect(format).toBe('wfformat');
    expect(rows.names).toEqual(['n-b', 'n-a', 'n-c', 'n-d']);
    expect([...rows.milliVcpus]).toEqual([1000, 4000, 1000, 1000]);
    expect([...rows.memoryMib]).toEqual([-1, 2, -1, -1]);
    expect([...rows.runMs]).toEqual([1500, 1500, 1500, 0]);
    expect([...rows.submitMs]).toEqual([0, 0, 0, 0]);
    expect(Array.from({ length: 4 }, (_, row) => [...parentsOf(rows, row)])).toEqual([[1], [], [], [0, 2]]);
  });

  it('reads any text that JSON can hold', async () => {
    const id = 'a"\\\n\u00e9\u{1f600}';
    const text = workflow([task(id, [])], [run(id)]).replace('\u00e9', '\\u00e9');
    expect((await read(text)).rows.names).toEqual([`n-${id}`]);
  });

  it.each([
    [
      'a cycle',
      workflow(
        [task('a', ['c']), task('b', ['a']), task('c', ['b'])],
        ['a', 'b', 'c'].map((id) => run(id)),
      ),
      'bad-dependency',
      'form a cycle: "a" needs "c" needs "b" needs "a"',
    ],
    ['a task that needs itself', workflow([task('a', ['a'])], [run('a')]), 'bad-dependency', '"a" needs "a"'],
    ['an unknown parent', workflow([task('a', ['x'])], [run('a')]), 'bad-dependency', 'names the parent "x"'],
    ['an unknown child', workflow([task('a', [], ['x'])], [run('a')]), 'bad-dependency', 'names the child "x"'],
    [
      'a task without a run',
      workflow([task('a', []), task('b', [])], [run('a')]),
      'bad-row',
      'run time of task "b" is unknown',
    ],
    ['a run without a time', workflow([task('a', [])], [{ id: 'a' }]), 'bad-row', 'no runtimeInSeconds'],
    ['a run without a task', workflow([task('a', [])], [run('a'), run('b')]), 'bad-row', 'has the task "b"'],
    ['a task twice', workflow([task('a', []), task('a', [])], [run('a')]), 'bad-row', 'occurs twice'],
    ['a run twice', workflow([task('a', [])], [run('a'), run('a')]), 'bad-row', 'twice'],
    ['a task without id', workflow([{ name: 'a' }], [run('a')]), 'bad-row', 'has no id'],
    ['a run time in text', workflow([task('a', [])], [run('a', { runtimeInSeconds: '3' })]), 'bad-row', 'wrong kind'],
    ['parents in a text', workflow([{ id: 'a', parents: 'b' }], [run('a')]), 'bad-row', 'wrong kind'],
    ['tasks in an object', '{"workflow":{"specification":{"tasks":{}}}}', 'bad-row', 'must be an array'],
    [
      'an older version',
      '{"schemaVersion":"1.3","workflow":{"tasks":[{"name":"a"}]}}',
      'unknown-format',
      'schemaVersion 1.3',
    ],
    ['JSON cut short', workflow([task('a', [])], [run('a')]).slice(0, -9), 'truncated', 'cut short'],
    ['two commas', '{"a":1,,"b":2}', 'bad-json', ', stands where key should'],
    ['a comma at the end', '{"a":[1,]}', 'bad-json', '] stands where value should'],
    ['a bad number', '{"a":01}', 'bad-json', '"01" is no JSON value'],
    ['a bad escape', '{"a":"\\x"}', 'bad-json', 'escape'],
    ['a raw line break in a text', '{"a":"b\nc"}', 'bad-json', 'line break'],
    ['text after the end', '{} x', 'bad-json', 'stands where'],
    ['deep nesting', `{"a":${'['.repeat(300)}`, 'bad-json', 'nested'],
  ])('refuses %s', async (_, text, code, message) => {
    const error = await refused(text);
    expect(error.message).toContain(message);
    expect(error.code).toBe(code);
  });

  it('agrees with JSON.parse on what is JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.array(fc.nat(), { maxLength: 6 }), async (json, places) => {
        const bytes = bytesOf(`{"value":${json}}`);
        const result = await parseWorkload(cut(bytes, places), options);
        expect(result).toMatchObject({ ok: false, error: { code: 'unknown-format' } });
      }),
      { numRuns: 100 },
    );
  });
});
