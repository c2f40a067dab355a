import { z } from 'zod';

const connection = z.string().min(1).max(100);

/** `name:revision` or a full ARN, as DeregisterJobDefinition takes them. */
const revision = z.string().regex(/^[^\s]{1,300}:\d{1,10}$/, 'Give a revision as name:number.');

export const deregisterInput = z.object({
  connection,
  definitions: z.array(revision).min(1, 'Choose at least one revision.').max(100, 'At most 100 revisions at once.'),
});
