import { activityReader } from '@/app/activity-reader';
import { activitySince } from '@/app/api/read/activity-query';
import { definePortalRead } from '@/app/api/read/define-read';
import { readActivityFacets } from '@/lib/history';

/** What the filters of the activity of everything in scope may offer: see `ActivityFacets`. */
export const GET = definePortalRead({
  permission: 'read',
  query: activitySince,
  run: ({ prisma, running, signedIn, query }) =>
    readActivityFacets(prisma, activityReader(running, signedIn, null), query.since),
});
