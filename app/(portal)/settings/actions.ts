'use server';

import { z } from 'zod';
import { defineAction } from '@/app/define-action';
import {
  ActionError,
  changePerson as change,
  changeOwnPassword,
  EVERYTHING,
  revokeInvitation as endInvitation,
  invitedEmail,
  invite as makeInvitation,
  ROLES,
  removePerson as remove,
  revokeSessionOf,
  revokeSessionsOf,
  scopeRule,
} from '@/lib/access';
import type { Runtime } from '@/lib/runtime';

const id = z.uuid();
const role = z.enum(ROLES);

/** Changes the role or scope of a person, or whether they may sign in; it holds from their next request on. */
export const changePerson = defineAction({
  name: 'users.change',
  permission: 'users.write',
  input: z.object({ id, role: role.optional(), scope: scopeRule.optional(), disabled: z.boolean().optional() }),
  on: 'portal',
  run: async ({ input: { id: person, ...given }, runtime, prisma, clock, audit }) => {
    if (given.scope !== undefined) knownConnections(runtime, given.scope);
    const { before, after } = await change(prisma, clock(), person, given);
    audit.subject(`user ${before.email}`);
    audit.before(before);
    audit.after(after);
    return after;
  },
});

/** Removes a person's account and ends their sessions. */
export const removePerson = defineAction({
  name: 'users.remove',
  permission: 'users.write',
  input: z.object({ id }),
  on: 'portal',
  run: async ({ input, prisma, clock, audit }) => {
    const before = await remove(prisma, clock(), input.id);
    audit.subject(`user ${before.email}`);
    audit.before(before);
    return { email: before.email };
  },
});

/** Makes an invitation. The path holds its token, which is given this once. */
export const invitePerson = defineAction({
  name: 'invitations.create',
  permission: 'users.write',
  input: z.object({ email: invitedEmail, role, scope: scopeRule }),
  on: 'portal',
  run: async ({ input, runtime, prisma, clock, user, audit }) => {
    const scope = input.role === 'administrator' ? EVERYTHING : input.scope;
    knownConnections(runtime, scope);
    const made = await makeInvitation(prisma, clock(), { ...input, scope, invitedBy: user.email });
    audit.subject(`user ${input.email}`);
    audit.after({ email: input.email, role: input.role, scope, expiresAt: new Date(made.expiresAt).toISOString() });
    return { path: `/sign-in/invitation?token=${made.token}`, email: input.email, expiresAt: made.expiresAt };
  },
});

/** Ends an invitation that was not used yet. */
export const revokeInvitation = defineAction({
  name: 'invitations.revoke',
  permission: 'users.write',
  input: z.object({ id }),
  on: 'portal',
  run: async ({ input, prisma, clock, audit }) => {
    const { email } = await endInvitation(prisma, clock(), input.id);
    audit.subject(`user ${email}`);
    return { email };
  },
});

/** Ends one session of a person, or all of them where none is named. */
export const endSessionsOf = defineAction({
  name: 'sessions.end',
  permission: 'users.write',
  input: z.object({ user: id, session: id.optional() }),
  on: 'portal',
  run: async ({ input, prisma, clock, audit }) => {
    const person = await prisma.user.findUnique({ where: { id: input.user }, select: { email: true } });
    if (person === null) throw new ActionError('not-found', 'This person has no account here any more.');
    audit.subject(`user ${person.email}`);
    const ended =
      input.session === undefined
        ? await revokeSessionsOf(prisma, clock(), input.user)
        : Number(await revokeSessionOf(prisma, clock(), input.user, input.session));
    audit.after({ ended });
    return { ended };
  },
});

/** Ends sessions of one's own: the one named, or all but this one. */
export const endOwnSessions = defineAction({
  name: 'sessions.end-own',
  permission: 'read',
  input: z.object({ session: id.optional() }),
  on: 'portal',
  run: async ({ input, prisma, clock, user, sessionId, audit }) => {
    audit.subject(`user ${user.email}`);
    const ended =
      input.session === undefined
        ? await revokeSessionsOf(prisma, clock(), user.id, sessionId)
        : Number(await revokeSessionOf(prisma, clock(), user.id, input.session));
    audit.after({ ended });
    return { ended };
  },
});

/** Gives oneself a new password; every other session of one's own ends. The log holds neither of them. */
export const changePassword = defineAction({
  name: 'password.change',
  permission: 'read',
  input: z.object({ old: z.string().min(1, 'Give the password you have.').max(1024), password: z.string().max(1024) }),
  on: 'portal',
  isSecret: true,
  run: async ({ input, prisma, clock, user, sessionId, address, audit }) => {
    audit.subject(`user ${user.email}`);
    await changeOwnPassword(prisma, clock(), { user, sessionId, address }, input);
    return {};
  },
});

function knownConnections(runtime: Runtime, scope: z.output<typeof scopeRule>): void {
  if (scope.connections === 'all') return;
  const known = new Set([...runtime.connections.values()].map((one) => one.id));
  if (scope.connections.length === 0)
    throw new ActionError('invalid', 'Choose at least one connection.', { scope: 'Choose at least one connection.' });
  if (scope.connections.some((one) => !known.has(one.id))) {
    throw new ActionError('invalid', 'One of the connections is gone: load the page again.');
  }
  if (scope.connections.some((one) => one.queues !== 'all' && one.queues.length === 0)) {
    throw new ActionError('invalid', 'Name at least one queue, or take all.', { scope: 'Name at least one queue.' });
  }
}
