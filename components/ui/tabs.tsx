'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabItem<Value extends string> {
  value: Value;
  label: string;
  /** Beside the label in fainter ink: a count or a word. */
  note?: string;
  content: ReactNode;
}

/** Tabs with an underline in the accent; `aside` shares their line at the right. */
export function Tabs<Value extends string>({
  label,
  items,
  value,
  onChange,
  aside,
}: {
  label: string;
  items: readonly TabItem<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  aside?: ReactNode;
}) {
  return (
    <Base.Root value={value} onValueChange={(next: Value) => onChange(next)}>
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-6 border-b border-ln">
        <Base.List aria-label={label} className="bare-scroll flex min-w-0 gap-4 overflow-x-auto">
          {items.map((item) => (
            <Base.Tab
              key={item.value}
              value={item.value}
              className="relative h-9 shrink-0 text-13 font-medium text-tx2 hover:text-tx0 focus-visible:-outline-offset-2 data-active:text-tx0 data-active:after:absolute data-active:after:inset-x-0 data-active:after:bottom-0 data-active:after:h-0.5 data-active:after:bg-ac max-md:h-11"
            >
              {item.label}
              {item.note !== undefined && <span className="num ml-1.5 text-12 font-normal text-tx3t">{item.note}</span>}
            </Base.Tab>
          ))}
        </Base.List>
        {aside}
      </div>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="pt-3 outline-offset-4">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
