import { z } from 'zod';
import { defineRead, list } from '@/app/api/read/define-read';
import { dependentsOfJobs, runningCost } from '@/lib/history';

/** What ending these jobs, at most 200 at once, takes with it: `DependentJobs`, and the `RunningCost` of what runs of them. */
export const GET = defineRead({
  query: z.object({ ids: list(z.string().min(1).max(300)) }),
  run: async ({ prisma, scope, where, query }) => {
    const [dependents, running] = await Promise.all([
      dependentsOfJobs(prisma, scope, where, query.ids),
      runningCost(prisma, scope, where, query.ids),
    ]);
    return { ...dependents, running };
  },
});
