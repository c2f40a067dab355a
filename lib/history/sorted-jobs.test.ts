import { expect, test } from 'vitest';
import { encode } from './job-keys';
import { parseSortCursor, type SortCursor, sortCursorOf } from './sorted-jobs';

test.each<SortCursor>([
  { sort: '-cost', asOf: 0, id: 7n, key: '123456789012' },
  { sort: 'ran', asOf: 1_768_046_400_000, id: 9_007_199_254_740_993n, key: null },
  { sort: 'name', asOf: 0, id: 1n, key: '' },
  { sort: '-name', asOf: 0, id: 1n, key: 'a.b\nv.ü 🜂 n' },
])('a cursor reads back: %o', (cursor) => {
  expect(parseSortCursor(sortCursorOf(cursor), cursor.sort)).toEqual(cursor);
});

test.each([
  ['nothing', ''],
  ['no cursor', 'x'],
  ['no id', encode('s.-cost.0..v5')],
  ['another order', encode('s.cost.0.1.v5')],
  ['an order there is none of', encode('s.-size.0.1.v5')],
  ['no number', encode('s.-cost.0.1.v5x')],
  ['a number too large', encode(`s.-cost.0.1.v${'9'.repeat(19)}`)],
  ['an id too large', encode(`s.-cost.0.${'9'.repeat(19)}.v5`)],
  ['a time beyond every calendar', encode(`s.-cost.${'9'.repeat(15)}.1.v5`)],
  ['more behind it', encode('s.-cost.0.1.n5')],
  ['that of the list by time', encode('k.1.1')],
])('%s is refused', (_, cursor) => {
  expect(() => parseSortCursor(cursor, '-cost')).toThrowError('The cursor is not one that this list gave');
});

test('a text that Postgres cannot hold is refused', () => {
  expect(() => parseSortCursor(encode('s.name.0.1.va\0b'), 'name')).toThrowError('The cursor is not one');
});
