'use client';

import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** A checkbox; with `children` they are its visible label, else `label` names it. */
export function Checkbox({
  label,
  children,
  checked,
  indeterminate = false,
  disabled = false,
  onChange,
}: {
  label: string;
  children?: ReactNode;
  checked: boolean;
  indeterminate?: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  const box = (
    <Base.Root
      id={id}
      aria-label={label}
      checked={checked}
      indeterminate={indeterminate}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
      className={classNames(
        'relative inline-flex size-3.5 shrink-0 items-center justify-center rounded-tag border border-edge text-bg1',
        'after:absolute after:-inset-1.5 max-md:after:-inset-4 data-checked:border-ac data-checked:bg-ac data-indeterminate:border-ac data-indeterminate:bg-ac',
      )}
    >
      <Base.Indicator className="flex">
        {indeterminate ? (
          <Minus size={11} strokeWidth={3} aria-hidden />
        ) : (
          <Check size={11} strokeWidth={3} aria-hidden />
        )}
      </Base.Indicator>
    </Base.Root>
  );
  if (children === undefined) return box;
  return (
    <label htmlFor={id} className="inline-flex min-h-6 items-center gap-2 text-13 text-tx1">
      {box}
      {children}
    </label>
  );
}
