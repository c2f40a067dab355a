import { activityReader } from '@/app/activity-reader';
import { activityQuery } from '@/app/api/read/activity-query';
import { definePortalRead } from '@/app/api/read/define-read';
import { readActivity } from '@/lib/history';

/** A page of what was done of everything in scope, newest first: see `ActivityPage`. */
export const GET = definePortalRead({
  permission: 'read',
  query: activityQuery,
  run: ({ prisma, running, signedIn, query }) => readActivity(prisma, activityReader(running, signedIn, null), query),
});
