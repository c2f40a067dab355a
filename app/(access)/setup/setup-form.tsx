'use client';

import { type FormEvent, useState, useTransition } from 'react';
import { setUp } from '@/app/(access)/actions';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';

/** Name, e-mail and password of the administrator a set-up link makes. */
export function SetupForm({ token }: { token: string }) {
  const [fault, setFault] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [pending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    start(async () => {
      const user = { name: text('name'), email: text('email'), password: text('password') };
      const result = await setUp({ token, user }).catch(() => null);
      if (result?.ok) {
        window.location.assign(result.value.to);
        return;
      }
      setFields(result?.error.fields ?? {});
      const isOfField = Object.keys(result?.error.fields ?? {}).length > 0;
      if (result === null) setFault('The portal does not answer. Try again in a moment.');
      else setFault(isOfField ? null : result.error.message);
    });
  };

  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-4" noValidate>
      {fault !== null && (
        <p role="alert" className="rounded-control border border-badl bg-badg p-3 text-tx1">
          {fault}
        </p>
      )}
      <TextField
        label="User name"
        name="name"
        autoComplete="username"
        autoFocus
        required
        maxLength={64}
        error={fields['user.name']}
      />
      <TextField
        label="E-mail"
        hint="to sign in with"
        name="email"
        type="email"
        autoComplete="email"
        required
        error={fields['user.email']}
      />
      <PasswordField
        label="Password"
        hint="at least 8 characters"
        name="password"
        autoComplete="new-password"
        required
        error={fields['user.password']}
      />
      <Button type="submit" variant="primary" size="form" disabled={pending}>
        {pending ? 'Creating' : 'Create administrator'}
      </Button>
    </form>
  );
}
