import { z } from 'zod';
import { defineRead, list, one } from '@/app/api/read/define-read';
import { ITEM_STATES, readBulkItems } from '@/lib/bulk';

/** What came of each job of an operation, in order, behind `after`: see `BulkItemsPage`. */
export const GET = defineRead({
  query: z.object({
    after: one(z.coerce.number().int().min(-1).max(100_000).optional()),
    state: list(z.enum(ITEM_STATES)),
  }),
  run: ({ prisma, scope, where, params, query: { after, state } }) =>
    readBulkItems(prisma, scope, where, params.id ?? '', { after, ...(state.length > 0 && { states: state }) }),
  missing: 'There is no such operation here.',
});
