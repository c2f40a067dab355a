'use client';

import { type ComponentProps, useState } from 'react';
import { controlClass, Field, RevealButton } from './field';

/** A labelled password with an eye that shows it. */
export function PasswordField({
  label,
  hint,
  error,
  note,
  ...rest
}: ComponentProps<'input'> & { label: string; hint?: string; error?: string | undefined; note?: string }) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} note={note}>
      {(control) => (
        <span className="relative block">
          <input
            {...control}
            className={controlClass(error !== undefined, 'h-8 pr-9')}
            {...rest}
            type={shown ? 'text' : 'password'}
          />
          <RevealButton shown={shown} onToggle={() => setShown(!shown)} />
        </span>
      )}
    </Field>
  );
}
