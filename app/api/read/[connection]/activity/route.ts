import { activityReader } from '@/app/activity-reader';
import { activityQuery } from '@/app/api/read/activity-query';
import { defineRead } from '@/app/api/read/define-read';
import { readActivity } from '@/lib/history';

/** A page of what was done of a connection, newest first: see `ActivityPage`. */
export const GET = defineRead({
  query: activityQuery,
  run: ({ prisma, running, signedIn, connection, query }) =>
    readActivity(prisma, activityReader(running, signedIn, connection), query),
});
