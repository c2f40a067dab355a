import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { bulkCap } from '@/lib/batch';
import { readOneBulk } from '@/lib/bulk';

/** One operation on many jobs: see `BulkView`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, connection, params }) =>
    readOneBulk(prisma, scope, where, params.id ?? '', bulkCap(connection.kind)),
  missing: 'There is no such operation here.',
});
