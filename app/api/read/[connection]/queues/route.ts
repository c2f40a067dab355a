import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readQueues } from '@/lib/history';

/** All queues: a list of `QueueRow`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => readQueues(prisma, scope, where),
});
