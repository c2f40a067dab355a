import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { listEnvironments } from '@/lib/history';

/** All compute environments: a list of `EnvironmentRow`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => listEnvironments(prisma, scope, where),
});
