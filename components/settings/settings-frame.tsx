'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Permitted } from '../access/permitted';
import { PageFrame } from '../shell/page-frame';
import { Brand } from '../ui/brand';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { SETTINGS_PLACES } from './settings-places';

function useHere() {
  const pathname = usePathname();
  return SETTINGS_PLACES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}

function SettingsNav() {
  const here = useHere();
  return (
    <nav
      aria-label="Settings"
      className="bare-scroll flex w-[180px] shrink-0 flex-col max-lg:w-full max-lg:flex-row max-lg:gap-1 max-lg:overflow-x-auto"
    >
      {SETTINGS_PLACES.map(({ name, path, icon: Icon, permission }) => (
        <Permitted key={path} permission={permission}>
          <Link
            href={path}
            aria-current={here?.path === path ? 'page' : undefined}
            className={classNames(
              'flex h-[30px] shrink-0 items-center gap-2.5 rounded-control px-2.5 text-13 aria-disabled:text-tx3t max-md:h-11',
              here?.path === path ? 'bg-bg3/75 font-semibold text-tx0' : 'text-tx2 hover:bg-bg2 hover:text-tx0',
            )}
          >
            <Icon size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
            {name}
          </Link>
        </Permitted>
      ))}
    </nav>
  );
}

function Columns({ children }: { children: ReactNode }) {
  return (
    <div className="flex gap-4 max-lg:flex-col max-lg:gap-3">
      <SettingsNav />
      <div className="flex min-w-0 flex-1 flex-col">{children}</div>
    </div>
  );
}

/** Settings beside the sidebar of the connection one came from. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const here = useHere();
  return (
    <PageFrame
      root={{ label: 'Settings', href: '/settings' }}
      crumbs={here === undefined ? [] : [{ label: here.name }]}
    >
      <Columns>{children}</Columns>
    </PageFrame>
  );
}

/** Settings before there is any connection. */
export function BareSettings({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex h-13 items-center border-b border-ln2 px-7 max-md:px-4">
        <Link href="/" aria-label="Batchdeck">
          <Brand />
        </Link>
      </header>
      <main id="main" className="min-w-0 flex-1 px-7 py-4 max-md:px-4">
        <Columns>{children}</Columns>
      </main>
    </>
  );
}
