import type { Column } from './columns';

/** A file of named parts: 8 bytes of length, a JSON index, then the parts' bytes, each from a multiple of 8 on. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

interface IndexEntry {
  name: string;
  length: number;
}

const WORD = 8;
const aligned = (length: number): number => Math.ceil(length / WORD) * WORD;

export function bytesOf(column: Column | Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

export function packParts(parts: readonly Part[]): Uint8Array {
  const index: IndexEntry[] = parts.map(({ name, bytes }) => ({ name, length: bytes.length }));
  const head = new TextEncoder().encode(JSON.stringify(index));
  let size = WORD + aligned(head.length);
  for (const { bytes } of parts) size += aligned(bytes.length);
  const packed = new Uint8Array(size);
  new DataView(packed.buffer).setUint32(0, head.length, true);
  packed.set(head, WORD);
  let at = WORD + aligned(head.length);
  for (const { bytes } of parts) {
    packed.set(bytes, at);
    at += aligned(bytes.length);
  }
  return packed;
}

// The index is a machine's own: packParts wrote it.
function readIndex(text: string): IndexEntry[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error('The bytes are no snapshot of a simulator.');
  return parsed as IndexEntry[];
}

/** Parts by name; each a copy that begins at an aligned address. */
export function unpackParts(packed: Uint8Array): Map<string, Uint8Array> {
  if (packed.length < WORD) throw new Error('The bytes are no snapshot of a simulator: they are too short.');
  const headLength = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0, true);
  if (headLength > packed.length - WORD)
    throw new Error('The bytes are no snapshot of a simulator: their index is cut short.');
  const index = readIndex(new TextDecoder().decode(packed.subarray(WORD, WORD + headLength)));
  const parts = new Map<string, Uint8Array>();
  let at = WORD + aligned(headLength);
  for (const { name, length } of index) {
    if (at + length > packed.length) throw new Error(`The snapshot is cut short in its part '${name}'.`);
    parts.set(name, packed.slice(at, at + length));
    at += aligned(length);
  }
  return parts;
}

/** A 64-bit hash of bytes as 16 hex digits; not for secrets. */
export function hashBytes(bytes: Uint8Array): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ (byte + at), 0xcc9e2d51);
    b ^= b >>> 15;
  }
  a = Math.imul(a ^ (b >>> 16), 0x85ebca6b);
  b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35);
  a ^= b >>> 16;
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
