import { expect, it } from 'vitest';
import { storedJson, storedText } from '.';

it.each([
  ['plain', '{"a":1}', { a: 1 }],
  ['NUL in a value', '{"a":"x\\ufffdy"}', { a: 'x\0y' }],
  ['NUL in a name', '{"\\ufffd":"x"}', { '\0': 'x' }],
  ['half a pair', '{"a":"\\ufffd|\\ufffd"}', { a: '\ud800|\udfff' }],
  ['a whole pair', '{"a":"👩‍🚀"}', { a: '👩‍🚀' }],
  ['a text that only looks like an escape', '{"a":"\\\\u0000\\\\ud800\\n\\ufffd"}', { a: '\\u0000\\ud800\n\0' }],
  ['letters of other scripts', '{"a":"\ud7a3한"}', { a: '\ud7a3한' }],
  ['a big number', '{"a":"9007199254740993"}', { a: 9007199254740993n }],
])('%s', (_, text, document) => {
  expect(storedJson(document)).toBe(text);
});

it('keeps a text but for what Postgres can not', () => {
  expect(storedText('a\0b\ud800c👩‍🚀')).toBe('a\uFFFDb\uFFFDc👩‍🚀');
});
