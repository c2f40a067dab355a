'use client';

import { ChevronDown } from 'lucide-react';
import { type HTMLAttributes, lazy, type ReactElement, type ReactNode } from 'react';
import { visibleText } from '@/lib/batch';
import { classNames } from './class-names';
import { controlClass, Field } from './field';
import { OnFirstUse } from './on-first-use';
import type { SelectOption } from './select-popup';

const load = () => import('./select-popup');
const SelectPopup = lazy(async () => ({ default: (await load()).SelectPopup }));

interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: boolean;
}

/** What stands in the closed control: the label of what is chosen. */
function Chosen<Value extends string>({ options, value }: Pick<SelectProps<Value>, 'options' | 'value'>) {
  return (
    <>
      <span className="min-w-0 truncate">
        {visibleText(options.find((option) => option.value === value)?.label ?? value)}
      </span>
      <ChevronDown size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-tx3t" aria-hidden />
    </>
  );
}

function OnTrigger<Value extends string>({
  trigger,
  options,
  value,
  onChange,
  disabled = false,
}: SelectProps<Value> & { trigger: ReactElement<HTMLAttributes<HTMLButtonElement>> }) {
  return (
    <OnFirstUse load={load} popup="listbox" trigger={trigger}>
      <SelectPopup
        trigger={trigger}
        options={options}
        value={value}
        disabled={disabled}
        onChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      />
    </OnFirstUse>
  );
}

/** A select in a row of controls; `label` names it for assistive technology. `icon` stands before the value. */
export function Select<Value extends string>({
  label,
  icon,
  className,
  ...select
}: SelectProps<Value> & { label: string; icon?: ReactNode; className?: string }) {
  return (
    <OnTrigger
      {...select}
      trigger={
        <button
          type="button"
          aria-label={label}
          disabled={select.disabled}
          className={classNames(
            'inline-flex h-7 shrink-0 items-center gap-2 rounded-control border border-ln bg-bg1 px-2.5 text-13 font-medium text-tx0 transition-colors duration-120 hover:bg-bg2 max-md:min-h-11',
            className,
          )}
        >
          {icon}
          <Chosen options={select.options} value={select.value} />
        </button>
      }
    />
  );
}

/** A select in a form, with its label and what is wrong with it. */
export function SelectField<Value extends string>({
  label,
  hint,
  error,
  note,
  ...select
}: SelectProps<Value> & { label: string; hint?: string; error?: string | undefined; note?: ReactNode }) {
  return (
    <Field label={label} hint={hint} error={error} note={note}>
      {(control) => (
        <OnTrigger
          {...select}
          trigger={
            <button
              type="button"
              {...control}
              disabled={select.disabled}
              className={controlClass(error !== undefined, 'flex h-8 items-center gap-2 text-left')}
            >
              <Chosen options={select.options} value={select.value} />
            </button>
          }
        />
      )}
    </Field>
  );
}
