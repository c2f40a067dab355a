'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, CircleUser, Cloud, FlaskConical, Settings } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type HTMLAttributes, lazy, type ReactElement } from 'react';
import type { QueueRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { queuesQuery } from '../data/queries';
import { formatNumber } from '../format/number';
import { Brand, BrandMark } from '../ui/brand';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { OnFirstUse } from '../ui/on-first-use';
import { isAt, type Place, placesOf } from './places';
import type { ConnectionChoice, MenuPlace } from './shell-menus';

const loadMenus = () => import('./shell-menus');
const ConnectionMenu = lazy(async () => ({ default: (await loadMenus()).ConnectionMenu }));
const AccountMenu = lazy(async () => ({ default: (await loadMenus()).AccountMenu }));

export interface ShellUser {
  name: string;
  role: string;
}

/** How many jobs are alive, and how many queues are blocked by a job that cannot start. */
function sidebarCounts(queues: readonly QueueRow[]): { alive: number; blocked: number } {
  return {
    alive: queues.reduce((sum, queue) => sum + queue.waiting + queue.running, 0),
    blocked: queues.filter((queue) => queue.reasons.some((reason) => reason.cause === 'behind-blocked')).length,
  };
}

function useCounts() {
  const connection = useConnection();
  return useQuery({ ...queuesQuery(connection), select: sidebarCounts }).data;
}

/** Name and kind of the connection, and the way to another. */
export function ConnectionSwitcher({
  connections,
  compact = false,
}: {
  connections: readonly ConnectionChoice[];
  compact?: boolean;
}) {
  const { name, kind, region } = useConnection();
  const Icon = kind === 'simulated' ? FlaskConical : Cloud;
  const trigger = (
    <button
      type="button"
      aria-label={`Connection ${name}`}
      className={classNames(
        'flex w-full min-w-0 items-center gap-2.5 rounded-control border px-2.5 py-1 text-left transition-colors duration-120 max-md:min-h-11',
        kind === 'simulated' ? 'border-ac bg-acs' : 'border-ln bg-bg1 hover:bg-bg2',
        !compact && 'max-lg:justify-center max-lg:px-0 max-lg:py-2.5',
      )}
    >
      <Icon size={15} strokeWidth={1.75} className="shrink-0 text-tx1" aria-hidden />
      <span className={classNames('min-w-0 flex-1', !compact && 'max-lg:hidden')}>
        <span className="block truncate text-13 font-semibold leading-4 text-tx0">{name}</span>
        <span className="block truncate text-11 text-tx2">
          {kind === 'simulated' ? `${region} · simulated` : `${region} · AWS`}
        </span>
      </span>
      <ChevronsUpDown
        size={14}
        strokeWidth={1.75}
        className={classNames('shrink-0 text-tx2', !compact && 'max-lg:hidden')}
        aria-hidden
      />
    </button>
  );
  return (
    <OnFirstUse load={loadMenus} popup="menu" trigger={trigger}>
      <ConnectionMenu trigger={trigger} connections={connections} />
    </OnFirstUse>
  );
}

/** Theme and sign-out, on `trigger`. */
export function UserMenu({
  trigger,
  theme,
  onSignOut,
  links = [],
}: {
  trigger: ReactElement<HTMLAttributes<HTMLButtonElement>>;
  theme: string;
  onSignOut: () => void;
  /** Where else one can go, where the sidebar is not there. */
  links?: readonly MenuPlace[];
}) {
  return (
    <OnFirstUse load={loadMenus} popup="menu" trigger={trigger}>
      <AccountMenu trigger={trigger} theme={theme} onSignOut={onSignOut} links={links} />
    </OnFirstUse>
  );
}

function PlaceLink({
  place,
  alive,
  blocked,
}: {
  place: Place;
  alive: number | undefined;
  blocked: number | undefined;
}) {
  const { slug } = useConnection();
  const here = isAt(place, slug, usePathname());
  const Icon = place.icon;
  return (
    <Link
      href={`/${slug}${place.path}`}
      aria-current={here ? 'page' : undefined}
      title={place.name}
      className={classNames(
        'flex h-[30px] items-center gap-2.5 rounded-control px-2 text-13 transition-colors duration-120 max-lg:justify-center max-lg:px-0',
        here ? 'bg-bg3/75 font-semibold text-tx0' : 'text-tx2 hover:bg-bg2 hover:text-tx0',
      )}
    >
      <Icon size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="max-lg:sr-only">{place.name}</span>
      {place.path === '/jobs' && alive !== undefined && (
        <span className={classNames('num ml-auto text-12 font-normal max-lg:hidden', here ? 'text-tx2' : 'text-tx3t')}>
          {formatNumber(alive)}
        </span>
      )}
      {place.path === '/queues' && blocked !== undefined && blocked > 0 && (
        <span className="num ml-auto text-12 font-semibold text-badt max-lg:sr-only">{blocked} blocked</span>
      )}
    </Link>
  );
}

function SettingsLink() {
  const here = usePathname().startsWith('/settings');
  return (
    <Link
      href="/settings"
      aria-current={here ? 'page' : undefined}
      title="Settings"
      className={classNames(
        'flex h-[30px] items-center gap-2.5 rounded-control px-2 text-13 transition-colors duration-120 max-lg:justify-center max-lg:px-0',
        here ? 'bg-bg3/75 font-semibold text-tx0' : 'text-tx2 hover:bg-bg2 hover:text-tx0',
      )}
    >
      <Settings size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="max-lg:sr-only">Settings</span>
    </Link>
  );
}

/** The sidebar of a wide screen; folds to icons below 1,100 px. */
export function Sidebar({
  connections,
  user,
  theme,
  onSignOut,
}: {
  connections: readonly ConnectionChoice[];
  user: ShellUser;
  theme: string;
  onSignOut: () => void;
}) {
  const { kind } = useConnection();
  const counts = useCounts();
  return (
    <aside
      aria-label="Sidebar"
      className="sticky top-0 flex h-dvh w-[212px] shrink-0 flex-col border-r border-ln2 bg-bg0 px-2 max-lg:w-[52px] max-md:hidden print:hidden"
    >
      <Link
        href="/"
        aria-label="Batchdeck"
        className="flex h-12 shrink-0 items-center px-2 max-lg:justify-center max-lg:px-0"
      >
        <span className="max-lg:hidden">
          <Brand />
        </span>
        <span className="lg:hidden">
          <BrandMark />
        </span>
      </Link>
      <ConnectionSwitcher connections={connections} />
      <nav aria-label="Main" className="quiet-scroll mt-2.5 flex min-h-0 flex-1 flex-col overflow-y-auto">
        {placesOf(kind).map((place) => (
          <PlaceLink key={place.name} place={place} alive={counts?.alive} blocked={counts?.blocked} />
        ))}
      </nav>
      <div className="py-2.5">
        <SettingsLink />
        <UserMenu
          theme={theme}
          onSignOut={onSignOut}
          trigger={
            <button
              type="button"
              aria-label={`${user.name}, ${user.role}`}
              className="flex h-[30px] w-full items-center gap-2.5 rounded-control px-2 text-left text-13 text-tx1 hover:bg-bg2 max-lg:justify-center max-lg:px-0"
            >
              <CircleUser size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
              <span className="min-w-0 flex-1 truncate max-lg:hidden">{user.name}</span>
              <span className="text-12 text-tx3t max-lg:hidden">{user.role}</span>
            </button>
          }
        />
      </div>
    </aside>
  );
}
