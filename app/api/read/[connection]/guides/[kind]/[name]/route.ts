import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { GUIDE_KINDS, readGuide } from '@/lib/guides';

/** The newest guided delete of a queue or environment, as `{ guide }`: null where none was begun. */
export const GET = defineRead({
  query: z.object({}),
  run: async ({ prisma, scope, where, params }) => {
    const kind = GUIDE_KINDS.find((one) => one === params.kind);
    if (kind === undefined) return null;
    return { guide: await readGuide(prisma, scope, where, kind, params.name ?? '') };
  },
  missing: 'Only queues and environments are deleted step by step.',
});
