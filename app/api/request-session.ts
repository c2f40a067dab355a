import { cookies, headers } from 'next/headers';
import { checkSession, requestFacts, type Scope, type SignedIn, seesConnection } from '@/lib/access';
import { type PortalConnection, type Runtime, runtime } from '@/lib/runtime';
import { failure } from './answer';

/** Who sent this request to a route handler. What a page asks for by itself does not prolong a session. */
export async function sessionOf(running: Runtime): Promise<SignedIn | null> {
  const [sent, jar] = await Promise.all([headers(), cookies()]);
  const { sessionToken } = requestFacts(sent, (name) => jar.get(name)?.value);
  return checkSession(running.prisma, running.clock(), sessionToken, false);
}

/** The connection of this slug, where the scope may see it. */
function connectionInScope(running: Runtime, scope: Scope, slug: string): PortalConnection | null {
  const connection = running.connections.get(slug);
  if (connection === undefined) return null;
  return seesConnection(scope, connection.id) ? connection : null;
}

/** A session and a connection it may see, or the answer that says what is missing. */
export async function authorise(
  slug: string,
): Promise<{ running: Runtime; signedIn: SignedIn; connection: PortalConnection } | { refusal: Response }> {
  const running = await runtime();
  const signedIn = await sessionOf(running);
  if (signedIn === null) return { refusal: failure(401, 'signed-out', 'You are signed out: sign in and try again.') };
  const connection = connectionInScope(running, signedIn.scope, slug);
  if (connection === null) return { refusal: failure(404, 'not-found', `There is no connection ${slug} here.`) };
  return { running, signedIn, connection };
}
