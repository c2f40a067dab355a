import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { JobRow, Where } from './contract';
import { JOB_COLUMNS, type StoredJob, toRows } from './job-rows';
import { inScope, ofRun, seesQueue } from './where';

/** The front of a queue in order of dispatch, from GetJobQueueSnapshot. */
export interface QueueFront {
  /** When Batch last made its snapshot, ms of the connection's time. */
  at: number;
  jobs: JobRow[];
}

/**
 * The jobs of a queue that still are RUNNABLE, in the order in which their AWS ids are given; none of a queue out of scope.
 * Ids that history does not have yet are left out.
 */
export async function jobsInOrder(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  queue: string,
  ids: readonly string[],
): Promise<JobRow[]> {
  if (!inScope(scope, where) || !seesQueue(scope, where, queue) || ids.length === 0) return [];
  const stored = await prisma.$queryRaw<StoredJob[]>`
    SELECT ${JOB_COLUMNS} FROM job
    WHERE ${ofRun(where)} AND aws_id = ANY(${[...ids]}::text[]) AND queue = ${queue} AND status = 'RUNNABLE'`;
  const byId = new Map(stored.map((row) => [row.aws_id, row]));
  return toRows(
    prisma,
    scope,
    where,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}
