import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readDefinition } from '@/lib/history';

/** One job definition with its revisions: see `DefinitionPage`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where, params }) => readDefinition(prisma, scope, where, params.name ?? ''),
  missing: 'There is no job definition of this name on this connection.',
});
