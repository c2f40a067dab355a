import { FileCode2, FlaskConical, LayoutDashboard, ListTree, Rows3, ScrollText, Server } from 'lucide-react';

/** Where one can go under a connection: only what exists. `key` follows `g`. */
const PLACES = [
  { name: 'Overview', path: '', key: 'o', icon: LayoutDashboard, simulatedOnly: false },
  { name: 'Jobs', path: '/jobs', key: 'j', icon: ListTree, simulatedOnly: false },
  { name: 'Queues', path: '/queues', key: 'q', icon: Rows3, simulatedOnly: false },
  { name: 'Environments', path: '/environments', key: 'e', icon: Server, simulatedOnly: false },
  { name: 'Definitions', path: '/definitions', key: 'd', icon: FileCode2, simulatedOnly: false },
  { name: 'Lab', path: '/lab', key: 'l', icon: FlaskConical, simulatedOnly: true },
  { name: 'Activity', path: '/activity', key: 'a', icon: ScrollText, simulatedOnly: false },
] as const;

export type Place = (typeof PLACES)[number];

/** The places of one connection. */
export function placesOf(kind: 'aws' | 'simulated'): readonly Place[] {
  return PLACES.filter((place) => kind === 'simulated' || !place.simulatedOnly);
}

/** Which place a path is under; the Overview only for itself. */
export function isAt(place: Place, slug: string, pathname: string): boolean {
  const path = `/${slug}${place.path}`;
  return place.path === '' ? pathname === path : pathname === path || pathname.startsWith(`${path}/`);
}
