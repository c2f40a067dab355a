/** Control signs, marks that turn the direction of text or join it, separators of lines, halves of surrogate pairs, and letters without ink. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;
/** Signs of that class that are drawn, such as those around Arabic numbers. */
const DRAWN = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]/;
const JOINERS = new Set(['\u200c', '\u200d']);
/** What may be joined: parts of one picture, and letters of scripts that need it. */
const JOINED =
  /\ufe0f|[\p{Extended_Pictographic}\p{Emoji_Modifier}]|(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}]/u;

function isJoined(text: string, at: number): boolean {
  const before = text.codePointAt(at >= 2 && isLowHalf(text, at - 1) ? at - 2 : at - 1);
  const after = text.codePointAt(at + 1);
  return [before, after].every((code) => code !== undefined && JOINED.test(String.fromCodePoint(code)));
}

const isLowHalf = (text: string, at: number) => text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff;

function escaped(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/**
 * A text that somebody else wrote (a tag, a reason, a line of a log), fit to be shown: what is not seen but changes what is
 * seen, or what is copied, is named: `␀`, `⟨U+202E⟩`. Line breaks, tabs, and what whole emoji and scripts need stay.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (sign, at: number) => {
    if (sign === '\n' || sign === '\t' || DRAWN.test(sign)) return sign;
    return JOINERS.has(sign) && at > 0 && isJoined(text, at) ? sign : escaped(sign);
  });
}
