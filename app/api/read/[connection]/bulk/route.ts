import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { bulkCap } from '@/lib/batch';
import { readBulk } from '@/lib/bulk';

/** Operations on many jobs, the open ones first: a list of `BulkView`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, connection }) => readBulk(prisma, scope, where, bulkCap(connection.kind)),
});
