import { expect, it } from 'vitest';
import { visibleText } from '.';

it.each([
  ['NUL and other control signs', 'a\0b\x07c\x1bd\x7fe\x85f', 'a␀b␇c␛d␡e⟨U+0085⟩f'],
  ['a carriage return that would hide what stands before it', 'rm -rf\rls', 'rm -rf␍ls'],
  ['an override of the direction', 'photo\u202egnp.exe', 'photo⟨U+202E⟩gnp.exe'],
  [
    'embeddings and isolates',
    '\u202a\u202b\u202c\u2066\u2067\u2068\u2069',
    '⟨U+202A⟩⟨U+202B⟩⟨U+202C⟩⟨U+2066⟩⟨U+2067⟩⟨U+2068⟩⟨U+2069⟩',
  ],
  ['marks of direction', 'a\u200e\u200f\u061cb', 'a⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩b'],
  ['blanks without width', 'ad\u200bmin\u2060\ufeff', 'ad⟨U+200B⟩min⟨U+2060⟩⟨U+FEFF⟩'],
  ['a joiner among Latin letters', 'ad\u200dmin', 'ad⟨U+200D⟩min'],
  ['a soft hyphen', 'ad\u00admin', 'ad⟨U+00AD⟩min'],
  ['a separator of lines', 'a\u2028b', 'a⟨U+2028⟩b'],
  ['tags that say something hidden', 'x\u{e0041}', 'x⟨U+E0041⟩'],
  ['half a pair', 'x\ud83d', 'x⟨U+D83D⟩'],
  ['a letter without ink', 'a\u3164b', 'a⟨U+3164⟩b'],
])('names %s', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it.each([
  '',
  'two\nlines\tand a tab',
  '<b>bold</b> & "quoted"',
  'Größe 日本語 עברית العربية',
  '👩‍🚀 👨‍👩‍👧 ❤️‍🔥 🏳️‍🌈',
  'می‌خواهم क्‍ष',
  '\u0601٣',
])('leaves %j as it is', (text) => expect(visibleText(text)).toBe(text));

it('names nothing twice, and is quick with a long word', () => {
  const once = visibleText('\u202e\0');
  expect(visibleText(once)).toBe(once);
  expect(visibleText('x'.repeat(1_000_000))).toHaveLength(1_000_000);
});
