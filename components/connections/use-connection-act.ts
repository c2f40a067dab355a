import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { showToast } from '../ui/toast';

const SILENT: ActionFailure = { code: 'internal', message: 'The portal does not answer. Try again in a moment.' };

/** Runs one action at a time; on success reads the page again and gives `onDone` its value. */
export function useOneAct() {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const run = async <Value>(call: () => Promise<ActionResult<Value>>, onDone: (value: Value) => void) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const result = await call().catch(() => null);
    setBusy(false);
    if (result?.ok !== true) {
      setFailure(result?.error ?? SILENT);
      return;
    }
    router.refresh();
    onDone(result.value);
  };
  return { run, busy, failure };
}

/** Runs one action at a time; on success tells so, reads the page again and calls `onDone`. */
export function useConnectionAct(onDone: () => void) {
  const { run, busy, failure } = useOneAct();
  const act = <Value>(call: () => Promise<ActionResult<Value>>, done: string): Promise<void> =>
    run(call, () => {
      showToast({ title: done });
      onDone();
    });
  return { act, busy, failure };
}

/** What went wrong that no field tells. */
export function unfielded(failure: ActionFailure | null): string | null {
  return failure === null || Object.keys(failure.fields ?? {}).length > 0 ? null : failure.message;
}
