'use client';

import { createContext, type ReactNode, use } from 'react';
import type { AccessView, Permission } from '@/lib/access';
import { type Asked, refusalFor } from './refusal';

const AccessContext = createContext<AccessView | null>(null);

/** Gives the pages beneath it what the person who is signed in may do. */
export function AccessProvider({ access, children }: { access: AccessView; children: ReactNode }) {
  return <AccessContext value={access}>{children}</AccessContext>;
}

/** What the person who is signed in may do. Throws outside of a signed-in layout. */
export function useAccess(): AccessView {
  const access = use(AccessContext);
  if (access === null) throw new Error('useAccess outside of AccessProvider: the page belongs under app/(portal).');
  return access;
}

/** Whether a control may be used; `why` is the sentence for one that may not. The server checks again. */
export interface May {
  allowed: boolean;
  why: string | null;
}

/**
 * Whether the person may do what `permission` covers, here. `queue` and `queues` name what is changed: a scope by queue
 * must hold all of them.
 */
export function useMay(permission: Permission, where?: Asked): May {
  const why = refusalFor(useAccess(), permission, where);
  return { allowed: why === null, why };
}
