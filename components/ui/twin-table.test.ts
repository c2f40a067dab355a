import { describe, expect, it } from 'vitest';
import { csvOf, sortRows, type TwinRow } from './twin-table';

const columns = [
  { key: 'name', label: 'Queue', number: false },
  { key: 'waiting', label: 'Waiting', number: true },
];
const row = (name: string, waiting: number | null): TwinRow => ({
  key: name,
  cells: { name: { text: name, value: name }, waiting: { text: String(waiting ?? '–'), value: waiting } },
});

describe('the table twin of a chart', () => {
  it('sorts numbers as numbers and keeps the unknown last', () => {
    const rows = [row('a', 9), row('b', null), row('c', 10)];
    expect(sortRows(rows, 'waiting', true).map((r) => r.key)).toEqual(['c', 'a', 'b']);
    expect(sortRows(rows, 'waiting', false).map((r) => r.key)).toEqual(['a', 'c', 'b']);
  });
  it('quotes CSV and disarms formulas', () => {
    const text = csvOf(columns, [row('=HYPERLINK("x")', 1), row('a,b', null)]);
    expect(text).toBe('Queue,Waiting\r\n"\'=HYPERLINK(""x"")",1\r\n"a,b",\r\n');
  });
  it.each(['=cmd()', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1'])(
    'disarms %j',
    (name) => {
      const [, line = ''] = csvOf(columns, [row(name, -1)]).split('\r\n');
      expect(line).toMatch(/^"?'/);
      expect(line).toMatch(/,-1$/);
    },
  );
});
