import type { PrismaClient } from '@/lib/db';
import { ActionError } from './action-result';
import { browserWords } from './browser-words';
import { parseRole, type Role } from './roles';
import { EVERYTHING, type ScopeRule, scopeRule } from './scope';
import { revokeSessionsOf } from './sessions';

/** A person with an account. Times in ms. */
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  scope: ScopeRule;
  createdAt: number;
  disabledAt: number | null;
  /** Sessions that are open now. */
  sessions: number;
  /** The last click in any session, also of one that has ended; null before the first sign-in. */
  seenAt: number | null;
}

/** Everybody with an account, by name. */
export async function listPeople(prisma: PrismaClient, now: number): Promise<PersonRow[]> {
  const users = await prisma.user.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: { sessions: { select: { seenAt: true, expiresAt: true, revokedAt: true } } },
  });
  return users.map(({ sessions, ...user }) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    role: parseRole(user.role) ?? 'viewer',
    scope: storedRule(user.scope),
    createdAt: user.createdAt.getTime(),
    disabledAt: user.disabledAt?.getTime() ?? null,
    sessions: sessions.filter((one) => one.revokedAt === null && one.expiresAt.getTime() > now).length,
    seenAt: sessions.reduce<number | null>((latest, one) => Math.max(latest ?? 0, one.seenAt.getTime()), null),
  }));
}

/** The rule that is stored; one that can't be read shows nothing, as `scopeOfRule` lets nothing be seen. */
export function storedRule(stored: unknown): ScopeRule {
  const parsed = scopeRule.safeParse(stored);
  return parsed.success ? parsed.data : { connections: [] };
}

/** What of a person may be changed by an administrator. Absent members stay. */
export interface PersonChange {
  role?: Role | undefined;
  scope?: ScopeRule | undefined;
  disabled?: boolean | undefined;
}

/** A person as the audit log shows them. */
export interface PersonFacts {
  email: string;
  role: string;
  scope: ScopeRule;
  disabled: boolean;
}

interface StoredPerson {
  id: string;
  email: string;
  role: string;
  scope: unknown;
  disabledAt: Date | null;
}

const factsOf = (user: StoredPerson): PersonFacts => ({
  email: user.email,
  role: user.role,
  scope: user.role === 'administrator' ? EVERYTHING : storedRule(user.scope),
  disabled: user.disabledAt !== null,
});

type Tx = Pick<PrismaClient, 'user' | '$executeRaw'>;

/**
 * Changes role, scope or whether somebody may sign in, from their next request on; who is disabled is signed out. Throws
 * ActionError for an unknown person, and where nobody would be left to administer the portal.
 */
export async function changePerson(
  prisma: PrismaClient,
  now: number,
  id: string,
  change: PersonChange,
): Promise<{ before: PersonFacts; after: PersonFacts }> {
  const result = await prisma.$transaction(async (tx) => {
    const user = await lockedPerson(tx, id);
    const { role = user.role, disabled = user.disabledAt !== null } = change;
    if (role !== 'administrator' || disabled) await keepAnAdministrator(tx, user);
    const after = await tx.user.update({
      where: { id },
      data: {
        role,
        ...(change.scope !== undefined && { scope: change.scope }),
        disabledAt: disabled ? (user.disabledAt ?? new Date(now)) : null,
      },
    });
    return { before: factsOf(user), after: factsOf(after) };
  });
  if (result.after.disabled && !result.before.disabled) await revokeSessionsOf(prisma, now, id);
  return result;
}

/** Removes a person's account and ends their sessions; what they did stays in the log under their e-mail. */
export async function removePerson(prisma: PrismaClient, now: number, id: string): Promise<PersonFacts> {
  await revokeSessionsOf(prisma, now, id);
  return prisma.$transaction(async (tx) => {
    const user = await lockedPerson(tx, id);
    await keepAnAdministrator(tx, user);
    await tx.user.delete({ where: { id } });
    return factsOf(user);
  });
}

/** One at a time, so that two administrators can't take each other's role at once. */
async function lockedPerson(tx: Tx, id: string): Promise<StoredPerson> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('batchdeck administrators', 0))`;
  const user = await tx.user.findUnique({ where: { id } });
  if (user === null) throw new ActionError('not-found', 'This person has no account here any more.');
  return user;
}

async function keepAnAdministrator(tx: Tx, user: StoredPerson): Promise<void> {
  if (user.role !== 'administrator' || user.disabledAt !== null) return;
  const others = await tx.user.count({
    where: { role: 'administrator', disabledAt: null, id: { not: user.id } },
  });
  if (others > 0) return;
  throw new ActionError(
    'conflict',
    `${user.email} is the last administrator. Make somebody else one first: else nobody could.`,
  );
}

/** A session that is open now. Times in ms. */
export interface SessionRow {
  id: string;
  userId: string;
  address: string;
  browser: string;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
}

/** The open sessions of a person, or of everybody, the last used first; at most 1,000. */
export async function listSessions(prisma: PrismaClient, now: number, userId?: string): Promise<SessionRow[]> {
  const rows = await prisma.session.findMany({
    where: { ...(userId !== undefined && { userId }), revokedAt: null, expiresAt: { gt: new Date(now) } },
    orderBy: [{ seenAt: 'desc' }, { id: 'desc' }],
    take: 1000,
  });
  return rows.map((row) => ({
    id: row.id,
    userId: row.userId,
    address: row.address ?? 'unknown',
    browser: browserWords(row.userAgent),
    createdAt: row.createdAt.getTime(),
    seenAt: row.seenAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
  }));
}

/** Whether an error says that a unique value was taken meanwhile. Told by name: `instanceof` lies across bundles. */
export function isTaken(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'PrismaClientKnownRequestError' &&
    'code' in error &&
    error.code === 'P2002'
  );
}
