import { defineRead } from '@/app/api/read/define-read';
import { jobsQuery } from '@/app/api/read/jobs-query';
import { jobsFacets } from '@/lib/history';

/** Counts for the filters of the jobs list: see `JobsFacets`. */
export const GET = defineRead({
  query: jobsQuery,
  run: ({ prisma, scope, where, query }) => jobsFacets(prisma, scope, where, query),
});
