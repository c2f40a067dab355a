import { z } from 'zod';
import { activityReader } from '@/app/activity-reader';
import { defineRead } from '@/app/api/read/define-read';
import { readActivityEntry } from '@/lib/history';

/** One act of a connection, with what it changed: see `ActivityEntry`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, running, signedIn, connection, params }) =>
    readActivityEntry(prisma, activityReader(running, signedIn, connection), params.id ?? ''),
  missing: 'There is no such entry, or it is not yours to see.',
});
