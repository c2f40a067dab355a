import type { EnumRule } from './enum-members';
import { badValue } from './request-error';
import type { Member, Shape, StructureShape } from './shapes';

/** The raw text of members that travel outside of the body. */
export interface Outside {
  labels: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string | string[] | null>>;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const WANTED = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  list: 'a list',
  map: 'an object',
  structure: 'an object',
} as const;

function wrongType(path: string, shape: Shape, value: unknown): Error {
  const where = path === '' ? 'The body' : path;
  return badValue(`${where} must be ${WANTED[shape.kind]}, got ${kindOf(value)}.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkEnum(value: unknown, rule: EnumRule, path: string): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkEnum(item, rule, `${path}[${index}]`);
    return;
  }
  const text = String(value);
  if (rule.values.includes(rule.anyCase ? text.toUpperCase() : text)) return;
  throw badValue(
    rule.message?.(text) ?? `Value ${text} for ${path} is not valid. Valid values: [${rule.values.join(', ')}]`,
  );
}

function decodeNumber(value: unknown, path: string, fractional: boolean): number {
  if (typeof value !== 'number') throw wrongType(path, { kind: 'number' }, value);
  if (!Number.isFinite(value) || (!fractional && !Number.isSafeInteger(value))) {
    throw badValue(`${path} must be a ${fractional ? 'finite' : 'whole'} number, got ${value}.`);
  }
  return value;
}

function decodeValue(value: unknown, shape: Shape, path: string, fractional: boolean): unknown {
  switch (shape.kind) {
    case 'string':
    case 'boolean':
      if (typeof value !== shape.kind) throw wrongType(path, shape, value);
      return value;
    case 'number':
      return decodeNumber(value, path, fractional);
    case 'list': {
      if (!Array.isArray(value)) throw wrongType(path, shape, value);
      return value.map((item, index) => decodeValue(item, shape.of, `${path}[${index}]`, fractional));
    }
    case 'map': {
      if (!isRecord(value)) throw wrongType(path, shape, value);
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, decodeValue(item, shape.value, `${path}.${key}`, fractional)]),
      );
    }
    case 'structure':
      return decodeStructure(value, shape, path);
  }
}

function decodeMember(raw: unknown, member: Member, path: string): unknown {
  const decoded = decodeValue(raw, member.shape, path, member.fractional);
  if (member.enumeration !== undefined) checkEnum(decoded, member.enumeration, path);
  return decoded;
}

function rawMember(body: Readonly<Record<string, unknown>>, member: Member, outside: Outside | undefined): unknown {
  if (outside === undefined || member.place === 'body') {
    return Object.hasOwn(body, member.name) ? body[member.name] : undefined;
  }
  if (member.place === 'label') return outside.labels[member.name];
  const raw = outside.query[member.place.query];
  if (raw === undefined || raw === null) return undefined;
  return member.shape.kind === 'list' && typeof raw === 'string' ? [raw] : raw;
}

function decodeStructure(value: unknown, shape: StructureShape, path: string, outside?: Outside): object {
  if (!isRecord(value)) throw wrongType(path, shape, value);
  const entries: [string, unknown][] = [];
  for (const member of shape.members) {
    const raw = rawMember(value, member, outside);
    const memberPath = path === '' ? member.name : `${path}.${member.name}`;
    if (raw === undefined || raw === null) {
      if (member.required) throw badValue(`${memberPath} is required.`);
      continue;
    }
    entries.push([member.name, decodeMember(raw, member, memberPath)]);
  }
  return Object.fromEntries(entries);
}

/**
 * The input of an operation out of a request: types, required members, lists, maps and enum values are as the SDK's
 * schema says; members that it does not know are left out, null counts as absent. Without `outside` all are read from
 * the body. Throws RequestError.
 */
export function decodeInput(body: unknown, shape: StructureShape, outside?: Outside): object {
  return decodeStructure(body, shape, '', outside);
}
