import type { PrismaClient } from '@/lib/db';
import { SECURE_SESSION_COOKIE, SESSION_COOKIE } from './origin';
import { parseRole, type Role } from './roles';
import { EVERYTHING, type Scope, scopeOfRule } from './scope';
import { hashToken, isToken, newToken } from './tokens';

/** A session ends this long after its last click, and this long after sign-in whatever happens. Ms. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_LIFE_MS = 30 * 86_400_000;
const TOUCH_EVERY_MS = 60_000;

/** Where sessions that end are told, so that their open streams close. The payload is the session's id. */
export const SESSION_CHANNEL = 'batchdeck_session';

export interface SignedInUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** A checked session: the only source of a Scope. */
export interface SignedIn {
  readonly sessionId: string;
  readonly user: SignedInUser;
  readonly scope: Scope;
}

export interface OpenedSession {
  readonly token: string;
  readonly cookie: SessionCookie;
}

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly secure: boolean;
  readonly path: '/';
  /** Seconds. */
  readonly maxAge: number;
}

/** The cookie of a session; an empty token gives the one that removes it. */
export function sessionCookie(token: string, secure: boolean): SessionCookie {
  const maxAge = token === '' ? 0 : SESSION_LIFE_MS / 1000;
  const name = secure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
  return { name, value: token, httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge };
}

/** Opens a session after the password or the set-up link was checked. Only the token's hash is stored. */
export async function openSession(
  prisma: PrismaClient,
  now: number,
  userId: string,
  from: { address: string; userAgent: string | null; secure: boolean },
): Promise<OpenedSession> {
  const token = newToken();
  await prisma.session.create({
    data: {
      userId,
      tokenHash: hashToken(token),
      createdAt: new Date(now),
      seenAt: new Date(now),
      expiresAt: new Date(now + SESSION_IDLE_MS),
      address: from.address,
      userAgent: from.userAgent?.slice(0, 300) ?? null,
    },
  });
  return { token, cookie: sessionCookie(token, from.secure) };
}

/**
 * Who a token belongs to, or null where it is unknown, expired, revoked, or its user is disabled. `isClick` slides the
 * expiry (at most one write a minute); reads that the page makes by itself leave it.
 */
export async function checkSession(
  prisma: PrismaClient,
  now: number,
  token: string | null | undefined,
  isClick: boolean,
): Promise<SignedIn | null> {
  if (!isToken(token)) return null;
  const session = await prisma.session.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  const grant = session === null ? null : grantOf(session, now);
  if (session === null || grant === null) return null;
  if (isClick && now - session.seenAt.getTime() >= TOUCH_EVERY_MS) {
    const expiresAt = Math.min(now + SESSION_IDLE_MS, session.createdAt.getTime() + SESSION_LIFE_MS);
    await prisma.session.updateMany({
      where: { id: session.id, revokedAt: null },
      data: { seenAt: new Date(now), expiresAt: new Date(expiresAt) },
    });
  }
  const { id, email, name } = session.user;
  return { sessionId: session.id, user: { id, email, name, role: grant.role }, scope: grant.scope };
}

/** What a session may read now, for streams that stay open; null where it has ended. */
export async function scopeOfSession(prisma: PrismaClient, now: number, sessionId: string): Promise<Scope | null> {
  const session = await prisma.session.findUnique({ where: { id: sessionId }, include: { user: true } });
  return session === null ? null : (grantOf(session, now)?.scope ?? null);
}

/** Role and scope of a session as its user has them now, so that a change holds from the next request on. */
function grantOf(
  session: { expiresAt: Date; revokedAt: Date | null; user: { role: string; scope: unknown; disabledAt: Date | null } },
  now: number,
): { role: Role; scope: Scope } | null {
  if (session.revokedAt !== null || session.expiresAt.getTime() <= now || session.user.disabledAt !== null) return null;
  const role = parseRole(session.user.role);
  if (role === null) return null;
  // An administrator may change every scope, so a narrow one of their own would keep nothing from them.
  return { role, scope: scopeOfRule(role === 'administrator' ? EVERYTHING : session.user.scope) };
}

/** Ends one session now; its streams close within seconds. */
export async function revokeSession(prisma: PrismaClient, now: number, sessionId: string): Promise<void> {
  await endSessions(prisma, now, { id: sessionId });
}

/** Ends every session of a user, as after a new password; `except` is the one that stays. */
export async function revokeSessionsOf(
  prisma: PrismaClient,
  now: number,
  userId: string,
  except?: string,
): Promise<number> {
  return endSessions(prisma, now, { userId, ...(except !== undefined && { id: { not: except } }) });
}

/** Ends one session of this user now; false where they have no such open session. */
export async function revokeSessionOf(
  prisma: PrismaClient,
  now: number,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  return (await endSessions(prisma, now, { userId, id: sessionId })) > 0;
}

async function endSessions(
  prisma: PrismaClient,
  now: number,
  which: { id?: string | { not: string }; userId?: string },
): Promise<number> {
  const ended = await prisma.session.updateManyAndReturn({
    where: { ...which, revokedAt: null },
    data: { revokedAt: new Date(now) },
    select: { id: true },
  });
  for (const { id } of ended) await prisma.$executeRaw`SELECT pg_notify(${SESSION_CHANNEL}, ${id})`;
  return ended.length;
}
