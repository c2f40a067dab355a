import { CircleUser, KeyRound, type LucideIcon, Plug, SlidersHorizontal, Users } from 'lucide-react';
import type { Permission } from '@/lib/access';

/** A page of Settings; who lacks the permission sees its line disabled. */
export interface SettingsPlace {
  name: string;
  path: string;
  icon: LucideIcon;
  permission: Permission;
}

/** The pages of Settings, in order: only what exists. */
export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  { name: 'Connections', path: '/settings/connections', icon: Plug, permission: 'read' },
  { name: 'Users and roles', path: '/settings/people', icon: Users, permission: 'users.write' },
  { name: 'Access keys', path: '/settings/keys', icon: KeyRound, permission: 'keys.write' },
  { name: 'My account', path: '/settings/account', icon: CircleUser, permission: 'read' },
  { name: 'Display and keys', path: '/settings/display', icon: SlidersHorizontal, permission: 'read' },
];
