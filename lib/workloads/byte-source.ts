import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { WorkloadError } from './workload';

// The one file here that is not pure: decompression, and letting others run between two pieces.

const PIECE_BYTES = 64 * 1024;

export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

/** Lets the event loop go round once. */
export function breathe(): Promise<void> {
  return setImmediate();
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

async function* gunzipped(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  pipeline(Readable.from(compressed, { objectMode: false }), gunzip, () => undefined);
  try {
    for await (const piece of gunzip) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw error.code === 'Z_BUF_ERROR'
      ? new WorkloadError(
          'truncated',
          'The gzip file is cut short: it ends before its last block. Upload it again whole.',
        )
      : new WorkloadError('corrupt', 'The gzip file is damaged: its blocks do not decompress. Upload it again.');
  } finally {
    gunzip.destroy();
  }
}

/** The bytes in pieces small enough to parse in a millisecond or two, decompressed where they are gzip (by their magic). */
export async function* inflatedPieces(source: ByteSource): AsyncGenerator<Uint8Array> {
  const chunks = chunksOf(source);
  let head = new Uint8Array(0);
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  try {
    while (head.length < 2) {
      const next = await chunks.next();
      if (next.done === true) break;
      head = Uint8Array.from(joined(head, next.value));
    }
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    for await (const chunk of isGzip ? gunzipped(whole()) : whole()) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES) yield chunk.subarray(from, from + PIECE_BYTES);
    }
  } finally {
    await chunks.return(undefined);
  }
}
