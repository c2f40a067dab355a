import 'server-only';
import { may, type SignedIn, seesConnection } from '@/lib/access';
import type { ActivityReader } from '@/lib/history';
import type { PortalConnection, Runtime } from '@/lib/runtime';

/** Who reads the activity of one connection, or of all that are in scope and of the portal itself. */
export function activityReader(
  running: Pick<Runtime, 'connections'>,
  signedIn: SignedIn,
  connection: PortalConnection | null,
): ActivityReader {
  const asked = connection === null ? [...running.connections.values()] : [connection];
  return {
    scope: signedIn.scope,
    userId: signedIn.user.id,
    seesPeople: may(signedIn.user.role, 'users.write'),
    connections: asked
      .filter(({ id }) => seesConnection(signedIn.scope, id))
      .map(({ id, slug, epoch }) => ({ id, slug, epoch })),
    withPortal: connection === null,
  };
}
