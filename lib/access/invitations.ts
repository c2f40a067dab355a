import { z } from 'zod';
import type { PrismaClient } from '@/lib/db';
import { ActionError } from './action-result';
import { emailField, nameField } from './administrators';
import { hashPassword, passwordFault } from './passwords';
import { isTaken, storedRule } from './people';
import { parseRole, type Role } from './roles';
import type { ScopeRule } from './scope';
import { hashToken, isToken, newToken } from './tokens';

/** A link is good once and this long. */
export const INVITATION_MS = 7 * 86_400_000;
/** Links that have ended are listed this long. */
const LISTED_MS = 30 * 86_400_000;

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

/** An invitation as administrators see it. Times in ms. */
export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  scope: ScopeRule;
  invitedBy: string;
  createdAt: number;
  expiresAt: number;
  state: InvitationState;
}

/** What a person who was invited types. */
export const acceptedFields = z.object({ name: nameField, password: z.string().max(1024) });

/** What an administrator types. */
export const invitedEmail = emailField;

interface Stored {
  id: string;
  email: string;
  role: string;
  scope: unknown;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

function stateOf(stored: Stored, now: number): InvitationState {
  if (stored.acceptedAt !== null) return 'accepted';
  if (stored.revokedAt !== null) return 'revoked';
  return stored.expiresAt.getTime() > now ? 'open' : 'expired';
}

function toRow(stored: Stored, now: number): InvitationRow {
  return {
    id: stored.id,
    email: stored.email,
    role: parseRole(stored.role) ?? 'viewer',
    scope: storedRule(stored.scope),
    invitedBy: stored.invitedBy,
    createdAt: stored.createdAt.getTime(),
    expiresAt: stored.expiresAt.getTime(),
    state: stateOf(stored, now),
  };
}

/** Invitations that are open, and those of the last 30 days, newest first. */
export async function listInvitations(prisma: PrismaClient, now: number): Promise<InvitationRow[]> {
  const rows = await prisma.invitation.findMany({
    where: { createdAt: { gt: new Date(now - LISTED_MS) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 200,
  });
  return rows.map((row) => toRow(row, now));
}

/**
 * Makes a link by which this e-mail's owner makes an account; earlier ones to the same e-mail end. The token is given
 * here and never again: only its hash is stored. ActionError where the e-mail has an account already.
 */
export async function invite(
  prisma: PrismaClient,
  now: number,
  given: { email: string; role: Role; scope: ScopeRule; invitedBy: string },
): Promise<{ id: string; token: string; expiresAt: number }> {
  if ((await prisma.user.findUnique({ where: { email: given.email } })) !== null) {
    const message = `${given.email} has an account already.`;
    throw new ActionError('conflict', message, { email: message });
  }
  const token = newToken();
  const expiresAt = now + INVITATION_MS;
  const [, made] = await prisma.$transaction([
    prisma.invitation.updateMany({
      where: { email: given.email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date(now) },
    }),
    prisma.invitation.create({
      data: {
        ...given,
        tokenHash: hashToken(token),
        createdAt: new Date(now),
        expiresAt: new Date(expiresAt),
      },
    }),
  ]);
  return { id: made.id, token, expiresAt };
}

/** Ends a link that was not used yet. ActionError where there is none to end. */
export async function revokeInvitation(prisma: PrismaClient, now: number, id: string): Promise<InvitationRow> {
  const ended = await prisma.invitation.updateManyAndReturn({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date(now) },
  });
  const [row] = ended;
  if (row === undefined) throw new ActionError('conflict', 'This invitation was used or revoked already.');
  return toRow(row, now);
}

/** What a link's token is worth now, and for whom it is. */
export async function invitationOf(
  prisma: PrismaClient,
  now: number,
  token: string | null | undefined,
): Promise<InvitationRow | null> {
  if (!isToken(token)) return null;
  const row = await prisma.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
  return row === null ? null : toRow(row, now);
}

/** Why a link can't be used. */
export const INVITATION_FAULT: Readonly<Record<Exclude<InvitationState, 'open'> | 'unknown', string>> = {
  accepted: 'This invitation was used already: sign in with the account it made.',
  revoked: 'This invitation was revoked. Ask who sent it for a new one.',
  expired: 'This invitation is older than 7 days. Ask who sent it for a new one.',
  unknown: 'This invitation is not known here. Ask who sent it for a new one.',
};

/**
 * Uses a link: makes the account with the role and scope that the invitation gives. The token is used up in the same
 * transaction, so that it works once. ActionError where the link is not good, or the name or password is not.
 */
export async function acceptInvitation(
  prisma: PrismaClient,
  now: number,
  token: string,
  given: z.output<typeof acceptedFields>,
): Promise<{ id: string; email: string; name: string; role: string }> {
  const invitation = await invitationOf(prisma, now, token);
  const state = invitation?.state ?? 'unknown';
  if (invitation === null || state !== 'open') {
    throw new ActionError('refused', INVITATION_FAULT[state === 'open' ? 'unknown' : state]);
  }
  const fault = passwordFault(given.password, { name: given.name, email: invitation.email });
  if (fault !== null) throw new ActionError('invalid', fault, { password: fault });
  const passwordHash = await hashPassword(given.password);
  try {
    return await prisma.$transaction(async (tx) => {
      const namesake = await tx.user.findFirst({ where: { name: { equals: given.name, mode: 'insensitive' } } });
      if (namesake !== null) {
        throw new ActionError('conflict', 'Another user has this name.', { name: 'Another user has this name.' });
      }
      const used = await tx.invitation.updateMany({
        where: { id: invitation.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } },
        data: { acceptedAt: new Date(now) },
      });
      if (used.count === 0) throw new ActionError('refused', INVITATION_FAULT.accepted);
      return tx.user.create({
        data: {
          email: invitation.email,
          name: given.name,
          role: invitation.role,
          scope: invitation.scope,
          passwordHash,
          createdAt: new Date(now),
        },
        select: { id: true, email: true, name: true, role: true },
      });
    });
  } catch (error) {
    if (isTaken(error)) throw new ActionError('conflict', `${invitation.email} has an account already: sign in.`);
    throw error;
  }
}
