import type { Permission } from './scope';
import { PERMISSIONS } from './scope';

/** The roles, from the least to the most. Source: docs/decisions, 'Who may'. */
export const ROLES = ['viewer', 'operator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  operator: ['read', 'jobs.submit', 'jobs.end', 'resources.write', 'simulator.control'],
  administrator: PERMISSIONS,
};

/** Narrows a stored role; an unknown text gives null, and null may nothing. */
export function parseRole(text: string): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}

/** Whether a role includes a permission. */
export function may(role: Role, permission: Permission): boolean {
  return MAY[role].includes(permission);
}

/** The roles that include a permission, for 'who may' next to a disabled control. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return ROLES.filter((role) => may(role, permission));
}
