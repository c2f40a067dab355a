const ESCAPE = /\\(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g;

/**
 * JSON text that Postgres's jsonb takes whatever a document holds: it knows no NUL and no half of a surrogate pair, and
 * would refuse all that goes with the one. Each stands as U+FFFD, in values and in names of members alike.
 */
export function storedJson(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
  // Whole pairs are written as they are, so what stands as an escape in the surrogates' range is half of one.
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return text;
  return text.replace(ESCAPE, (whole, code: string) => (/^u(0000|d)/i.test(code) ? '\\ufffd' : whole));
}

/** A text that Postgres can keep in a column: NUL and halves of surrogate pairs stand as U+FFFD. */
export function storedText(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD');
}
