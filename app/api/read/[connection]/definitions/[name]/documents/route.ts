import { z } from 'zod';
import { defineRead, list } from '@/app/api/read/define-read';
import { readRevisionDocuments } from '@/lib/history';

/** The documents of some revisions: a list of `{ revision, document }`. */
export const GET = defineRead({
  query: z.object({ revision: list(z.coerce.number().int().min(1).max(2_147_483_647)) }),
  run: ({ prisma, scope, where, params, query }) =>
    readRevisionDocuments(prisma, scope, where, params.name ?? '', query.revision.slice(0, 20)),
});
