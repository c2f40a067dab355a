import { z } from 'zod';
import { list, one } from '@/app/api/read/define-read';
import type { ActivityQuery } from '@/lib/history';

const text = z.string().max(500);

/** The query of the activity list in a URL, as `ActivityQuery`. */
export const activityQuery = z
  .object({
    actor: list(text),
    action: list(text),
    subject: one(text.optional()),
    result: list(z.enum(['succeeded', 'failed', 'unfinished'])),
    from: one(z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional()),
    cursor: one(z.string().max(300).optional()),
    limit: one(z.coerce.number().int().min(1).max(200).optional()),
  })
  .transform(
    ({ actor, action, result, subject, from, cursor, limit }): ActivityQuery => ({
      ...(actor.length > 0 && { actor }),
      ...(action.length > 0 && { action }),
      ...(result.length > 0 && { result }),
      ...(subject !== undefined && { subject }),
      ...(from !== undefined && { from }),
      ...(cursor !== undefined && { cursor }),
      ...(limit !== undefined && { limit }),
    }),
  );

/** Since when the counts of the facets go, in ms of wall time. */
export const activitySince = z.object({ since: one(z.coerce.number().int().min(0).max(8_640_000_000_000_000)) });
