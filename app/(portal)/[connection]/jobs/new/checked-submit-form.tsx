'use client';

import type { ComponentProps } from 'react';
import { SubmitForm } from '@/components/submit/submit-form';
import { submitJobInput } from '../../action-inputs';

const jobInput = submitJobInput.shape.job;

/** The form with the action's own schema, so that browser and server refuse the same. */
export function CheckedSubmitForm(props: Omit<ComponentProps<typeof SubmitForm>, 'check'>) {
  return (
    <SubmitForm
      {...props}
      check={(job) => {
        const parsed = jobInput.safeParse(job);
        if (parsed.success) return {};
        return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
      }}
    />
  );
}
