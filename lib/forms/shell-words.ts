/** Splits a command as a shell would: blanks part words, quotes keep them together. Null where a quote is left open. */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== null) {
      if (sign === quote) quote = null;
      else if (sign === '\\' && quote === '"' && /["\\$`]/.test(text[at + 1] ?? ''))
        word = `${word ?? ''}${text[++at]}`;
      else word = `${word ?? ''}${sign}`;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (sign === '\\' && at + 1 < text.length) {
      word = `${word ?? ''}${text[++at]}`;
    } else if (/\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ''}${sign}`;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}

/** A command back as text that reads to the same words. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
