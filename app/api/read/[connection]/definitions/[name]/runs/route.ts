import { z } from 'zod';
import { defineRead, one } from '@/app/api/read/define-read';
import { readDefinitionRuns } from '@/lib/history';

/** How jobs of one revision ran: see `DefinitionRuns`. */
export const GET = defineRead({
  query: z.object({ revision: one(z.coerce.number().int().min(1).max(2_147_483_647)) }),
  run: ({ prisma, scope, where, params, query }) =>
    readDefinitionRuns(prisma, scope, where, params.name ?? '', query.revision),
});
