import { WorkloadError } from './workload';

/** What a JSON text is told as, in order. Numbers come as they are written. */
export interface JsonHandler {
  open(kind: 'object' | 'array'): void;
  close(kind: 'object' | 'array'): void;
  key(name: string): void;
  string(value: string): void;
  number(text: string): void;
  literal(value: boolean | null): void;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

const TOKEN_BYTES_MAX = 1 << 20;
const DEPTH_MAX = 256;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const QUOTE = 34;
const BACKSLASH = 92;

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

function isBare(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 45 ||
    byte === 43 ||
    byte === 46 ||
    byte === 69
  );
}

/** Reads JSON (RFC 8259, UTF-8) piece by piece. Throws WorkloadError with the line. */
export class JsonTokens {
  readonly #handler: JsonHandler;
  readonly #decoder = new TextDecoder();
  readonly #stack: ('object' | 'array')[] = [];
  #expected: Expected = 'value';
  #carry = new Uint8Array(0);
  #line = 1;

  constructor(handler: JsonHandler) {
    this.#handler = handler;
  }

  /** Line on which the reader stands, from 1. */
  get line(): number {
    return this.#line;
  }

  push(piece: Uint8Array): void {
    const bytes = new Uint8Array(this.#carry.length + piece.length);
    bytes.set(this.#carry);
    bytes.set(piece, this.#carry.length);
    this.#carry = bytes.slice(this.#scan(bytes, false));
    if (this.#carry.length > TOKEN_BYTES_MAX) throw this.#bad('a text is longer than 1 MiB');
  }

  finish(): void {
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    const read = this.#scan(rest, true);
    if (read === rest.length && this.#expected === 'nothing') return;
    const message = `The JSON is cut short: it ends on line ${this.#line} with ${this.#stack.length} open brackets.`;
    throw new WorkloadError('truncated', message, { line: this.#line });
  }

  /** Reads whole tokens from the start; gives where the first one begins that the bytes do not hold whole. */
  #scan(bytes: Uint8Array, isLast: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      if (isBlank(byte)) {
        if (byte === 10) this.#line += 1;
        at += 1;
        continue;
      }
      let end = at + 1;
      if (byte === QUOTE) {
        end = this.#stringEnd(bytes, at + 1);
        if (end < 0) return at;
        this.#text(bytes, at, end);
      } else if (isBare(byte)) {
        while (end < bytes.length && isBare(bytes[end] ?? 0)) end += 1;
        if (end === bytes.length && !isLast) return at;
        this.#bare(this.#decoder.decode(bytes.subarray(at, end)));
      } else {
        this.#punctuation(byte);
      }
      at = end;
    }
    return at;
  }

  /** Place behind the closing quote, or -1 where the bytes end before it. */
  #stringEnd(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at += 1;
      else if (byte < 32) throw this.#bad('a text holds a line break or control character');
    }
    return -1;
  }

  #text(bytes: Uint8Array, from: number, to: number): void {
    let text = this.#decoder.decode(bytes.subarray(from + 1, to - 1));
    if (text.includes('\\')) text = this.#unescaped(text);
    if (this.#expected === 'key' || this.#expected === 'key or }') {
      this.#expected = ':';
      this.#handler.key(text);
      return;
    }
    this.#wantValue(`"${text.slice(0, 20)}"`);
    this.#handler.string(text);
  }

  #unescaped(text: string): string {
    try {
      const value: unknown = JSON.parse(`"${text}"`);
      return String(value);
    } catch {
      throw this.#bad('a text has an escape that JSON does not know');
    }
  }

  #bare(text: string): void {
    this.#wantValue(text.slice(0, 20));
    if (NUMBER.test(text)) this.#handler.number(text);
    else if (text === 'true' || text === 'false') this.#handler.literal(text === 'true');
    else if (text === 'null') this.#handler.literal(null);
    else throw this.#bad(`"${text.slice(0, 20)}" is no JSON value`);
  }

  #wantValue(found: string): void {
    if (this.#expected !== 'value' && this.#expected !== 'value or ]') throw this.#unexpected(found);
    this.#expected = this.#stack.length === 0 ? 'nothing' : ', or end';
  }

  #punctuation(byte: number): void {
    const char = String.fromCharCode(byte);
    if (char === '{' || char === '[') this.#open(char === '{' ? 'object' : 'array');
    else if (char === '}' || char === ']') this.#close(char);
    else if (char === ':' && this.#expected === ':') this.#expected = 'value';
    else if (char === ',' && this.#expected === ', or end') {
      this.#expected = this.#stack.at(-1) === 'object' ? 'key' : 'value';
    } else throw this.#unexpected(char);
  }

  #open(kind: 'object' | 'array'): void {
    this.#wantValue(kind === 'object' ? '{' : '[');
    if (this.#stack.push(kind) > DEPTH_MAX) throw this.#bad(`it is nested more than ${DEPTH_MAX} deep`);
    this.#expected = kind === 'object' ? 'key or }' : 'value or ]';
    this.#handler.open(kind);
  }

  #close(char: '}' | ']'): void {
    const kind = char === '}' ? 'object' : 'array';
    const isEmpty = this.#expected === (kind === 'object' ? 'key or }' : 'value or ]');
    if (this.#stack.at(-1) !== kind || !(isEmpty || this.#expected === ', or end')) throw this.#unexpected(char);
    this.#stack.pop();
    this.#expected = this.#stack.length === 0 ? 'nothing' : ', or end';
    this.#handler.close(kind);
  }

  #unexpected(found: string): WorkloadError {
    const wanted = this.#expected === 'nothing' ? 'the end of the file' : this.#expected;
    return this.#bad(`${found} stands where ${wanted} should`);
  }

  #bad(what: string): WorkloadError {
    return new WorkloadError('bad-json', `Line ${this.#line}: this is not valid JSON, ${what}.`, { line: this.#line });
  }
}
