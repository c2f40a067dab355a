import type { PrismaClient } from '@/lib/db';
import { verifyPassword } from './passwords';
import { beginTry, succeeded } from './throttle';

export type SignInOutcome =
  | { ok: true; user: { id: string; email: string; name: string } }
  /** `left` wrong tries remain, then a pause of `pauseMs`. */
  | { ok: false; why: 'wrong'; left: number; pauseMs: number }
  /** `until` in ms: no try is looked at before. */
  | { ok: false; why: 'paused'; until: number };

/** Checks a name or e-mail and a password, counted by account and by address. Never says which of the two was wrong. */
export async function checkSignIn(
  prisma: PrismaClient,
  now: number,
  given: { account: string; password: string; address: string },
): Promise<SignInOutcome> {
  const typed = given.account.trim().toLowerCase().slice(0, 254);
  const user = await findUser(prisma, typed);
  const begun = await beginTry(prisma, now, user?.email ?? typed, given.address);
  if (!begun.allowed) return { ok: false, why: 'paused', until: begun.until };
  const isRight = await verifyPassword(user?.passwordHash ?? null, given.password);
  if (user === null || !isRight || user.disabledAt !== null) {
    return { ok: false, why: 'wrong', left: begun.left, pauseMs: begun.pauseMs };
  }
  await succeeded(prisma, now, begun.tryId);
  return { ok: true, user: { id: user.id, email: user.email, name: user.name } };
}

async function findUser(prisma: PrismaClient, typed: string) {
  const byEmail = await prisma.user.findUnique({ where: { email: typed } });
  return byEmail ?? prisma.user.findFirst({ where: { name: { equals: typed, mode: 'insensitive' } } });
}
