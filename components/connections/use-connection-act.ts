import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { showToast } from '../ui/toast';

const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };

/** Runs one action at a time; on success tells so, reads the page again and calls `onDone`. */
export function useConnectionAct(onDone: () => void) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const act = async <Value>(call: () => Promise<ActionResult<Value>>, done: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const result = await call().catch(() => null);
    setBusy(false);
    if (result?.ok !== true) {
      setFailure(result?.error ?? SILENT);
      return;
    }
    showToast({ title: done });
    router.refresh();
    onDone();
  };
  return { act, busy, failure };
}

/** What went wrong that no field tells. */
export function unfielded(failure: ActionFailure | null): string | null {
  return failure === null || Object.keys(failure.fields ?? {}).length > 0 ? null : failure.message;
}
