'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { ActionResult } from '@/lib/access';
import { useMay } from '../access/access';
import type { DirectBulk } from '../bulk/bulk-queries';
import { useConnection } from '../data/connection';
import { Deck } from '../deck/deck';
import { type DeckActions, useDeckControls } from '../deck/use-deck-controls';
import { PaletteHost } from '../palette/palette-button';
import { showToast } from '../ui/toast';
import { rememberConnection } from './last-connection';
import { BottomTabs, NarrowBar } from './narrow';
import type { ConnectionChoice } from './shell-menus';
import { Shortcuts } from './shortcuts';
import { type ShellUser, Sidebar } from './sidebar';

/** What the shell may do; server actions given by the layout. */
export interface ShellActions extends DeckActions {
  signOut: () => Promise<ActionResult<{ to: string }>>;
  directBulk: DirectBulk;
}

/** After a move to another page, what had the focus may be gone with the old one: then `main` has it, and Tab goes on there. */
function useFocusOnPage(): void {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
}

/** Sidebar, page and deck of a connection. */
export function Shell({
  connections,
  user,
  theme,
  actions,
  children,
}: {
  connections: readonly ConnectionChoice[];
  user: ShellUser;
  theme: string;
  actions: ShellActions;
  children: ReactNode;
}) {
  const { kind, slug } = useConnection();
  useEffect(() => rememberConnection(slug), [slug]);
  useFocusOnPage();
  const mayControl = useMay('simulator.control', { whole: true }).allowed;
  const controls = useDeckControls(actions);
  const deckKeys = useMemo(
    () => (kind === 'simulated' && mayControl ? { toggle: controls.toggle, step: controls.step } : null),
    [kind, mayControl, controls.toggle, controls.step],
  );
  const leave = async () => {
    const result = await actions.signOut().catch(() => null);
    // A whole load, so that nothing of this session stays in the browser.
    if (result?.ok === true) window.location.assign(result.value.to);
    else
      showToast({
        kind: 'refused',
        title: 'Not signed out.',
        detail: result?.error.message ?? 'The portal does not answer.',
      });
  };
  return (
    <>
      <a href="#main" className="skip-link">
        Skip to the page
      </a>
      <a href="#deck" className="skip-link">
        Skip to the deck
      </a>
      <div className="flex min-h-dvh flex-1">
        <Sidebar connections={connections} user={user} theme={theme} onSignOut={leave} />
        <div className="flex min-w-0 flex-1 flex-col">
          <NarrowBar connections={connections} />
          <div className="flex min-w-0 flex-1 flex-col">{children}</div>
          <div className="sticky bottom-0 z-30 low:static print:hidden">
            <Deck controls={controls} directBulk={actions.directBulk} />
            <BottomTabs theme={theme} onSignOut={leave} />
          </div>
        </div>
      </div>
      <PaletteHost />
      <Shortcuts deck={deckKeys} />
    </>
  );
}
