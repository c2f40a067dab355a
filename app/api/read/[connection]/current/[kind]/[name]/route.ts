import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readCurrentVersion } from '@/lib/history';

const kinds = z.enum(['compute-environment', 'job-queue', 'scheduling-policy']);

/** One resource as it is, and the version that an edit of it starts from: see `CurrentVersion`. */
export const GET = defineRead({
  query: z.object({}),
  run: async ({ prisma, scope, where, params }) => {
    const kind = kinds.safeParse(params.kind);
    return kind.success ? readCurrentVersion(prisma, scope, where, kind.data, params.name ?? '') : null;
  },
  missing: 'There is no resource of this name on this connection.',
});
