import { DEFAULT_MASK_RULES, isMask, maskSecrets } from '@/lib/batch';
import { isObject, type JsonObject, type JsonValue, jsonText, type Problem, pathText, readJsonText } from '@/lib/forms';

/** What is kept of a form in the browser. */
export interface Draft {
  /** Wall time, ms. */
  savedAt: number;
  text: string;
  /** The version an edit started from. */
  version: string | null;
  /** Members whose values were left out, as they look secret. */
  masked: string[];
}

/** Where a draft is kept: one for each person, connection and form. */
export function draftKeyOf(user: string, connection: string, form: string): string {
  return `batchdeck:draft:${JSON.stringify([user, connection, form])}`;
}

/**
 * What may be kept of a text: secret values of a call are masked. A text that is no JSON can't be looked through, so it is
 * kept only where none of its words looks secret; null otherwise.
 */
export function keptText(text: string): { text: string; masked: string[] } | null {
  const read = readJsonText(text);
  if (read.ok) {
    const { document, masked } = maskSecrets(read.document);
    return { text: masked.length === 0 ? text : jsonText(asJson(document)), masked };
  }
  const words = text.match(/[^\s"'{}[\],:=]+/g) ?? [];
  const looksSecret = words.some((word) => DEFAULT_MASK_RULES.name(word) || DEFAULT_MASK_RULES.shape(word));
  return looksSecret ? null : { text, masked: [] };
}

function asJson(document: object): JsonObject {
  const read = readJsonText(JSON.stringify(document));
  return read.ok ? read.document : {};
}

/** Reads a stored draft; null where there is none or it is unreadable. */
export function readDraft(stored: string | null): Draft | null {
  if (stored === null) return null;
  const read = readJsonText(stored);
  if (!read.ok) return null;
  const { savedAt, text, version, masked } = read.document;
  if (typeof savedAt !== 'number' || typeof text !== 'string') return null;
  return {
    savedAt,
    text,
    version: typeof version === 'string' ? version : null,
    masked: Array.isArray(masked) ? masked.filter((one) => typeof one === 'string') : [],
  };
}

/** A problem for each value that is still a mask: it was left out of a draft or of history and has to be typed again. */
export function maskProblems(document: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const look = (value: JsonValue, path: (string | number)[]) => {
    if (typeof value === 'string' && isMask(value)) {
      problems.push({ path: pathText(path), message: 'This value looks secret, so it was not kept: type it again.' });
    }
    if (Array.isArray(value)) for (const [at, item] of value.entries()) look(item, [...path, at]);
    else if (isObject(value)) for (const [name, item] of Object.entries(value)) look(item, [...path, name]);
  };
  look(document, []);
  return problems;
}
