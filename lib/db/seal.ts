import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what the log and snapshots keep, under a key derived from the installation's secret. */
export interface Seal {
  /** nonce, tag, ciphertext. `place` is bound in: sealed bytes do not open anywhere else. */
  close(plain: Uint8Array, place: string): Buffer;
  /** Throws a SealError where secret, place or bytes are not those that were sealed. */
  open(sealed: Uint8Array, place: string): Buffer;
}

/** What is stored can't be read back: another secret, or damage. Match it by name. */
class SealError extends Error {
  override readonly name = 'SealError';
}

/** AES-256-GCM under HKDF-SHA-256 of the secret; `purpose` keeps keys of different uses apart. */
export function createSeal(secret: string, purpose: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, 'batchdeck', purpose, 32));
  return {
    close(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, place) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
        decipher.setAAD(Buffer.from(place));
        decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      } catch {
        throw new SealError(
          `${place} can't be decrypted: BATCHDECK_SECRET is not the one it was written under, or the bytes are damaged. Restore the secret or the database.`,
        );
      }
    },
  };
}
