/** JSON as the portal compares it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
export type JsonRecord = { readonly [name: string]: JsonValue };

const LINE_WIDTH = 84;
/** Nothing that AWS describes is nested nearly as deep; beyond it a document is compared as if it were empty. */
const DEPTH_MAX = 40;
const HIDDEN = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Any value as plain JSON: what JSON has no word for is left out, members keep their order. */
export function toJson(value: unknown, depth = 0): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || depth > DEPTH_MAX) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((entry) => toJson(entry, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== 'function');
  return Object.fromEntries(members.map(([name, member]) => [name, toJson(member, depth + 1)]));
}

/** A text that is equal for values that mean the same: member order, and what is empty, do not count. */
export function canonical(value: JsonValue): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([name, member]) => !isDefault(name, member))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(settled(name, member))}`);
  return `{${members.join(',')}}`;
}

/** AWS answers an exit rule's action in lower case, whatever was given. */
function settled(name: string, member: JsonValue): JsonValue {
  return name === 'action' && typeof member === 'string' ? member.toUpperCase() : member;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  propagateTags: 'false',
  privileged: 'false',
  readonlyRootFilesystem: 'false',
  platformVersion: '"LATEST"',
  assignPublicIp: '"DISABLED"',
  platformCapabilities: '["EC2"]',
  containerOrchestrationType: '"ECS"',
};

/** Whether a member says no more than its absence: empty, or AWS's own default. */
export function isDefault(name: string, value: JsonValue): boolean {
  if (value === null) return true;
  if (isList(value)) return value.length === 0 || DEFAULTS[name] === JSON.stringify(value);
  if (isRecord(value)) return Object.entries(value).every(([inner, member]) => isDefault(inner, member));
  return Object.hasOwn(DEFAULTS, name) && DEFAULTS[name] === JSON.stringify(value);
}

function isLeaf(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

/** A string as JSON, with the characters that hide or turn text around written out. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(HIDDEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function flat(value: JsonValue): string {
  if (isList(value)) return `[${value.map(flat).join(', ')}]`;
  if (isRecord(value)) {
    const members = Object.entries(value).map(([name, member]) => `${quoted(name)}: ${flat(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

/** The value on one line where it has no depth and fits, else null. Single values always stand on one line. */
export function onOneLine(value: JsonValue): string | null {
  if (isLeaf(value)) return flat(value);
  const members = isList(value) ? value : isRecord(value) ? Object.values(value) : [];
  if (!members.every(isLeaf)) return null;
  const text = flat(value);
  return text.length <= LINE_WIDTH ? text : null;
}
