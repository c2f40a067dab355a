import type { AccessView, Permission, Role } from '@/lib/access';

/** What a control would change. */
export interface Asked {
  queue?: string;
  /** All of them must be in scope, as for an environment that several queues use. */
  queues?: readonly string[];
  /** It moves every queue of the connection, as its clock does. */
  whole?: boolean;
}

const ACTS: Readonly<Record<Permission, string>> = {
  read: 'read this',
  'jobs.submit': 'submit jobs',
  'jobs.end': 'end jobs',
  'resources.write': 'change environments, queues and definitions',
  'simulator.control': 'move a simulator’s clock and load work into it',
  'connections.write': 'make and change connections',
  'users.write': 'manage people',
  'keys.write': 'manage access keys',
  'settings.write': 'change settings',
};

function roleNames(roles: readonly Role[]): string {
  const names = roles.map((role) => `${role}s`).join(' and ');
  return names.charAt(0).toUpperCase() + names.slice(1);
}

/** Why a person may not, in a sentence that says who may; null where they may. */
export function refusalFor(access: AccessView, permission: Permission, where: Asked = {}): string | null {
  const roles = access.who[permission];
  if (!roles.includes(access.role)) {
    return `${roleNames(roles)} may ${ACTS[permission]}; ask an administrator.`;
  }
  if (access.readOnly !== null && permission !== 'read') return access.readOnly;
  const { queues } = access;
  if (queues === 'all') return null;
  if (where.whole === true) {
    return `This changes every queue of the connection, and you may act on ${queues.join(', ') || 'none'}; ask an administrator.`;
  }
  const outside = [...(where.queues ?? []), ...(where.queue === undefined ? [] : [where.queue])].filter(
    (queue) => !queues.includes(queue),
  );
  if (outside.length === 0) return null;
  return `${outside.join(', ')} ${outside.length === 1 ? 'is' : 'are'} outside of the queues you may act on (${queues.join(', ') || 'none'}); ask an administrator.`;
}
