'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useSyncExternalStore } from 'react';
import { Kbd } from '../ui/kbd';

const load = () => import('./palette').then((loaded) => loaded.Palette);
const Palette = dynamic(load, { ssr: false });

const PRELOAD_AFTER_MS = 2000;

let isOpen = false;
const listeners = new Set<() => void>();

function setOpen(next: boolean): void {
  isOpen = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Holds the palette, once per page; Ctrl K opens it wherever the focus is. */
export function PaletteHost() {
  const open = useSyncExternalStore(
    subscribe,
    () => isOpen,
    () => false,
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      setOpen(!isOpen);
    };
    // Ready before it is asked for, so that what is typed at once is not lost; a failure shows when it is asked for.
    const idle = setTimeout(() => void load().catch(() => undefined), PRELOAD_AFTER_MS);
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(idle);
      document.removeEventListener('keydown', onKey);
      setOpen(false);
    };
  }, []);
  return open ? <Palette onClose={() => setOpen(false)} /> : null;
}

/** Opens the palette from the top bar. */
export function PaletteButton({ compact = false }: { compact?: boolean }) {
  if (compact) {
    return (
      <button
        type="button"
        aria-label="Search or run a command"
        onClick={() => setOpen(true)}
        className="flex size-11 items-center justify-center rounded-control text-tx0"
      >
        <Search size={18} strokeWidth={1.75} aria-hidden />
      </button>
    );
  }
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="flex h-7 w-72 items-center gap-2 rounded-control border border-ln bg-bg1 px-2.5 text-13 text-tx3t hover:bg-bg2 max-lg:w-auto"
    >
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <span className="min-w-0 flex-1 truncate text-left max-lg:sr-only">Search or run a command</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  );
}
