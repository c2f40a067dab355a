'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, keptText, readDraft } from './drafts';

const SAVE_AFTER_MS = 400;

/** What the frame says of its draft. */
export type DraftState =
  | { kind: 'none' }
  /** Kept at this wall time; `masked` members were left out. */
  | { kind: 'kept'; savedAt: number; masked: readonly string[] }
  /** The text holds what looks secret where it can't be told apart, or the browser keeps nothing. */
  | { kind: 'not-kept'; why: string };

function stored(key: string): Draft | null {
  try {
    return readDraft(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/**
 * Keeps what is typed in this browser: found again after an error, a reload or a sign-in. `onFound` is given a draft once, when the
 * form has mounted.
 */
export function useDraft(
  key: string,
  text: string,
  initial: string,
  version: string | null,
  onFound: (draft: Draft) => void,
): { draft: DraftState; discard: () => void } {
  const [draft, setDraft] = useState<DraftState>({ kind: 'none' });
  const found = useRef(onFound);
  const isReady = useRef(false);
  const dropped = useRef<string | null>(null);
  const save = useCallback(
    (value: string) => {
      if (value === initial || value === dropped.current) {
        localStorage.removeItem(key);
        setDraft({ kind: 'none' });
        return;
      }
      const kept = keptText(value);
      if (kept === null) {
        setDraft({ kind: 'not-kept', why: 'no draft: this text may hold a secret' });
        return;
      }
      const savedAt = Date.now();
      try {
        localStorage.setItem(key, JSON.stringify({ savedAt, text: kept.text, version, masked: kept.masked }));
        setDraft({ kind: 'kept', savedAt, masked: kept.masked });
      } catch {
        setDraft({ kind: 'not-kept', why: 'no draft: this browser keeps nothing' });
      }
    },
    [key, initial, version],
  );
  useEffect(() => {
    const before = stored(key);
    isReady.current = true;
    if (before === null) return;
    setDraft({ kind: 'kept', savedAt: before.savedAt, masked: before.masked });
    found.current(before);
  }, [key]);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    if (!isReady.current) return;
    const timer = setTimeout(() => save(text), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, save]);
  useEffect(() => {
    const now = () => isReady.current && save(latest.current);
    addEventListener('pagehide', now);
    return () => {
      removeEventListener('pagehide', now);
      now();
    };
  }, [save]);
  const discard = useCallback(() => {
    dropped.current = latest.current;
    localStorage.removeItem(key);
    setDraft({ kind: 'none' });
  }, [key]);
  return { draft, discard };
}
