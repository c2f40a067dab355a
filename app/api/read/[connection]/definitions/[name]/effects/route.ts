import { z } from 'zod';
import { defineRead, list } from '@/app/api/read/define-read';
import { readRevisionEffects } from '@/lib/history';

/** How the jobs of some revisions did: a list of `RevisionEffect`. */
export const GET = defineRead({
  query: z.object({ revision: list(z.coerce.number().int().min(1).max(2_147_483_647)) }),
  run: ({ prisma, scope, where, params, query }) =>
    readRevisionEffects(prisma, scope, where, params.name ?? '', query.revision.slice(0, 5)),
});
