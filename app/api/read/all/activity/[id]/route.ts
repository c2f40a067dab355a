import { z } from 'zod';
import { activityReader } from '@/app/activity-reader';
import { definePortalRead } from '@/app/api/read/define-read';
import { readActivityEntry } from '@/lib/history';

/** One act of everything in scope, with what it changed: see `ActivityEntry`. */
export const GET = definePortalRead({
  permission: 'read',
  query: z.object({}),
  run: ({ prisma, running, signedIn, params }) =>
    readActivityEntry(prisma, activityReader(running, signedIn, null), params.id ?? ''),
  missing: 'There is no such entry, or it is not yours to see.',
});
