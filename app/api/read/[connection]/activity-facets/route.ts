import { activityReader } from '@/app/activity-reader';
import { activitySince } from '@/app/api/read/activity-query';
import { defineRead } from '@/app/api/read/define-read';
import { readActivityFacets } from '@/lib/history';

/** What the filters of the activity of a connection may offer: see `ActivityFacets`. */
export const GET = defineRead({
  query: activitySince,
  run: ({ prisma, running, signedIn, connection, query }) =>
    readActivityFacets(prisma, activityReader(running, signedIn, connection), query.since),
});
