import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { Link } from './link';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'danger-filled' | 'quiet';
/** Heights: `panel` 24, `page` 28, `form` 32; all are 44 below 768 px. */
export type ButtonSize = 'panel' | 'page' | 'form';

const FRAME =
  'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-control border font-medium ' +
  'transition-colors duration-120 ease-out max-md:min-h-11 disabled:border-transparent disabled:bg-bg2 disabled:text-tx3t ' +
  'disabled:cursor-not-allowed disabled:hover:opacity-100 aria-disabled:cursor-not-allowed aria-disabled:border-transparent ' +
  'aria-disabled:bg-bg2 aria-disabled:text-tx3t aria-disabled:hover:opacity-100';

const VARIANT: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-pri text-onpri border-transparent hover:opacity-90',
  secondary: 'bg-transparent text-tx0 border-ln hover:bg-bg2 active:bg-bg3',
  danger: 'bg-transparent text-badt border-badl hover:bg-badg',
  'danger-filled': 'bg-failed text-onpri border-transparent hover:opacity-90',
  quiet: 'bg-transparent text-tx2 border-transparent hover:bg-bg2 hover:text-tx0',
};

const SIZE: Readonly<Record<ButtonSize, string>> = {
  panel: 'h-6 gap-1.5 text-12',
  page: 'h-7 gap-1.5 text-13',
  form: 'h-8 gap-2 text-13',
};

const PADDING: Readonly<Record<ButtonSize, string>> = { panel: 'px-2', page: 'px-2.5', form: 'px-3' };
const SQUARE: Readonly<Record<ButtonSize, string>> = { panel: 'w-6', page: 'w-7', form: 'w-8' };

/** The classes of a button, for elements that look like one. Disabled is the faintest text without a border. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'page', extra?: string): string {
  return classNames(FRAME, VARIANT[variant], SIZE[size], PADDING[size], extra);
}

/** The same for a button that holds an icon only. */
export function squareButtonClass(variant: ButtonVariant = 'quiet', size: ButtonSize = 'page', extra?: string): string {
  return classNames(FRAME, VARIANT[variant], SIZE[size], SQUARE[size], 'max-md:min-w-11', extra);
}

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A button; its words are verb and object. A danger button's label ends in `…` and opens a dialog. */
export function Button({ variant, size, className, type = 'button', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={buttonClass(variant, size, className)} {...rest} />;
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClass(variant, size, className)} {...rest} />;
}

/** A square button with an icon only; `label` is its name and its tooltip. */
export function IconButton({
  label,
  size = 'page',
  variant = 'quiet',
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Look & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={squareButtonClass(variant, size, className)}
      {...rest}
    />
  );
}
