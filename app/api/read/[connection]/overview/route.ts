import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readOverview } from '@/lib/history';

/** Overview of a connection: see `Overview`. 404 until something was recorded. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => readOverview(prisma, scope, where),
});
