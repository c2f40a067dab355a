import { type Path, pathText } from './problem';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [member: string]: JsonValue;
}

/** Where a member stands in a text: from its name (or its value, in a list) to the end of its value. */
export interface Span {
  from: number;
  to: number;
}

export type ReadText =
  | { ok: true; document: JsonObject; spans: ReadonlyMap<string, Span> }
  | { ok: false; at: number; message: string };

/** Characters; AWS takes far less (30 KiB for a submit, 24 KiB for a definition). */
export const TEXT_MAX = 256 * 1024;
/** Levels of objects and lists; AWS's deepest input has nine. */
export const DEPTH_MAX = 32;

const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with a member's name, as those that mean something to JavaScript; null where nothing is. */
export function wrongMemberName(name: string): string | null {
  return FORBIDDEN_NAMES.has(name) ? `A member can not be called ${name}.` : null;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
class TextError extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a call's JSON strictly, and where each member stands. Refuses, with the place and a sentence: what is no JSON object,
 * more than TEXT_MAX characters or DEPTH_MAX levels, a member that stands twice, and names that mean something to JavaScript.
 */
export function readJsonText(text: string): ReadText {
  if (text.length > TEXT_MAX) {
    const size = Math.ceil(text.length / 1024);
    return { ok: false, at: 0, message: `This is ${size} KiB of text; a call has at most ${TEXT_MAX / 1024} KiB.` };
  }
  const reader = new Reader(text);
  try {
    const document = reader.whole();
    return { ok: true, document, spans: reader.spans };
  } catch (error) {
    if (error instanceof TextError) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
}

class Reader {
  readonly spans = new Map<string, Span>();
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  whole(): JsonObject {
    this.space();
    if (this.text[this.at] !== '{') this.fail('A call is a JSON object: it begins with {.');
    const document = this.object();
    this.space();
    if (this.at < this.text.length) this.fail('Something stands after the end of the object.');
    return document;
  }

  private fail(message: string, at = this.at): never {
    throw new TextError(Math.min(at, this.text.length), message);
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  private value(): JsonValue {
    this.space();
    if (this.path.length > DEPTH_MAX) this.fail(`This is nested more than ${DEPTH_MAX} levels deep.`);
    const sign = this.text[this.at];
    if (sign === '{') return this.object();
    if (sign === '[') return this.list();
    if (sign === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text)?.[0];
    if (found === undefined)
      this.fail('A value is missing here: a text in double quotes, a number, true, false, { or [.');
    const value = Number(found);
    if (!Number.isFinite(value)) this.fail('This number is too large.');
    this.at += found.length;
    return value;
  }

  private string(): string {
    const from = this.at;
    do this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '"' && this.skipEscape());
    this.at += 1;
    try {
      const value: unknown = JSON.parse(this.text.slice(from, this.at));
      return String(value);
    } catch {
      return this.fail('This text has no closing quote on its line, or a \\ that JSON does not know.', from);
    }
  }

  private skipEscape(): boolean {
    if (this.text[this.at] === '\\') this.at += 1;
    return this.text[this.at] !== '\n';
  }

  private object(): JsonObject {
    const members: JsonObject = {};
    this.each('}', () => {
      const from = this.at;
      if (this.text[this.at] !== '"') this.fail('The name of a member is missing here, in double quotes.');
      const name = this.string();
      const wrong = wrongMemberName(name);
      if (wrong !== null) this.fail(wrong, from);
      if (Object.hasOwn(members, name)) this.fail(`${name} stands twice.`, from);
      this.space();
      if (this.text[this.at] !== ':') this.fail(`A colon is missing after "${name.slice(0, 60)}".`);
      this.at += 1;
      members[name] = this.within(name, from);
    });
    return members;
  }

  private list(): JsonValue[] {
    const items: JsonValue[] = [];
    this.each(']', () => {
      items.push(this.within(items.length, this.at));
    });
    return items;
  }

  private within(step: string | number, from: number): JsonValue {
    this.path.push(step);
    const value = this.value();
    const path: Path = this.path;
    this.spans.set(pathText(path), { from, to: this.at });
    this.path.pop();
    return value;
  }

  private each(end: '}' | ']', item: () => void): void {
    this.at += 1;
    this.space();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.space();
      item();
      this.space();
      const sign = this.text[this.at];
      if (sign === end) break;
      if (sign !== ',') this.fail(`A comma or ${end} is missing here.`);
      this.at += 1;
      this.space();
      if (this.text[this.at] === end) this.fail('A comma stands before the end.', this.at - 1);
    }
    this.at += 1;
  }
}
