'use server';

import { cookies } from 'next/headers';
import { z } from 'zod';
import { defineAction, defineOpenAction } from '@/app/define-action';
import { currentRequest } from '@/app/session';
import {
  ActionError,
  acceptedFields,
  acceptInvitation,
  beginCountedTry,
  checkSignIn,
  countedTrySucceeded,
  invitationOf,
  isSecure,
  localPath,
  newUserFields,
  openSession,
  redeemSetupLink,
  revokeSession,
  type SetupTokenState,
  sessionCookie,
} from '@/lib/access';

/** Checks name or e-mail and password and opens a session; answers with the path to go to. */
export const signIn = defineOpenAction({
  name: 'session.sign-in',
  input: z.object({
    account: z.string().trim().min(1, 'Give a user name or e-mail.').max(254),
    password: z.string().min(1, 'Give a password.').max(1024),
    to: z.string().max(2000).optional(),
  }),
  actor: (input) => `sign-in of ${input.account}`,
  run: async ({ input, prisma, clock, address, userAgent, secure, audit }) => {
    const outcome = await checkSignIn(prisma, clock(), { account: input.account, password: input.password, address });
    if (!outcome.ok && outcome.why === 'paused') {
      const left = minutes(outcome.until - clock());
      throw new ActionError('paused', `Too many wrong tries. The next one is looked at in ${left}.`);
    }
    if (!outcome.ok) {
      const pause = minutes(outcome.pauseMs);
      const tries = outcome.left === 1 ? '1 try' : `${outcome.left} tries`;
      const rest = outcome.left > 0 ? `${tries} left, then a pause of ${pause}.` : `Now a pause of ${pause}.`;
      throw new ActionError('wrong', `Name or password is wrong. ${rest}`);
    }
    const session = await openSession(prisma, clock(), outcome.user.id, { address, userAgent, secure });
    (await cookies()).set(session.cookie);
    audit.subject(`user ${outcome.user.email}`);
    return { to: localPath(input.to) };
  },
});

/** Ends this browser's session everywhere; its open streams close within seconds. */
export const signOut = defineAction({
  name: 'session.sign-out',
  permission: 'read',
  input: z.void(),
  on: 'portal',
  run: async ({ prisma, clock, sessionId }) => {
    await revokeSession(prisma, clock(), sessionId);
    (await cookies()).set(sessionCookie('', isSecure(await currentRequest())));
    return { to: '/sign-in' };
  },
});

const LINK_FAULT: Readonly<Record<Exclude<SetupTokenState, 'good'> | 'taken', string>> = {
  used: 'This link was used already. On the server, npm run setup-link prints a new one.',
  expired: 'This link is older than 15 minutes. On the server, npm run setup-link prints a new one.',
  unknown: 'This link is not known here. On the server, npm run setup-link prints a new one.',
  taken: 'Another user has this name.',
};

/** Uses a set-up link: makes the first administrator (or gives a lost one a new password) and signs them in. */
export const setUp = defineOpenAction({
  name: 'setup.administrator',
  input: z.object({ token: z.string().max(100), user: newUserFields }),
  actor: () => 'set-up link',
  run: async ({ input, prisma, clock, address, userAgent, secure, audit }) => {
    const outcome = await redeemSetupLink(prisma, clock(), input.token, input.user);
    if (!outcome.ok) {
      const message = LINK_FAULT[outcome.why];
      const isName = outcome.why === 'taken';
      throw new ActionError(isName ? 'conflict' : 'refused', message, isName ? { 'user.name': message } : undefined);
    }
    audit.subject(`user ${outcome.user.email}`);
    audit.after({ email: outcome.user.email, name: outcome.user.name, role: 'administrator', isNew: outcome.isNew });
    const session = await openSession(prisma, clock(), outcome.user.id, { address, userAgent, secure });
    (await cookies()).set(session.cookie);
    return { to: '/', name: outcome.user.name };
  },
});

/** Uses an invitation's link: makes the account it promises and signs in. Unknown links are counted by address. */
export const joinByInvitation = defineOpenAction({
  name: 'invitations.accept',
  input: z.object({ token: z.string().max(100), person: acceptedFields }),
  actor: () => 'invitation',
  run: async ({ input, prisma, clock, address, userAgent, secure, audit }) => {
    const counted = await beginCountedTry(prisma, clock(), `INVITATION ${address}`, address);
    const invitation = await invitationOf(prisma, clock(), input.token);
    if (invitation !== null) {
      audit.subject(`user ${invitation.email}`);
      await countedTrySucceeded(prisma, clock(), counted);
    }
    const user = await acceptInvitation(prisma, clock(), input.token, input.person);
    audit.after({ email: user.email, name: user.name, role: user.role });
    const session = await openSession(prisma, clock(), user.id, { address, userAgent, secure });
    (await cookies()).set(session.cookie);
    return { to: '/' };
  },
});

function minutes(ms: number): string {
  const count = Math.max(1, Math.ceil(ms / 60_000));
  return `${count} min`;
}
