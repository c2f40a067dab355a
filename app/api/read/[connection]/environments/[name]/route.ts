import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readEnvironment } from '@/lib/history';

/** One compute environment: see `EnvironmentPage`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, params }) => readEnvironment(prisma, scope, where, params.name ?? ''),
  missing: 'There is no compute environment of this name on this connection.',
});
