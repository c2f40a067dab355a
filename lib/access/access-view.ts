import { type Role, rolesThatMay } from './roles';
import { type Permission, queuesSeen } from './scope';
import type { SignedIn } from './sessions';

/** What a page tells the browser of who is signed in and what they may, so that it can disable what it may not. */
export interface AccessView {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly role: Role;
  /** The roles that include each permission. */
  readonly who: Readonly<Record<Permission, readonly Role[]>>;
  /** The queues one may see and act on, on the connection of the page. */
  readonly queues: 'all' | readonly string[];
  /** Why nothing can be changed on this page whoever one is, in a sentence; null where it can. */
  readonly readOnly: string | null;
}

/**
 * The view of a session for the pages of a connection, or of none. It decides nothing: every action and read checks for
 * itself.
 */
export function accessView(
  signedIn: SignedIn,
  connectionId: number | null,
  readOnly: string | null = null,
): AccessView {
  const { user, scope } = signedIn;
  return {
    user: { id: user.id, name: user.name, email: user.email },
    role: user.role,
    who: WHO,
    queues: connectionId === null ? 'all' : queuesSeen(scope, connectionId),
    readOnly,
  };
}

const WHO: AccessView['who'] = {
  read: rolesThatMay('read'),
  'jobs.submit': rolesThatMay('jobs.submit'),
  'jobs.end': rolesThatMay('jobs.end'),
  'resources.write': rolesThatMay('resources.write'),
  'simulator.control': rolesThatMay('simulator.control'),
  'connections.write': rolesThatMay('connections.write'),
  'users.write': rolesThatMay('users.write'),
  'keys.write': rolesThatMay('keys.write'),
  'settings.write': rolesThatMay('settings.write'),
};
