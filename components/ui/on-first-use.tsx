'use client';

import {
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react';
import { showToast } from './toast';

/**
 * A control whose popup is not part of the first load. `trigger` (a button element) stands in for it: pointing at it or
 * focusing it begins to load, using it shows `children`, which draw the same trigger with its popup open.
 */
export function OnFirstUse({
  load,
  popup,
  trigger,
  children,
}: {
  load: () => Promise<unknown>;
  popup: 'menu' | 'listbox';
  trigger: ReactElement<HTMLAttributes<HTMLButtonElement>>;
  children: ReactNode;
}) {
  const [isUsed, setUsed] = useState(false);
  const prepare = () => void load().catch(() => undefined);
  const use = () =>
    void load().then(
      () => setUsed(true),
      () => showToast({ kind: 'refused', title: 'This could not be loaded.', detail: 'Load the page again.' }),
    );
  const standIn = cloneElement(trigger, {
    ...(popup === 'listbox' && { role: 'combobox' }),
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: use,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      use();
    },
  });
  return isUsed ? <Suspense fallback={standIn}>{children}</Suspense> : standIn;
}
