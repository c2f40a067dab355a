import { z } from 'zod';
import { defineRead, one } from '@/app/api/read/define-read';
import { resourceKind } from '@/app/api/read/resource-kind';
import { readChangeEffect } from '@/lib/history';

/** What came of the edit `version`: see `ChangeEffect`. */
export const GET = defineRead({
  query: z.object({ version: one(z.string().regex(/^\d{1,18}$/, 'is the sequence of a version')) }),
  run: async ({ prisma, scope, where, params, query }) => {
    const kind = resourceKind(params.kind);
    if (kind === null) return null;
    return readChangeEffect(prisma, scope, where, kind, params.name ?? '', BigInt(query.version));
  },
  missing: 'No such version was recorded on this connection.',
});
