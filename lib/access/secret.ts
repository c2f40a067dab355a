import { hkdfSync } from 'node:crypto';
import type { PrismaClient } from '@/lib/db';

const KEY = 'secret.fingerprint';

/** A text that tells whether two secrets are the same, and nothing else about them. */
function secretFingerprint(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, 'batchdeck', 'fingerprint', 16)).toString('hex');
}

/**
 * Whether this secret is the one under which the database was written; the first secret seen is remembered. On 'differs'
 * the portal must not start: it could read nothing that is encrypted.
 */
export async function checkSecret(prisma: PrismaClient, secret: string): Promise<'first' | 'matches' | 'differs'> {
  const fingerprint = secretFingerprint(secret);
  const made = await prisma.$executeRaw`
    INSERT INTO setting (key, value) VALUES (${KEY}, to_jsonb(${fingerprint}::text)) ON CONFLICT (key) DO NOTHING`;
  if (made > 0) return 'first';
  const stored = await prisma.setting.findUnique({ where: { key: KEY } });
  return stored?.value === fingerprint ? 'matches' : 'differs';
}

/** The sentence for a secret that differs. */
export const SECRET_DIFFERS =
  'BATCHDECK_SECRET is not the secret this database was written with: set it to that one (where none was set, it is the file "secret" in the data folder), or the encrypted log and keys can not be read.';
