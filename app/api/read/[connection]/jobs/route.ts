import { defineRead } from '@/app/api/read/define-read';
import { jobsQuery } from '@/app/api/read/jobs-query';
import { listJobs } from '@/lib/history';

/** A page of jobs in the order of `sort`, newest first by default: see `JobsPage`. */
export const GET = defineRead({
  query: jobsQuery,
  run: ({ prisma, scope, where, query }) => listJobs(prisma, scope, where, query),
});
