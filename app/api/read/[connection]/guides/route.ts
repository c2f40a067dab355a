import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { readOpenGuides } from '@/lib/guides';

/** Guided deletes that are not over: a list of `OpenGuide`. */
export const GET = defineRead({
  query: z.object({}),
  run: ({ prisma, scope, where }) => readOpenGuides(prisma, scope, where),
});
