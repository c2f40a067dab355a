import { type FormEvent, useState, useTransition } from 'react';
import type { ActionResult } from '@/lib/access';

/**
 * A form that makes an account: `send` gets the texts of its fields by name. It leads on where the answer says; what went wrong
 * is in `fields` by path, or in `fault` where no field tells it.
 */
export function useAccountForm(send: (text: (name: string) => string) => Promise<ActionResult<{ to: string }>>) {
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
      const result = await send(text).catch(() => null);
      if (result?.ok) {
        window.location.assign(result.value.to);
        return;
      }
      const found = result?.error.fields ?? {};
      setFields(found);
      if (result === null) setFault('The portal does not answer. Try again in a moment.');
      else setFault(Object.keys(found).length > 0 ? null : result.error.message);
    });
  };
  return { fault, fields, pending, submit };
}
