import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readRevisionSeries } from '@/lib/history';

/** Jobs of a definition by revision over time: see `RevisionSeries`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, params }) => readRevisionSeries(prisma, scope, where, params.name ?? ''),
});
