import { z } from 'zod';

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
 * session. Ask it by `seesConnection` and `queuesSeen`.
 */
export interface Scope {
  readonly [scopeBrand]: true;
  readonly connections: 'all' | readonly number[];
  /** By id of a connection that is narrowed: the only queues (by name) that may be seen and acted on there. */
  readonly narrowed: ReadonlyMap<number, readonly string[]>;
}

const queueNames = z.array(z.string().min(1).max(128)).max(500);

/** A scope as it is stored with a user or an invitation: everything, or these connections, each whole or by queue. */
export const scopeRule = z.union([
  z.object({ connections: z.literal('all') }),
  z.object({
    connections: z
      .array(z.object({ id: z.number().int().min(1).max(32_767), queues: z.union([z.literal('all'), queueNames]) }))
      .max(200),
  }),
]);
export type ScopeRule = z.infer<typeof scopeRule>;

/** The rule of who may see all. */
export const EVERYTHING: ScopeRule = { connections: 'all' };

/** Made after a session was checked; nothing else may call it.. */
export function makeScope(connections: Scope['connections'], narrowed: Scope['narrowed'] = new Map()): Scope {
  const scope: Omit<Scope, typeof scopeBrand> = { connections, narrowed };
  return scope as Scope;
}

/** The scope of a stored rule; one that can't be read sees nothing. */
export function scopeOfRule(stored: unknown): Scope {
  const parsed = scopeRule.safeParse(stored);
  if (!parsed.success) return makeScope([]);
  const { connections } = parsed.data;
  if (connections === 'all') return makeScope('all');
  const narrowed = new Map<number, readonly string[]>();
  for (const { id, queues } of connections) if (queues !== 'all') narrowed.set(id, queues);
  return makeScope(
    connections.map(({ id }) => id),
    narrowed,
  );
}

/** Whether anything of a connection may be seen. */
export function seesConnection(scope: Scope, connectionId: number): boolean {
  return scope.connections === 'all' || scope.connections.includes(connectionId);
}

/** The queues of a connection, by name, that may be seen and acted on; none where the connection is out of scope. */
export function queuesSeen(scope: Scope, connectionId: number): 'all' | readonly string[] {
  if (!seesConnection(scope, connectionId)) return [];
  return scope.narrowed.get(connectionId) ?? 'all';
}
