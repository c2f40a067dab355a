import { z } from 'zod';
import { defineRead, one } from '@/app/api/read/define-read';
import { resourceKind } from '@/app/api/read/resource-kind';
import { readVersionMoves } from '@/lib/history';

/** What AWS moved after the edit `after`: see `VersionMoves`. */
export const GET = defineRead({
  query: z.object({ after: one(z.string().regex(/^\d{1,18}$/, 'is the sequence of a version')) }),
  run: async ({ prisma, scope, where, params, query }) => {
    const kind = resourceKind(params.kind);
    if (kind === null) return null;
    return readVersionMoves(prisma, scope, where, kind, params.name ?? '', BigInt(query.after));
  },
  missing: 'No such resource was recorded on this connection.',
});
