import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { checkSession, type RequestFacts, requestFacts, type SignedIn } from '@/lib/access';
import { runtime } from '@/lib/runtime';

/** What this request tells about its sender. */
export async function currentRequest(): Promise<RequestFacts> {
  const [sent, jar] = await Promise.all([headers(), cookies()]);
  return requestFacts(sent, (name) => jar.get(name)?.value);
}

/** Who asks for this page, or null; one look-up per request, and it counts as a click. */
export const currentSession = cache(async (): Promise<SignedIn | null> => {
  const request = await currentRequest();
  const { prisma, clock } = await runtime();
  return checkSession(prisma, clock(), request.sessionToken, true);
});

/** Who asks for this page; sends everybody else to sign in, and back to `returnTo` after it. */
export async function requireSession(returnTo: string): Promise<SignedIn> {
  const signedIn = await currentSession();
  if (signedIn !== null) return signedIn;
  const request = await currentRequest();
  const ended = request.sessionToken === null ? '' : '&ended=1';
  redirect(`/sign-in?to=${encodeURIComponent(returnTo)}${ended}`);
}
