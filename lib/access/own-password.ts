import type { PrismaClient } from '@/lib/db';
import { ActionError } from './action-result';
import { hashPassword, passwordFault, verifyPassword } from './passwords';
import { revokeSessionsOf, type SignedInUser } from './sessions';
import { begin, succeeded } from './throttle';

/**
 * Gives a person a new password where the old one is right; every other session of theirs ends. Wrong tries are counted
 * as those of sign-in are. ActionError names the field.
 */
export async function changeOwnPassword(
  prisma: PrismaClient,
  now: number,
  who: { user: SignedInUser; sessionId: string; address: string },
  given: { old: string; password: string },
): Promise<void> {
  const { user } = who;
  const fault = given.password === given.old ? 'Use another one than before.' : passwordFault(given.password, user);
  if (fault !== null) throw new ActionError('invalid', fault, { password: fault });
  const begun = await begin(prisma, now, `PASSWORD ${user.email}`, who.address);
  const stored = await prisma.user.findUnique({ where: { id: user.id }, select: { passwordHash: true } });
  if (!(await verifyPassword(stored?.passwordHash ?? null, given.old))) {
    throw new ActionError('wrong', 'This is not your password.', { old: 'This is not your password.' });
  }
  await succeeded(prisma, now, begun);
  await prisma.user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(given.password) } });
  await revokeSessionsOf(prisma, now, user.id, who.sessionId);
}
