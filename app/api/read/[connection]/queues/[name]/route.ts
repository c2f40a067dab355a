import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readQueue } from '@/lib/history';

/** One queue: see `QueuePage`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, params }) => readQueue(prisma, scope, where, params.name ?? ''),
  missing: 'There is no queue of this name on this connection.',
});
