import type { PrismaClient } from '@/lib/db';
import { ActionError } from './action-result';

/** Wrong tries that are let through, and for how long (ms) the next one then waits. */
export const SIGN_IN_LIMITS = {
  account: { tries: 5, pauseMs: 5 * 60_000 },
  address: { tries: 20, pauseMs: 15 * 60_000 },
} as const;

/** A try that may be checked: `left` wrong ones remain after it. Or one that must wait until `until` (ms). */
export type TryOutcome =
  | { allowed: true; tryId: bigint; left: number; pauseMs: number }
  | { allowed: false; until: number };

const KEEP_MS = 86_400_000;

/**
 * Counts a try before its password is looked at, so that tries sent at once can't slip past the limit; `succeeded` marks
 * it right afterwards. What has to wait is not counted. The counts are in Postgres and outlive a restart.
 */
export function beginTry(prisma: PrismaClient, now: number, account: string, address: string): Promise<TryOutcome> {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in account ${account}`}, 0))`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in address ${address}`}, 0))`;
    const byAccount = await wrongTries(tx, 'account', account, now);
    const byAddress = await wrongTries(tx, 'address', address, now);
    const until = Math.max(byAccount.until, byAddress.until);
    if (until > now) return { allowed: false, until };
    const made = await tx.signInTry.create({
      data: { account, address, at: new Date(now), ok: false },
      select: { id: true },
    });
    const left = Math.min(byAccount.left, byAddress.left) - 1;
    const pauseMs = byAccount.left <= byAddress.left ? SIGN_IN_LIMITS.account.pauseMs : SIGN_IN_LIMITS.address.pauseMs;
    return { allowed: true, tryId: made.id, left, pauseMs };
  });
}

type Tx = Pick<PrismaClient, 'signInTry'>;

async function wrongTries(
  tx: Tx,
  by: 'account' | 'address',
  value: string,
  now: number,
): Promise<{ left: number; until: number }> {
  const { tries, pauseMs } = SIGN_IN_LIMITS[by];
  const recent = await tx.signInTry.findMany({
    where: { [by]: value, at: { gt: new Date(now - pauseMs) } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: tries,
  });
  // A right password clears its account's count; an address must wait its tries out, or one account would clear them all.
  const lastRight = by === 'account' ? recent.findIndex((one) => one.ok) : -1;
  const wrong = (lastRight < 0 ? recent : recent.slice(0, lastRight)).filter((one) => !one.ok);
  const newest = wrong[0];
  const until = wrong.length >= tries && newest !== undefined ? newest.at.getTime() + pauseMs : 0;
  return { left: tries - wrong.length, until };
}

/**
 * The same for what is not sign-in: gives the try's id, or throws an ActionError that says how long to wait. Keep
 * `account` in capitals at its head: what people type as an account is in small letters.
 */
export async function begin(prisma: PrismaClient, now: number, account: string, address: string): Promise<bigint> {
  const begun = await beginTry(prisma, now, account, address);
  if (begun.allowed) return begun.tryId;
  const minutes = Math.max(1, Math.ceil((begun.until - now) / 60_000));
  throw new ActionError('paused', `Too many wrong tries. The next one is looked at in ${minutes} min.`);
}

/** Marks a counted try as right, and forgets what is too old to matter. */
export async function succeeded(prisma: PrismaClient, now: number, tryId: bigint): Promise<void> {
  await prisma.signInTry.update({ where: { id: tryId }, data: { ok: true } });
  await prisma.signInTry.deleteMany({ where: { at: { lt: new Date(now - KEEP_MS) } } });
}
