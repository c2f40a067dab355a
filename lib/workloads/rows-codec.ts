import type { WorkloadRows } from '@/lib/batch';
import { MAX_WORKLOAD_ROWS, WorkloadError } from './workload';

// 'BDWR' and the version. A column is: mode, scale, then its values as zigzag varints, plain, as differences, or one for all.
const MAGIC = [0x42, 0x44, 0x57, 0x52];
const VERSION = 1;
const CONSTANT = 0;
const PLAIN = 1;
const DIFFERENCES = 2;

/** Zigzag without bit operations: these numbers go up to 2^53. */
const folded = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unfolded = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

class BlobWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  readonly #encoder = new TextEncoder();

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number of 0 or more. */
  natural(value: number): void {
    this.#room(9);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  texts(values: readonly string[]): void {
    this.natural(values.length);
    for (const value of values) {
      const bytes = this.#encoder.encode(value);
      this.natural(bytes.length);
      this.#room(bytes.length);
      this.#bytes.set(bytes, this.#length);
      this.#length += bytes.length;
    }
  }

  column(values: ArrayLike<number>): void {
    const first = values[0] ?? 0;
    let isConstant = true;
    let scale = 1000;
    let plain = 0;
    let differences = 0;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? 0;
      if (value !== first) isConstant = false;
      if (value % 1000 !== 0) scale = 1;
      plain += Math.abs(value);
      differences += Math.abs(value - (at === 0 ? 0 : (values[at - 1] ?? 0)));
    }
    this.byte(isConstant ? CONSTANT : differences < plain ? DIFFERENCES : PLAIN);
    this.byte(scale === 1000 ? 1 : 0);
    if (isConstant) {
      this.natural(folded(first / scale));
      return;
    }
    let before = 0;
    for (let at = 0; at < values.length; at++) {
      const value = (values[at] ?? 0) / scale;
      this.natural(folded(differences < plain ? value - before : value));
      before = value;
    }
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

function damaged(what: string): WorkloadError {
  return new WorkloadError('corrupt', `The stored rows of a workload can't be read: ${what}.`);
}

class BlobReader {
  readonly #bytes: Uint8Array;
  readonly #decoder = new TextDecoder();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw damaged('they end too early');
    return value;
  }

  natural(max = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * unit;
      if (value > max) throw damaged('a number is out of range');
      if (byte < 128) return value;
      unit *= 128;
    }
  }

  texts(max: number): string[] {
    return Array.from({ length: this.natural(max) }, () => {
      const length = this.natural(this.#bytes.length - this.#at);
      this.#at += length;
      if (this.#at > this.#bytes.length) throw damaged('they end too early');
      return this.#decoder.decode(this.#bytes.subarray(this.#at - length, this.#at));
    });
  }

  /** Fills a column whose values lie between `min` and `max`. */
  column<T extends { length: number; [at: number]: number }>(into: T, min: number, max: number): T {
    const mode = this.byte();
    const scale = this.byte() === 1 ? 1000 : 1;
    if (mode > DIFFERENCES) throw damaged('a column is of an unknown kind');
    const constant = mode === CONSTANT ? unfolded(this.natural()) : 0;
    let before = 0;
    for (let at = 0; at < into.length; at++) {
      if (mode === CONSTANT) before = constant;
      else before = unfolded(this.natural()) + (mode === DIFFERENCES ? before : 0);
      const value = before * scale;
      if (value < min || value > max) throw damaged('a value is out of range');
      into[at] = value;
    }
    return into;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw damaged('bytes follow their end');
  }
}

/** The rows as compact bytes of version 1, fit to be compressed and kept; the same rows always give the same bytes. */
export function encodeRows(rows: WorkloadRows): Uint8Array<ArrayBuffer> {
  const writer = new BlobWriter();
  for (const byte of [...MAGIC, VERSION]) writer.byte(byte);
  writer.natural(rows.count);
  writer.natural(folded(rows.firstSubmitMs));
  for (const column of [rows.submitMs, rows.runMs, rows.milliVcpus, rows.memoryMib, rows.gpus]) writer.column(column);
  writer.texts(rows.users);
  writer.column(rows.user);
  writer.natural(rows.parentIndex.length);
  writer.column(rows.parentStart);
  writer.column(rows.parentIndex);
  writer.byte((rows.names ? 1 : 0) + (rows.exitCode ? 2 : 0) + (rows.definition ? 4 : 0) + (rows.queue ? 8 : 0));
  if (rows.names) writer.texts(rows.names);
  if (rows.exitCode) writer.column(rows.exitCode);
  writer.texts(rows.definitions);
  if (rows.definition) writer.column(rows.definition);
  writer.texts(rows.queues);
  if (rows.queue) writer.column(rows.queue);
  return writer.done();
}

/** The rows of encodeRows's bytes. Throws WorkloadError ('corrupt') for any others. */
export function decodeRows(bytes: Uint8Array): WorkloadRows {
  const reader = new BlobReader(bytes);
  for (const byte of MAGIC) if (reader.byte() !== byte) throw damaged('they do not begin as rows do');
  const version = reader.byte();
  if (version !== VERSION) throw damaged(`they are of version ${version}, and this program reads version ${VERSION}`);
  const count = reader.natural(MAX_WORKLOAD_ROWS);
  const safe = Number.MAX_SAFE_INTEGER;
  const firstSubmitMs = unfolded(reader.natural());
  const submitMs = reader.column(new Float64Array(count), 0, safe);
  const runMs = reader.column(new Float64Array(count), 0, safe);
  const milliVcpus = reader.column(new Uint32Array(count), 0, 2 ** 32 - 1);
  const memoryMib = reader.column(new Int32Array(count), -1, 2 ** 31 - 1);
  const gpus = reader.column(new Uint16Array(count), 0, 2 ** 16 - 1);
  const users = reader.texts(count);
  const user = reader.column(new Int32Array(count), -1, users.length - 1);
  const edges = reader.natural(bytes.length * 128);
  const parentStart = reader.column(new Uint32Array(count + 1), 0, edges);
  const parentIndex = reader.column(new Uint32Array(edges), 0, count - 1);
  if (parentStart[count] !== edges || parentStart.some((start, row) => start < (parentStart[row - 1] ?? 0))) {
    throw damaged('the parents do not add up');
  }
  const has = reader.byte();
  const names = has & 1 ? reader.texts(count) : null;
  if (names !== null && names.length !== count) throw damaged('names are missing');
  const exitCode = has & 2 ? reader.column(new Int32Array(count), -(2 ** 31), 2 ** 31 - 1) : null;
  const definitions = reader.texts(count);
  const definition = has & 4 ? reader.column(new Int32Array(count), -1, definitions.length - 1) : null;
  const queues = reader.texts(count);
  const queue = has & 8 ? reader.column(new Int32Array(count), -1, queues.length - 1) : null;
  reader.end();
  return {
    count,
    firstSubmitMs,
    submitMs,
    runMs,
    milliVcpus,
    memoryMib,
    gpus,
    user,
    users,
    parentStart,
    parentIndex,
    names,
    exitCode,
    definition,
    definitions,
    queue,
    queues,
  };
}
