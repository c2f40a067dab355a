'use client';

import { CircleAlert } from 'lucide-react';
import { type FormEvent, useState, useTransition } from 'react';
import { signIn } from '@/app/(access)/actions';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';

/** Name, password, and what is left after a wrong try. The name stays, the password is asked again. */
export function SignInForm({ to }: { to: string }) {
  const [fault, setFault] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [pending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const account = new FormData(event.currentTarget).get('account');
    start(async () => {
      const result = await signIn({ account: typeof account === 'string' ? account : '', password, to }).catch(
        () => null,
      );
      if (result?.ok) {
        // A whole load, so that nothing rendered for nobody stays in the browser.
        window.location.assign(result.value.to);
        return;
      }
      setPassword('');
      setFault(result === null ? 'The portal does not answer. Try again in a moment.' : sentence(result.error));
    });
  };

  return (
    <form onSubmit={submit} className="mt-5 flex flex-col gap-4" noValidate>
      {fault !== null && (
        <div role="alert" className="flex gap-2.5 rounded-control border border-badl bg-badg p-3 text-13 text-tx1">
          <CircleAlert size={15} className="mt-0.5 shrink-0 text-badt" aria-hidden />
          <p>
            <strong className="font-semibold text-tx0">{fault.slice(0, firstSentence(fault))}</strong>
            {fault.slice(firstSentence(fault))}
          </p>
        </div>
      )}
      <TextField label="User name or e-mail" name="account" autoComplete="username" autoFocus required />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="primary" size="form" disabled={pending}>
        {pending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}

function sentence(error: { code: string; message: string; fields?: Record<string, string> }): string {
  return error.code === 'invalid' ? (Object.values(error.fields ?? {})[0] ?? error.message) : error.message;
}

function firstSentence(text: string): number {
  const end = text.indexOf('. ');
  return end < 0 ? text.length : end + 1;
}
