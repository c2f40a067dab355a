'use client';

import { Ellipsis, Plus, Settings } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Permitted } from '../access/permitted';
import { useConnection } from '../data/connection';
import { PaletteButton } from '../palette/palette-button';
import { BrandMark } from '../ui/brand';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { isAt, placesOf } from './places';
import type { ConnectionChoice } from './shell-menus';
import { ConnectionSwitcher, UserMenu } from './sidebar';

/** The top of a narrow screen: the mark, the connection, and the one primary action. */
export function NarrowBar({ connections }: { connections: readonly ConnectionChoice[] }) {
  const { slug } = useConnection();
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-3 border-b border-ln2 bg-bg0 px-4 md:hidden low:static print:hidden">
      <Link href="/" aria-label="Batchdeck" className="-mx-3 flex size-11 shrink-0 items-center justify-center">
        <BrandMark size={20} />
      </Link>
      <div className="min-w-0 max-w-60 flex-1">
        <ConnectionSwitcher connections={connections} compact />
      </div>
      <div className="ml-auto flex items-center">
        <PaletteButton compact />
      </div>
      <Permitted permission="jobs.submit">
        <Link
          href={`/${slug}/jobs/new`}
          aria-label="Submit job"
          className="-ml-3 flex size-11 items-center justify-center rounded-control text-tx0 aria-disabled:text-tx3t"
        >
          <Plus size={20} strokeWidth={1.75} aria-hidden />
        </Link>
      </Permitted>
    </header>
  );
}

/** Places that have a tab; the rest stands under More. */
const TABS = 4;
const TAB = 'flex min-h-12 flex-1 flex-col items-center justify-center gap-0.5 text-11';

/** The bottom of a narrow screen: where one can go. */
export function BottomTabs({ theme, onSignOut }: { theme: string; onSignOut: () => void }) {
  const { slug, kind } = useConnection();
  const pathname = usePathname();
  const places = placesOf(kind);
  return (
    <nav aria-label="Main" className="flex border-t border-ln2 bg-bg1 md:hidden">
      {places.slice(0, TABS).map((place) => {
        const here = isAt(place, slug, pathname);
        const Icon = place.icon;
        return (
          <Link
            key={place.name}
            href={`/${slug}${place.path}`}
            aria-current={here ? 'page' : undefined}
            className={classNames(TAB, 'min-w-0 px-0.5', here ? 'font-semibold text-tx0' : 'text-tx2')}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate">{place.name}</span>
          </Link>
        );
      })}
      <UserMenu
        theme={theme}
        onSignOut={onSignOut}
        links={[
          ...places.slice(TABS).map(({ name, path, icon }) => ({ name, href: `/${slug}${path}`, icon })),
          { name: 'Settings', href: '/settings', icon: Settings },
        ]}
        trigger={
          <button type="button" className={classNames(TAB, 'text-tx2')}>
            <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
            More
          </button>
        }
      />
    </nav>
  );
}
