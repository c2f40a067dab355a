'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/access';
import { jsonText, type Problem } from '@/lib/forms';
import type { EditState } from './edit-state';
import { UNREACHABLE } from './failure-banner';

interface SendingOptions<Value> {
  form: RefObject<HTMLElement | null>;
  state: EditState;
  problems: readonly Problem[];
  /** False while the rules that find the problems are on their way: a call that is sent waits for them. */
  isChecked: boolean;
  /** Shows every problem from now on. */
  tryAll: () => void;
  blocked: string | null;
  setSending: (isSending: boolean) => void;
  isSending: boolean;
  submit: (call: string) => Promise<ActionResult<Value>>;
  onFailure: ((failure: ActionFailure) => boolean) | undefined;
  onDone: (value: Value) => void;
}

/** Puts the focus on the first field that has a problem. */
function focusProblem(form: HTMLElement | null, problems: readonly Problem[]): void {
  const fields = [...(form?.querySelectorAll<HTMLElement>('[data-path]') ?? [])];
  const field = fields.find(({ dataset }) => problems.some(({ path }) => path === dataset.path));
  const control = field?.matches('input, textarea, button')
    ? field
    : field?.querySelector<HTMLElement>('input, textarea, button');
  control?.focus();
}

/** Sends the call once it has no problems, and tells why nothing was done. */
export function useSending<Value>(options: SendingOptions<Value>) {
  const { form, state, problems, isChecked, isSending, setSending } = options;
  const router = useRouter();
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [tries, setTries] = useState(0);
  const [isWanted, setWanted] = useState(false);
  const latest = useRef(problems);
  latest.current = problems;
  useEffect(() => {
    if (tries > 0) focusProblem(form.current, latest.current);
  }, [tries, form]);
  const send = async () => {
    if (isSending || !state.read.ok) return;
    options.tryAll();
    setFailure(null);
    if (!isChecked) {
      setWanted(true);
      return;
    }
    if (problems.length > 0) {
      setTries((times) => times + 1);
      return;
    }
    if (options.blocked !== null) return;
    setSending(true);
    const result = await options.submit(jsonText(state.document)).catch(() => UNREACHABLE);
    setSending(false);
    if (result.ok) {
      options.onDone(result.value);
      router.refresh();
    } else setFailure(options.onFailure?.(result.error) === true ? null : result.error);
  };
  useEffect(() => {
    if (!isWanted || !isChecked) return;
    setWanted(false);
    void send();
  });
  return { send, failure, clear: () => setFailure(null) };
}
