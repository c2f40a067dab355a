import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { consumableNow } from '@/app/consumable-reader';

/** One consumable resource and its jobs: a `ConsumablePage`. */
export const GET = defineRead({
  query: z.object({}),
  run: (context) => consumableNow(context, context.params.name ?? ''),
  missing: 'There is no such consumable resource here.',
});
