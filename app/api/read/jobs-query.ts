import { z } from 'zod';
import { JOB_SORTS, JOB_STATUSES } from '@/lib/batch';
import type { JobsQuery } from '@/lib/history';
import { list, one } from './define-read';

const text = z.string().min(1).max(300);

/** The filters of the jobs list as they stand in a URL: `status`, `queue` and `definition` may repeat or hold commas. */
export const jobsQuery = z
  .object({
    status: list(z.enum(JOB_STATUSES)),
    queue: list(text),
    definition: list(text),
    name: one(z.string().max(300).optional()),
    parent: one(text.optional()),
    ids: list(text),
    relay: one(z.enum(['true', 'false']).optional()),
    sort: one(z.enum(JOB_SORTS).optional()),
    // It holds the sorted text of the last row, such as a name.
    cursor: one(z.string().max(2000).optional()),
    limit: one(z.coerce.number().int().min(1).max(200).optional()),
  })
  .transform((given): JobsQuery => {
    const { status, queue, definition, name, parent, ids, relay, sort, cursor, limit } = given;
    return {
      ...(status.length > 0 && { status }),
      ...(queue.length > 0 && { queue }),
      ...(definition.length > 0 && { definition }),
      ...(name !== undefined && name.trim() !== '' && { name: name.trim() }),
      ...(parent !== undefined && { parent }),
      ...(ids.length > 0 && { ids }),
      ...(relay === 'true' && { relay: true }),
      ...(sort !== undefined && { sort }),
      ...(cursor !== undefined && cursor !== '' && { cursor }),
      ...(limit !== undefined && { limit }),
    };
  });
