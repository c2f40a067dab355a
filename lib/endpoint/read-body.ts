import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MAX_BODY_BYTES } from '@/lib/protocol';
import { ApiError } from './api-error';

const inflate = promisify(gunzip);

function tooLarge(): ApiError {
  return new ApiError(
    'RequestEntityTooLargeException',
    413,
    `The request's body has more than ${MAX_BODY_BYTES} bytes; no more are taken.`,
    true,
  );
}

/** Refuses by its own word a body that would not be read to its end. */
export function checkAnnouncedLength(request: IncomingMessage): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > MAX_BODY_BYTES) throw tooLarge();
}

/** The body's bytes, at most MAX_BODY_BYTES. Throws an ApiError for more; rejects where the sender goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.byteLength;
      if (length > MAX_BODY_BYTES) {
        request.pause();
        request.removeAllListeners('data');
        reject(tooLarge());
      } else parts.push(part);
    });
    request.on('end', () => resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new ApiError('RequestAbortedException', 400, 'The sender went away.', true));
    });
  });
}

/** The body without its content encoding: as it is, or inflated to at most MAX_BODY_BYTES. */
export async function plainBody(wire: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  // `identity` says nothing.
  if (name === '' || name === 'identity') return wire;
  if (name !== 'gzip') {
    throw new ApiError('UnsupportedMediaTypeException', 415, `The content encoding ${name.slice(0, 40)} is not taken.`);
  }
  try {
    return await inflate(wire, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new ApiError('ClientException', 400, 'The request’s body is not valid gzip.');
  }
}
