import { hash, verify } from '@node-rs/argon2';

/** The library's defaults are argon2id with OWASP's first choice: 19 MiB, 2 passes, 1 lane. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

let decoy: Promise<string> | undefined;

/**
 * Whether a password fits a stored hash. `stored` null stands for an account that doesn't exist: the answer is false and
 * takes as long as a real check.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash('an account that does not exist');
  const matches = await verify(stored ?? (await decoy), password.normalize('NFKC'));
  return stored !== null && matches;
}

const PASSWORD_LENGTH = { least: 8, most: 256 } as const;

/** What is wrong with a new password, as a sentence, or null. */
export function passwordFault(password: string, user: { name: string; email: string }): string | null {
  if (password.length < PASSWORD_LENGTH.least) return `Use at least ${PASSWORD_LENGTH.least} characters.`;
  if (password.length > PASSWORD_LENGTH.most) return `Use at most ${PASSWORD_LENGTH.most} characters.`;
  if (new Set(password).size < 4) return 'Use at least 4 different characters.';
  const lower = password.toLowerCase();
  if (lower === user.name.toLowerCase() || lower === user.email.toLowerCase()) {
    return 'Use something other than the name or e-mail.';
  }
  return null;
}
