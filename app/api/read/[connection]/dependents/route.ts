import { z } from 'zod';
import { defineRead, list } from '@/app/api/read/define-read';
import { dependentsOfJobs } from '@/lib/history';

/** The unfinished jobs that would fail with these, at most 200 ids at once: see `DependentJobs`. */
export const GET = defineRead({
  query: z.object({ ids: list(z.string().min(1).max(300)) }),
  run: ({ prisma, scope, where, query }) => dependentsOfJobs(prisma, scope, where, query.ids),
});
