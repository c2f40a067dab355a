import { describe, expect, test } from 'vitest';
import { marked, matching, type PaletteEntry, paletteQuery } from './entries';

const entry = (label: string, hint = ''): PaletteEntry => ({ id: label, label, hint, href: '/' });
const ENTRIES = [
  entry('Submit a job'),
  entry('render', 'queue'),
  entry('pre-render', 'queue'),
  entry('surrender', 'queue'),
];

describe('the palette', () => {
  test('the first sign says what is looked for', () => {
    expect(paletteQuery('> sub')).toEqual({ mode: 'actions', text: 'sub' });
    expect(paletteQuery('#01ab')).toEqual({ mode: 'id', text: '01ab' });
    expect(paletteQuery(':align')).toEqual({ mode: 'jobs', text: 'align' });
    expect(paletteQuery('  render ')).toEqual({ mode: 'all', text: 'render' });
  });

  test('every word must be found, a beginning before a word, a word before a part', () => {
    expect(matching(ENTRIES, 'render', 9).map(({ label }) => label)).toEqual(['render', 'pre-render', 'surrender']);
    expect(matching(ENTRIES, 'queue pre', 9).map(({ label }) => label)).toEqual(['pre-render']);
    expect(matching(ENTRIES, 'render nothing', 9)).toEqual([]);
    expect(matching(ENTRIES, '', 2)).toHaveLength(2);
  });

  test('what was found is marked, and nothing of the label is lost', () => {
    expect(marked('pre-render', 'REN pre')).toEqual([
      { text: 'pre', isHit: true },
      { text: '-', isHit: false },
      { text: 'ren', isHit: true },
      { text: 'der', isHit: false },
    ]);
    for (const label of ['İstanbul<script>', '\u202Eabc', '']) {
      expect(
        marked(label, 'i s')
          .map(({ text }) => text)
          .join(''),
      ).toBe(label);
    }
  });
});
