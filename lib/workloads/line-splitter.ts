import { WorkloadError } from './workload';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const LINE_BYTES_MAX = 1 << 20;

/** Called with each line: its bytes from `from` to `to` (without its end) and its number from 1. False stops. */
export type OnLine = (bytes: Uint8Array, from: number, to: number, line: number) => boolean;

/** Cuts a stream of bytes into lines; with `quoted`, a line break within double quotes does not end a record (RFC 4180). */
export class LineSplitter {
  readonly #onLine: OnLine;
  readonly #quoted: boolean;
  #carry = new Uint8Array(0);
  #inQuotes = false;
  #line = 1;
  #recordLine = 1;

  constructor(onLine: OnLine, options: { quoted: boolean }) {
    this.#onLine = onLine;
    this.#quoted = options.quoted;
  }

  /** False when a line said stop; the rest of the piece is then dropped. */
  push(piece: Uint8Array): boolean {
    const scanned = this.#carry.length;
    const bytes = new Uint8Array(scanned + piece.length);
    bytes.set(this.#carry);
    bytes.set(piece, scanned);
    const quote = this.#quoted ? QUOTE : NEWLINE;
    let inQuotes = this.#inQuotes;
    let from = 0;
    for (let at = scanned; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte !== NEWLINE) {
        if (byte === quote) inQuotes = !inQuotes;
        continue;
      }
      this.#line += 1;
      if (inQuotes) continue;
      const to = at > from && bytes[at - 1] === RETURN ? at - 1 : at;
      const line = this.#recordLine;
      this.#recordLine = this.#line;
      const start = from;
      from = at + 1;
      if (!this.#onLine(bytes, start, to, line)) return false;
    }
    this.#inQuotes = inQuotes;
    this.#carry = bytes.slice(from);
    if (this.#carry.length > LINE_BYTES_MAX) this.#refuseLong();
    return true;
  }

  #refuseLong(): never {
    const line = this.#recordLine;
    const why = this.#inQuotes ? 'a quote that opens on it is not closed for 1 MiB' : 'it is longer than 1 MiB';
    throw new WorkloadError('bad-row', `Line ${line}: ${why}.`, { line });
  }

  /** The last line, where the file does not end in a line break. */
  finish(): void {
    const line = this.#recordLine;
    if (this.#inQuotes) {
      const message = `Line ${line}: a quote that opens on it is never closed; the file is cut short.`;
      throw new WorkloadError('truncated', message, { line });
    }
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    const to = rest.at(-1) === RETURN ? rest.length - 1 : rest.length;
    if (rest.length > 0) this.#onLine(rest, 0, to, line);
  }
}
