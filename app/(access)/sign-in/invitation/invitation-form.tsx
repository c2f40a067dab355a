'use client';

import { joinByInvitation } from '@/app/(access)/actions';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { Banner } from '@/components/ui/verdict';
import { useAccountForm } from '../../use-account-form';

/** Name and password of the account that an invitation makes. */
export function InvitationForm({ token, email }: { token: string; email: string }) {
  const { fault, fields, pending, submit } = useAccountForm((text) =>
    joinByInvitation({ token, person: { name: text('name'), password: text('password') } }),
  );
  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-4" noValidate>
      {fault !== null && <Banner tone="bad">{fault}</Banner>}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label="User name"
        hint="you may sign in with it or with the e-mail"
        name="name"
        autoComplete="nickname"
        autoFocus
        required
        maxLength={64}
        error={fields.name ?? fields['person.name']}
      />
      <PasswordField
        label="Password"
        hint="at least 8 characters"
        name="password"
        autoComplete="new-password"
        required
        error={fields.password ?? fields['person.password']}
      />
      <Button type="submit" variant="primary" size="form" disabled={pending}>
        {pending ? 'Making your account…' : 'Make my account'}
      </Button>
    </form>
  );
}
