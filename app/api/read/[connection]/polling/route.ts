import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';

/** How following AWS goes: a `PollingState`. */
export const GET = defineRead({
  query: z.object({}),
  run: async ({ connection }) => connection.driver.polling?.() ?? null,
  missing: 'This connection is told of changes and asks for none.',
});
