import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { listDefinitions } from '@/lib/history';

/** All job definitions by name: see `DefinitionList`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => listDefinitions(prisma, scope, where),
});
