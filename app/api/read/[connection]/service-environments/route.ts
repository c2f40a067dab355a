import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readServiceEnvironments } from '@/lib/history';

/** All service environments: a list of `ServiceEnvironmentRow`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => readServiceEnvironments(prisma, scope, where),
});
