import { z } from 'zod';
import { formInput } from '@/app/form-call';

/** `intent` is made once for what stands in the form, so that pressing twice submits once. */
export const submitInput = formInput.extend({ intent: z.uuid() });
