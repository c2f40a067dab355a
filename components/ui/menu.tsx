'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names';
import { Link } from './link';
import { POPUP_CLASS } from './popup-class';

const ITEM =
  'flex min-h-7 cursor-default select-none items-center gap-2 rounded-tag px-2 text-13 text-tx1 outline-none ' +
  'data-highlighted:bg-bg2 data-highlighted:text-tx0 data-disabled:text-tx3t max-md:min-h-11';

/** A menu on `trigger` (a button element). */
export function Menu({
  trigger,
  children,
  side = 'bottom',
  align = 'start',
  defaultOpen = false,
}: {
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'bottom' | 'right';
  align?: 'start' | 'end';
  defaultOpen?: boolean;
}) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={classNames(POPUP_CLASS, 'min-w-48')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Does something. */
export function MenuItem({
  onSelect,
  disabled = false,
  children,
}: {
  onSelect: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.Item className={ITEM} onClick={onSelect} disabled={disabled}>
      {children}
    </Base.Item>
  );
}

/** Goes somewhere. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Base.Item className={ITEM} render={<Link href={href} />} nativeButton={false}>
      {children}
    </Base.Item>
  );
}

/** A choice of one, with a tick at what holds. */
export function MenuChoice<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pb-1 pt-1.5 text-11 text-tx3t">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={ITEM}>
            <span className="flex w-3.5">
              <Base.RadioItemIndicator>
                <Check size={14} strokeWidth={1.75} aria-hidden />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** A line between groups of a menu. */
export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-ln2" />;
}
