import { z } from 'zod';
import { formInput } from '@/app/form-call';

const connection = z.string().min(1).max(100);

/** `name:revision` or a full ARN, as DeregisterJobDefinition takes them. */
const revision = z
  .string()
  .min(1, 'Give a revision as name:number.')
  .max(320)
  // Only one spelling of a number, so that a scope can not be passed by by another.
  .refine((text) => !/:0\d*$/.test(text), 'A revision is a number from 1 on, without zeros before it.');

export const deregisterInput = z.object({
  connection,
  definitions: z.array(revision).min(1, 'Choose at least one revision.').max(100, 'At most 100 revisions at once.'),
});

/** `basedOn` is the newest revision that the form knew of, where it makes the next one of a name. */
export const registerInput = formInput.extend({ basedOn: z.number().int().min(0).max(2_147_483_647).optional() });
