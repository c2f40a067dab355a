import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readPolicies } from '@/lib/history';

/** All scheduling policies: a list of `PolicyRow`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => readPolicies(prisma, scope, where),
});
