'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { controlClass, Field } from './field';
import { POPUP_CLASS } from './popup-class';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** Fainter words at the right, such as a count. */
  note?: string;
}

interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: boolean;
  /** Submitted with a form. */
  name?: string;
}

function SelectPopup<Value extends string>({ options }: { options: readonly SelectOption<Value>[] }) {
  return (
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
              <Base.ItemText className="min-w-0 truncate">{option.label}</Base.ItemText>
              {option.note !== undefined && <span className="num ml-auto pl-4 text-12 text-tx3t">{option.note}</span>}
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

/** A select in a row of controls; `label` names it for assistive technology. `icon` stands before the value. */
export function Select<Value extends string>({
  label,
  icon,
  className,
  options,
  value,
  onChange,
  disabled = false,
}: SelectProps<Value> & { label: string; icon?: ReactNode; className?: string }) {
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next: Value | null) => next !== null && onChange(next)}
    >
      <Base.Trigger
        aria-label={label}
        className={classNames(
          'inline-flex h-7 shrink-0 items-center gap-2 rounded-control border border-ln bg-bg1 px-2.5 text-13 font-medium text-tx0 transition-colors duration-120 hover:bg-bg2 max-md:min-h-11',
          className,
        )}
      >
        {icon}
        <Base.Value />
        <Base.Icon className="ml-auto text-tx3t">
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <SelectPopup options={options} />
    </Base.Root>
  );
}

/** A select in a form, with its label and what is wrong with it. */
export function SelectField<Value extends string>({
  label,
  hint,
  error,
  note,
  options,
  value,
  onChange,
  disabled = false,
  name,
}: SelectProps<Value> & { label: string; hint?: string; error?: string | undefined; note?: ReactNode }) {
  return (
    <Field label={label} hint={hint} error={error} note={note}>
      {({ id, ...aria }) => (
        <Base.Root
          items={options}
          value={value}
          disabled={disabled}
          onValueChange={(next: Value | null) => next !== null && onChange(next)}
          {...(name === undefined ? {} : { name })}
        >
          <Base.Trigger
            id={id}
            {...aria}
            className={controlClass(error !== undefined, 'flex h-8 items-center gap-2 text-left')}
          >
            <Base.Value className="min-w-0 truncate" />
            <Base.Icon className="ml-auto text-tx3t">
              <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
            </Base.Icon>
          </Base.Trigger>
          <SelectPopup options={options} />
        </Base.Root>
      )}
    </Field>
  );
}
