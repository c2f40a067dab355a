'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { formatNumber } from '../format/number';
import { takesKeys } from '../keys/use-keys';
import { IconButton } from '../ui/button';

/**
 * Floats over a table while rows are chosen: how many, what else may be acted on (`others`), and the acts as buttons
 * (`children`). Esc lets go of the choice unless a dialog of this page is open (`isBusy`).
 */
export function BulkBar({
  label,
  count,
  others,
  isBusy = false,
  onClear,
  children,
}: {
  /** Names the bar for assistive technology: `Chosen jobs`. */
  label: string;
  count: number;
  others?: ReactNode;
  isBusy?: boolean;
  onClear: () => void;
  children: ReactNode;
}) {
  useEffect(() => {
    if (count === 0 || isBusy) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !takesKeys(event.target)) onClear();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [count, isBusy, onClear]);
  if (count === 0) return null;
  return (
    <div className="pointer-events-none sticky bottom-16 z-20 mt-3 flex justify-center print:hidden">
      <section
        aria-label={label}
        className="pointer-events-auto flex flex-wrap items-center gap-3 rounded-float border border-ln bg-bg3 px-3.5 py-2 text-13 shadow-float"
      >
        <span className="num font-semibold text-tx0">{formatNumber(count)} selected</span>
        {others}
        {children}
        <IconButton label="Clear selection" onClick={onClear}>
          <X size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </section>
    </div>
  );
}
