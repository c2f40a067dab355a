'use client';

import { setUp } from '@/app/(access)/actions';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { useAccountForm } from '../use-account-form';

/** Name, e-mail and password of the administrator a set-up link makes. */
export function SetupForm({ token }: { token: string }) {
  const { fault, fields, pending, submit } = useAccountForm((text) =>
    setUp({ token, user: { name: text('name'), email: text('email'), password: text('password') } }),
  );
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
