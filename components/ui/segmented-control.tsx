'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { classNames } from './class-names';

/** A choice of a few, side by side. `ground` says what lies beneath: a panel, or the simulator's deck. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onChange,
  disabled = false,
  ground = 'panel',
}: {
  label: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  value: Value | null;
  onChange: (value: Value) => void;
  disabled?: boolean;
  ground?: 'panel' | 'deck';
}) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next: Value | null) => next !== null && onChange(next)}
      className={classNames(
        'inline-flex shrink-0 overflow-hidden rounded-control border max-md:min-h-11',
        ground === 'deck' ? 'border-ln bg-bg1' : 'border-ln bg-transparent',
      )}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          title={option.hint}
          className={classNames(
            'flex h-6 min-w-6 cursor-pointer select-none items-center border-ln px-2 text-12 font-medium text-tx2 not-first:border-l hover:text-tx0 max-md:h-11 max-md:px-3',
            'focus-visible:-outline-offset-2 data-checked:bg-bg3 data-checked:text-tx0 data-disabled:cursor-not-allowed data-disabled:text-tx3t',
          )}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
