declare const scopeBrand: unique symbol;

/** What one user may do, as DECISIONS 33 lists it. */
export const PERMISSIONS = [
  'read',
  'jobs.submit',
  'jobs.end',
  'resources.write',
  'simulator.control',
  'connections.write',
  'users.write',
  'keys.write',
  'settings.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * What the asker may see: first argument of every read. Only `lib/access` makes one, so no read can be reached without a
 * session. `connections` are ids; `queues`, where set, are the only queues (by name) whose jobs may be seen.
 */
export interface Scope {
  readonly [scopeBrand]: true;
  readonly connections: 'all' | readonly number[];
  readonly queues: 'all' | readonly string[];
}

/** Made after a session was checked; nothing else may call it. */
export function makeScope(connections: Scope['connections'], queues: Scope['queues']): Scope {
  const scope: Omit<Scope, typeof scopeBrand> = { connections, queues };
  return scope as Scope;
}
