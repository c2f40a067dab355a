import { z } from 'zod';
import { defineRead, one } from '@/app/api/read/define-read';
import { mayReadLog } from '@/lib/history';

const MOST_LINES = 2000;

/** Lines `from` on of a log stream: `{ lines: { at, message }[], total }`. A stream belongs to a job that may be seen. */
export const GET = defineRead({
  query: z.object({
    stream: one(z.string().min(1).max(512)),
    job: one(z.string().min(1).max(300)),
    from: one(z.coerce.number().int().min(0).optional()),
    limit: one(z.coerce.number().int().min(1).max(MOST_LINES).optional()),
  }),
  run: async ({ prisma, scope, where, connection, query }) => {
    if (!(await mayReadLog(prisma, scope, where, query.job, query.stream))) return null;
    // The driver speaks for the present run only: an earlier epoch's ids would name other jobs.
    if (where.epoch !== connection.epoch) return null;
    return connection.driver.logs(query.stream, query.from ?? 0, query.limit ?? 500);
  },
  missing: 'This log is gone: the connection keeps it no longer, or it was never written.',
});
