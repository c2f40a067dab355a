import { describe, expect, it } from 'vitest';
import { sortedBy } from '../ui/twin-table';
import { choicesOf, type Filterable, NO_LIST_FILTERS, orderOf, passes, sortText, tagsOf } from './list-state';

const row = (given: Partial<Filterable>): Filterable => ({
  name: 'render',
  state: 'enabled',
  kind: 'fair share',
  tags: { team: 'studio' },
  words: ['fits no type'],
  ...given,
});

describe('the filters of a list', () => {
  it('find each word anywhere, in any case', () => {
    const of = (q: string) => passes(row({}), { ...NO_LIST_FILTERS, q });
    expect(of('')).toBe(true);
    expect(of('REN fits')).toBe(true);
    expect(of('team=studio')).toBe(true);
    expect(of('render missing')).toBe(false);
  });
  it('match state, kind and tag whole', () => {
    expect(passes(row({}), { ...NO_LIST_FILTERS, state: 'enabled', kind: 'fair share', tag: 'team=studio' })).toBe(
      true,
    );
    expect(passes(row({}), { ...NO_LIST_FILTERS, state: 'disabled' })).toBe(false);
    expect(passes(row({}), { ...NO_LIST_FILTERS, tag: 'team' })).toBe(false);
  });
  it('offer what the rows have, most first', () => {
    const rows = [row({}), row({ state: 'disabled' }), row({ name: 'ci', tags: {} })];
    expect(choicesOf(rows, ({ state }) => [state])).toEqual([
      { name: 'enabled', count: 2 },
      { name: 'disabled', count: 1 },
    ]);
    expect(choicesOf(rows, tagsOf)).toEqual([{ name: 'team=studio', count: 2 }]);
  });
});

describe('the order of a list', () => {
  it('stands in the address', () => {
    expect(orderOf('')).toBeNull();
    expect(orderOf('-')).toBeNull();
    expect(orderOf('-waiting')).toEqual({ column: 'waiting', descending: true });
    expect(sortText({ column: 'name', descending: false })).toBe('name');
    expect(sortText({ column: 'waiting', descending: true })).toBe('-waiting');
  });
  it('puts what is unknown last, either way, and keeps ties as they came', () => {
    const rows = [
      { id: 'a', n: 2 },
      { id: 'b', n: null },
      { id: 'c', n: 2 },
      { id: 'd', n: 1 },
    ];
    const ids = (descending: boolean) => sortedBy(rows, ({ n }) => n, descending).map(({ id }) => id);
    expect(ids(false)).toEqual(['d', 'a', 'c', 'b']);
    expect(ids(true)).toEqual(['a', 'c', 'd', 'b']);
  });
});
