import 'server-only';
import { ActionError, type Scope, seesConnection } from '@/lib/access';
import type { SimulatedControls } from '@/lib/driver';
import type { PortalConnection, Runtime } from '@/lib/runtime';

/** How long an action waits for history to have its change. */
const PATIENCE_MS = 2000;

/** The connection an action names, where it is in scope; ActionError otherwise. */
export function connectionOf(runtime: Runtime, scope: Scope, slug: string): PortalConnection {
  const connection = runtime.connections.get(slug);
  if (connection === undefined || !seesConnection(scope, connection.id)) {
    throw new ActionError('not-found', `There is no connection ${slug} here.`);
  }
  return connection;
}

/** A simulated connection's controls; ActionError where the connection is real. */
export function controlsOf(connection: PortalConnection): SimulatedControls {
  const controls = connection.driver.simulated;
  if (controls === undefined)
    throw new ActionError('refused', `${connection.name} is AWS itself: it has no clock to set.`);
  return controls;
}

/** Lets history catch up with what was just done, so that the page that reloads shows it. False where it did not yet. */
export async function untilRecorded(connection: PortalConnection): Promise<boolean> {
  return connection.caughtUp(PATIENCE_MS);
}
