import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { resourceKind } from '@/app/api/read/resource-kind';
import { readVersions } from '@/lib/history';

/** The edits of one resource, newest first: see `VersionsPage`. */
export const GET = defineRead({
  query: z.object({}),
  run: async ({ prisma, scope, where, params }) => {
    const kind = resourceKind(params.kind);
    return kind === null ? null : readVersions(prisma, scope, where, kind, params.name ?? '');
  },
  missing: 'No such resource was recorded on this connection.',
});
