import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names';

const CONTROL =
  'w-full rounded-control border bg-bg2 px-2.5 text-13 text-tx0 placeholder:text-tx3t transition-colors duration-120 ' +
  'focus-visible:outline-2 focus-visible:outline-offset-0 disabled:border-transparent disabled:text-tx3t max-md:min-h-11';

/** Classes of a text control, `invalid` in the colour of a failed verdict. */
export function controlClass(invalid: boolean, extra?: string): string {
  return classNames(CONTROL, invalid ? 'border-failed' : 'border-edge', extra);
}

interface FieldText {
  label: string;
  /** Fainter words beside the label. */
  hint?: ReactNode;
  /** What is wrong, in words; beneath the control and read with it. */
  error?: string | undefined;
  /** Beneath the control when nothing is wrong. */
  note?: ReactNode;
}

/** A label, its control and what is wrong with it. The control gets `id` and `aria-*` from the render function. */
export function Field({
  label,
  hint,
  error,
  note,
  className,
  children,
}: FieldText & {
  className?: string;
  children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ReactNode;
}) {
  const id = useId();
  const described = error !== undefined || note !== undefined ? `${id}-note` : undefined;
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-12 font-medium text-tx2">
        {label}
        {hint !== undefined && <span className="ml-1 font-normal text-tx3t"> {hint}</span>}
      </label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': described })}
      {described !== undefined && (
        <p id={described} className={classNames('text-12', error === undefined ? 'text-tx3t' : 'text-badt')}>
          {error ?? note}
        </p>
      )}
    </div>
  );
}

/** A labelled text input. */
export function TextField({
  label,
  hint,
  error,
  note,
  className,
  mono,
  ...rest
}: ComponentProps<'input'> & FieldText & { mono?: boolean }) {
  return (
    <Field label={label} hint={hint} error={error} note={note} {...(className === undefined ? {} : { className })}>
      {(control) => (
        <input
          {...control}
          className={controlClass(error !== undefined, classNames('h-8', mono && 'font-mono'))}
          {...rest}
        />
      )}
    </Field>
  );
}

/** A labelled text of several lines. */
export function TextAreaField({
  label,
  hint,
  error,
  note,
  className,
  mono,
  ...rest
}: ComponentProps<'textarea'> & FieldText & { mono?: boolean }) {
  return (
    <Field label={label} hint={hint} error={error} note={note} {...(className === undefined ? {} : { className })}>
      {(control) => (
        <textarea
          {...control}
          className={controlClass(error !== undefined, classNames('min-h-16 py-1.5', mono && 'font-mono'))}
          {...rest}
        />
      )}
    </Field>
  );
}

/** A button inside a password's control that shows or hides it. */
export function RevealButton({ shown, onToggle }: { shown: boolean; onToggle: () => void }) {
  const Icon = shown ? EyeOff : Eye;
  return (
    <button
      type="button"
      aria-label={shown ? 'Hide password' : 'Show password'}
      aria-pressed={shown}
      onClick={onToggle}
      className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-control text-tx2 hover:text-tx0"
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
