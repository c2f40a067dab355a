import { isObject } from './json-document';
import { DEPTH_MAX, type JsonObject, type JsonValue, wrongMemberName } from './json-text';
import type { OperationShapes, TypeOf } from './operation-types';

/** Thrown for a text that is no shorthand of the AWS CLI; the message says where. */
export class ShorthandError extends Error {
  override readonly name = 'ShorthandError';
}

/** Reads the AWS CLI's shorthand (`type=EC2,subnets=a,b,limits={soft=1}`) to plain texts, lists and objects. */
export function readShorthand(text: string): JsonObject {
  const reader = new ShorthandReader(text);
  const members = reader.members(null);
  return members;
}

class ShorthandReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  members(end: '}' | null): JsonObject {
    const found: JsonObject = {};
    let last: string | null = null;
    while (this.at < this.text.length && this.text[this.at] !== end) {
      const name = /^\s*([\w.#-]+)\s*=/.exec(this.text.slice(this.at, this.at + 200));
      if (name !== null) {
        last = name[1] ?? '';
        const wrong = wrongMemberName(last);
        if (wrong !== null) throw new ShorthandError(wrong);
        if (Object.hasOwn(found, last)) throw new ShorthandError(`${last} stands twice.`);
        this.at += name[0].length;
        found[last] = this.value();
      } else if (last !== null) {
        const before: JsonValue = found[last] ?? '';
        found[last] = [...(Array.isArray(before) ? before : [before]), this.value()];
      } else throw new ShorthandError(`This is not name=value: ${this.text.slice(this.at, this.at + 40)}`);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.at < this.text.length && this.text[this.at] !== end)
        throw new ShorthandError(`A comma is missing before ${this.text.slice(this.at, this.at + 40)}`);
    }
    return found;
  }

  private value(): JsonValue {
    while (this.text[this.at] === ' ') this.at += 1;
    const sign = this.text[this.at];
    if (sign === '{' || sign === '[') {
      this.at += 1;
      this.depth += 1;
      if (this.depth > DEPTH_MAX) throw new ShorthandError(`This is nested more than ${DEPTH_MAX} levels deep.`);
      const value = sign === '{' ? this.members('}') : this.items();
      this.depth -= 1;
      if (this.text[this.at] !== (sign === '{' ? '}' : ']')) throw new ShorthandError(`A ${sign} is left open.`);
      this.at += 1;
      return value;
    }
    if (sign === '"' || sign === "'") return this.quoted(sign);
    const plain = /^[^,\]}]*/.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += plain.length;
    return plain.trim();
  }

  private items(): JsonValue[] {
    const found: JsonValue[] = [];
    while (this.at < this.text.length && this.text[this.at] !== ']') {
      found.push(this.value());
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== ']') break;
    }
    return found;
  }

  private quoted(quote: string): string {
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) throw new ShorthandError('A quote is left open.');
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }
}

/** Gives plain texts the kinds that the SDK's schema asks for; what does not fit stays as it is and is told later. */
export function asType(shapes: OperationShapes, type: TypeOf, value: JsonValue): JsonValue {
  if (type === 'number') return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (type === 'boolean') return value === 'true' || value === 'false' ? value === 'true' : value;
  if (type === 'string') return value;
  if ('list' in type) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => asType(shapes, type.list, item));
  }
  if (!isObject(value)) return value;
  const members = 'structure' in type ? (shapes.structures[type.structure] ?? {}) : {};
  const entries = Object.entries(value).map(([name, item]): [string, JsonValue] => {
    const of = 'map' in type ? type.map : Object.hasOwn(members, name) ? members[name]?.type : undefined;
    return [name, of === undefined ? item : asType(shapes, of, item)];
  });
  return Object.fromEntries(entries);
}
