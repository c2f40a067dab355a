'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ActionFailure, ActionResult, PersonChange, Role, ScopeRule } from '@/lib/access';
import { showToast } from '../ui/toast';

/** What the page of people may do; server actions given by the page. */
export interface PeopleActions {
  change: (input: { id: string } & PersonChange) => Promise<ActionResult<object>>;
  remove: (input: { id: string }) => Promise<ActionResult<object>>;
  invite: (input: {
    email: string;
    role: Role;
    scope: ScopeRule;
  }) => Promise<ActionResult<{ path: string; email: string }>>;
  revoke: (input: { id: string }) => Promise<ActionResult<object>>;
  endSessions: (input: { user: string; session?: string }) => Promise<ActionResult<{ ended: number }>>;
}

/** What one may ask for in a person's row. */
export type PersonAsk = 'change' | 'sessions' | 'disable' | 'enable' | 'remove';

const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };

/** Runs one action at a time, tells what came of it, and reads the page again. Gives the failure, or null. */
export function useAct() {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const act = async <Value>(
    call: () => Promise<ActionResult<Value>>,
    done: string | ((value: Value) => string | null),
  ): Promise<ActionFailure | null> => {
    if (busy) return null;
    setBusy(true);
    const result = await call().catch(() => null);
    setBusy(false);
    if (result?.ok !== true) return result?.error ?? SILENT;
    const title = typeof done === 'string' ? done : done(result.value);
    if (title !== null) showToast({ title });
    router.refresh();
    return null;
  };
  return { act, busy };
}
