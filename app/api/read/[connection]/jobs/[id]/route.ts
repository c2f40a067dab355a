import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readJob } from '@/lib/history';

/** One job: see `JobPage`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, params }) => readJob(prisma, scope, where, params.id ?? ''),
  missing: 'No job with this id was recorded on this connection.',
});
