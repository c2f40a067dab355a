'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { visibleText } from '@/lib/batch';
import { classNames } from './class-names';
import { POPUP_CLASS } from './popup-class';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** Fainter words at the right, such as a count. */
  note?: string;
}

/** A select on `trigger` (a button element), open when it is first drawn. */
export function SelectPopup({
  trigger,
  options,
  value,
  onChange,
  disabled,
}: {
  trigger: ReactElement;
  options: readonly SelectOption<string>[];
  value: string;
  onChange: (value: string) => void;
  disabled: boolean;
}) {
  return (
    <Base.Root
      defaultOpen
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next: string | null) => next !== null && onChange(next)}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup
            className={classNames(POPUP_CLASS, 'quiet-scroll max-h-80 min-w-[var(--anchor-width)] overflow-y-auto')}
          >
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-7 cursor-default select-none items-center gap-2 rounded-tag px-2 text-13 text-tx1 outline-none data-highlighted:bg-bg2 data-highlighted:text-tx0 max-md:min-h-11"
              >
                <span className="flex w-3.5 shrink-0">
                  <Base.ItemIndicator>
                    <Check size={14} strokeWidth={1.75} aria-hidden />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText className="min-w-0 truncate">{visibleText(option.label)}</Base.ItemText>
                {option.note !== undefined && <span className="num ml-auto pl-4 text-12 text-tx3t">{option.note}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
