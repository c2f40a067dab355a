import { asType, readShorthand, ShorthandError } from './cli-shorthand';
import { jsonText } from './json-document';
import { type JsonObject, type JsonValue, readJsonText } from './json-text';
import type { MemberShape, OperationShapes, TypeOf } from './operation-types';
import { membersOf } from './shapes';
import { commandText, shellWords } from './shell-words';

const kebab = (name: string) => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** The call for a terminal: one command of the AWS CLI that can be pasted as it is. */
export function cliText(operation: string, document: JsonObject): string {
  const input = `'${jsonText(document).replaceAll("'", "'\\''")}'`;
  return `aws batch ${kebab(operation)} --cli-input-json ${input}`;
}

export type ReadCall = { ok: true; document: JsonObject } | { ok: false; message: string };

const GLOBAL_WITH_VALUE = new Set(['endpoint-url', 'region', 'profile', 'output', 'query', 'color', 'ca-bundle']);

/** Reads what was pasted: the call's JSON, or a command `aws batch …` of the same operation. */
export function readCallText(shapes: OperationShapes, operation: string, text: string): ReadCall {
  const trimmed = text.trim();
  if (!/^(\$\s*)?aws\s/.test(trimmed)) {
    const read = readJsonText(trimmed);
    if (read.ok) return { ok: true, document: read.document };
    const line = trimmed.slice(0, read.at).split('\n').length;
    return { ok: false, message: `Line ${line}: ${read.message}` };
  }
  if (trimmed.length > 256 * 1024) return { ok: false, message: 'This command is longer than any call may be.' };
  const words = shellWords(trimmed.replace(/^\$\s*/, '').replaceAll(/\\\r?\n/g, ' '));
  if (words === null) return { ok: false, message: 'A quote is left open in this command.' };
  try {
    return readCommand(shapes, operation, words);
  } catch (error) {
    if (error instanceof ShorthandError) return { ok: false, message: error.message };
    throw error;
  }
}

function readCommand(shapes: OperationShapes, operation: string, words: readonly string[]): ReadCall {
  const flags = flagsOf(words);
  const [, service, command] = flags.plain;
  const wanted = kebab(operation);
  if (service !== 'batch' || command !== wanted) {
    return {
      ok: false,
      message: `This form makes aws batch ${wanted}; the command is ${commandText(flags.plain).slice(0, 80)}.`,
    };
  }
  const byFlag = new Map(
    Object.entries(membersOf(shapes, operation)).map(([name, member]) => [kebab(name), { name, member }]),
  );
  let document: JsonObject = {};
  const given: JsonObject = {};
  for (const [flag, values] of flags.named) {
    if (flag === 'cli-input-json') {
      const read = readJsonText((values[0] ?? '').trim());
      if (!read.ok) return { ok: false, message: `--cli-input-json: ${read.message}` };
      document = read.document;
      continue;
    }
    const found = byFlag.get(flag) ?? byFlag.get(flag.replace(/^no-/, ''));
    if (found === undefined) return { ok: false, message: `aws batch ${wanted} has no --${flag}.` };
    if (values.some((value) => /^file(b)?:\/\//.test(value)))
      return { ok: false, message: `--${flag} reads a file: paste what it holds.` };
    given[found.name] = flagValue(shapes, found.member, values, flag.startsWith('no-') && !byFlag.has(flag));
  }
  return { ok: true, document: { ...document, ...given } };
}

function flagsOf(words: readonly string[]): { plain: string[]; named: [string, string[]][] } {
  const plain: string[] = [];
  const named: [string, string[]][] = [];
  let open: string[] | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('--')) {
      (open ?? plain).push(word);
      continue;
    }
    const [flag = '', ...inline] = word.slice(2).split('=');
    const value = inline.join('=');
    if (GLOBAL_WITH_VALUE.has(flag)) {
      if (inline.length === 0) at += 1;
      continue;
    }
    open = inline.length === 0 ? [] : [value];
    named.push([flag, open]);
  }
  return { plain, named };
}

function flagValue(
  shapes: OperationShapes,
  member: MemberShape,
  values: readonly string[],
  isNegated: boolean,
): JsonValue {
  const { type } = member;
  if (type === 'boolean' && values.length === 0) return !isNegated;
  if (typeof type === 'string') return asType(shapes, type, values.join(' '));
  if ('list' in type) {
    if (values.length === 1 && /^\s*[[{]/.test(values[0] ?? '')) return asType(shapes, type, jsonOf(values[0] ?? ''));
    return values.flatMap((value) => listItems(shapes, type.list, value));
  }
  const text = values.join(' ');
  return asType(shapes, type, /^\s*\{/.test(text) ? jsonOf(text) : readShorthand(text));
}

function listItems(shapes: OperationShapes, type: TypeOf, value: string): JsonValue[] {
  if (typeof type === 'string') return value.split(',').map((item) => asType(shapes, type, item));
  return [asType(shapes, type, /^\s*\{/.test(value) ? jsonOf(value) : readShorthand(value))];
}

function jsonOf(text: string): JsonValue {
  const read = readJsonText(`{"value":${text}}`);
  if (!read.ok) throw new ShorthandError(`${read.message} (in ${text.slice(0, 40)})`);
  return read.document.value ?? null;
}
