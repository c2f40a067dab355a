'use client';

import { type ComponentProps, useEffect } from 'react';
import { SubmitForm } from '@/components/submit/submit-form';

const loadInputs = () => import('../../action-inputs');

/** The form with the action's own schema, so that browser and server refuse the same; it loads behind the first paint. */
export function CheckedSubmitForm(props: Omit<ComponentProps<typeof SubmitForm>, 'check'>) {
  useEffect(() => void loadInputs().catch(() => undefined), []);
  return (
    <SubmitForm
      {...props}
      check={async (job) => {
        // The server checks by the same schema: where it could not be loaded, its answer names the fields.
        const inputs = await loadInputs().catch(() => null);
        const parsed = inputs?.submitJobInput.shape.job.safeParse(job);
        if (parsed === undefined || parsed.success) return {};
        return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
      }}
    />
  );
}
