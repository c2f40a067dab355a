import { z } from 'zod';
import type { PrismaClient } from '@/lib/db';
import { hashPassword, passwordFault } from './passwords';
import { revokeSessionsOf } from './sessions';
import { hashToken, isToken, newToken } from './tokens';

/** A set-up link is good once and this long. */
const SETUP_LINK_MS = 15 * 60_000;

/** A user's name. */
export const nameField = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(64, 'Use at most 64 characters.')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, 'Use letters, digits, blanks, dots, hyphens and underscores.');

/** A user's e-mail, in small letters. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('Give an e-mail address, such as ops@example.com.'));

/** What a new user types. Names and e-mails are compared without case. */
export const newUserFields = z
  .object({
    name: nameField,
    email: emailField,
    password: z.string(),
  })
  .superRefine((user, context) => {
    const fault = passwordFault(user.password, user);
    if (fault !== null) context.addIssue({ code: 'custom', path: ['password'], message: fault });
  });
export type NewUserFields = z.infer<typeof newUserFields>;

/** Whether somebody can sign in as administrator; the set-up link is printed while nobody can. */
export async function hasAdministrator(prisma: PrismaClient): Promise<boolean> {
  return (await prisma.user.count({ where: { role: 'administrator', disabledAt: null } })) > 0;
}

/** Makes a new one-time link and returns its address. Earlier links that were not used end. */
export async function createSetupLink(prisma: PrismaClient, clock: () => number, baseUrl: string): Promise<string> {
  const token = newToken();
  const now = clock();
  await prisma.$transaction([
    prisma.setupToken.deleteMany({ where: { usedAt: null } }),
    prisma.setupToken.create({
      data: { tokenHash: hashToken(token), createdAt: new Date(now), expiresAt: new Date(now + SETUP_LINK_MS) },
    }),
  ]);
  return `${baseUrl.replace(/\/$/, '')}/setup?token=${token}`;
}

export type SetupTokenState = 'good' | 'used' | 'expired' | 'unknown';

/** What a link's token is worth now. */
export async function setupTokenState(
  prisma: PrismaClient,
  now: number,
  token: string | null | undefined,
): Promise<SetupTokenState> {
  if (!isToken(token)) return 'unknown';
  const row = await prisma.setupToken.findUnique({ where: { tokenHash: hashToken(token) } });
  if (row === null) return 'unknown';
  if (row.usedAt !== null) return 'used';
  return row.expiresAt.getTime() > now ? 'good' : 'expired';
}

export type SetupOutcome =
  | { ok: true; user: { id: string; email: string; name: string }; isNew: boolean }
  | { ok: false; why: Exclude<SetupTokenState, 'good'> | 'taken' };

/**
 * Uses a set-up link: makes an administrator, or gives the user with this e-mail a new password and the role (a lost
 * password is mended by a new link). The token is used up in the same transaction, so that it works once.
 */
export async function redeemSetupLink(
  prisma: PrismaClient,
  now: number,
  token: string | null,
  fields: NewUserFields,
): Promise<SetupOutcome> {
  const state = await setupTokenState(prisma, now, token);
  if (state !== 'good' || token === null) return { ok: false, why: state === 'good' ? 'unknown' : state };
  const passwordHash = await hashPassword(fields.password);
  const outcome = await prisma.$transaction(async (tx): Promise<SetupOutcome> => {
    const namesake = await tx.user.findFirst({
      where: { name: { equals: fields.name, mode: 'insensitive' }, email: { not: fields.email } },
    });
    if (namesake !== null) return { ok: false, why: 'taken' };
    const used = await tx.setupToken.updateMany({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: new Date(now) } },
      data: { usedAt: new Date(now) },
    });
    if (used.count === 0) return { ok: false, why: 'used' };
    const before = await tx.user.findUnique({ where: { email: fields.email } });
    const administrator = { name: fields.name, role: 'administrator', passwordHash, disabledAt: null };
    const user = await tx.user.upsert({
      where: { email: fields.email },
      create: { ...administrator, email: fields.email, createdAt: new Date(now) },
      update: administrator,
    });
    return { ok: true, user: { id: user.id, email: user.email, name: user.name }, isNew: before === null };
  });
  if (outcome.ok && !outcome.isNew) await revokeSessionsOf(prisma, now, outcome.user.id);
  return outcome;
}

/**
 * Makes the administrator that the environment names, unless a user has that e-mail already: an existing user, password
 * and role are left as they are. Returns whether one was made.
 */
export async function ensureAdministrator(
  prisma: PrismaClient,
  now: number,
  given: { email: string; password: string },
): Promise<boolean> {
  const email = given.email.trim().toLowerCase();
  if ((await prisma.user.findUnique({ where: { email } })) !== null) return false;
  const local = email.split('@')[0] || email;
  const isTaken = (await prisma.user.findFirst({ where: { name: { equals: local, mode: 'insensitive' } } })) !== null;
  await prisma.user.create({
    data: {
      email,
      name: isTaken ? email : local,
      role: 'administrator',
      passwordHash: await hashPassword(given.password),
      createdAt: new Date(now),
    },
  });
  return true;
}
