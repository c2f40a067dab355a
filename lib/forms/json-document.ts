import type { JsonObject, JsonValue } from './json-text';
import type { Path } from './problem';

const LINE_MAX = 76;

/** Whether a value is an object of members: no list, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined where there is none. */
export function valueAt(document: JsonObject, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of path) {
    if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
    else if (isObject(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/**
 * A copy with the value at `path` set, or taken out where it is undefined; objects on the way are made, and those that
 * become empty by taking out are taken out too (the list's other items move up).
 */
export function withValueAt(document: JsonObject, path: Path, value: JsonValue | undefined): JsonObject {
  const changed = changedAt(document, path, value);
  return isObject(changed) ? changed : {};
}

function changedAt(from: JsonValue | undefined, path: Path, value: JsonValue | undefined): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items = Array.isArray(from) ? [...from] : [];
    const item = changedAt(items[step], rest, value);
    if (item === undefined) items.splice(step, 1);
    else items[step] = item;
    return items;
  }
  const members: JsonObject = isObject(from) ? { ...from } : {};
  const member = changedAt(Object.hasOwn(members, step) ? members[step] : undefined, rest, value);
  if (member === undefined) delete members[step];
  // A member that is called __proto__ is one like any other: it is told to be wrong, not made the document's prototype.
  const result = member === undefined ? members : { ...members, [step]: member };
  const emptied = value === undefined && Object.keys(result).length === 0;
  return emptied ? undefined : result;
}

/** Whether two values mean the same: order of members is no difference. */
export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

/** `base` with the members of `change` over it; objects are joined, everything else is replaced. */
export function joined(base: JsonObject, change: JsonObject): JsonObject {
  const over = Object.entries(change).map(([name, value]): [string, JsonValue] => {
    const under = Object.hasOwn(base, name) ? base[name] : undefined;
    return [name, isObject(value) && isObject(under) ? joined(under, value) : value];
  });
  return { ...base, ...Object.fromEntries(over) };
}

/** A document as text: two blanks a level, lists of plain values on one line where they fit. */
export function jsonText(value: JsonValue, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const isPlain = value.every((item) => typeof item !== 'object' || item === null);
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (isPlain && indent.length + line.length <= LINE_MAX) return line;
    return `[\n${value.map((item) => inner + jsonText(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${jsonText(member, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
