import { authorise } from '@/app/api/request-session';
import { scopeOfSession } from '@/lib/access';
import { LIVE_HEADERS, liveStream } from '@/lib/live';

/** What moves on a connection, as server-sent events: see `LiveMessage`. `?connection=` is the slug. */
export async function GET(request: Request): Promise<Response> {
  const slug = new URL(request.url).searchParams.get('connection') ?? '';
  const access = await authorise(slug);
  if ('refusal' in access) return access.refusal;
  const { running, signedIn, connection } = access;
  const body = liveStream({
    live: running.live,
    scope: signedIn.scope,
    sessionId: signedIn.sessionId,
    connection,
    recorded: () => connection.recorded(),
    simulated: connection.driver.simulated,
    currentScope: () => scopeOfSession(running.prisma, running.clock(), signedIn.sessionId),
    clock: running.clock,
    signal: AbortSignal.any([request.signal, connection.ended]),
  });
  return new Response(body, { headers: LIVE_HEADERS });
}
