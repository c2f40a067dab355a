import { RUNNING_STATUSES, WAITING_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { ofRun } from './where';

/**
 * Jobs that have not ended: how many wait and run (arrays by their children), and the ids to end them by (arrays by their
 * parent where it is a queue's), at most so many, without those that were asked to end already.
 */
export interface OpenJobs {
  waiting: number;
  running: number;
  toCancel: string[];
  toTerminate: string[];
  /** A few that run, the longest there first. */
  first: string[];
}

/** Ids a look gives at most. */
const MOST_IDS = 200;
const MOST_SHOWN = 5;
const OPEN = [...WAITING_STATUSES, ...RUNNING_STATUSES];

/** The unfinished jobs of a queue. Of no scope: for the portal's own work, not for pages. */
export async function jobsInQueue(prisma: PrismaClient, where: Where, queue: string): Promise<OpenJobs> {
  const [counts, ids] = await Promise.all([
    countOpenJobs(prisma, where, queue),
    prisma.$queryRaw<{ id: string; status: string; is_cancelled: boolean }[]>`
      SELECT aws_id AS id, status, is_cancelled FROM job
      WHERE ${ofRun(where)} AND queue = ${queue} AND status = ANY(${OPEN}::text[]) AND parent_aws_id IS NULL
        AND NOT is_terminated
      ORDER BY created_at, id LIMIT ${MOST_IDS}::int`,
  ]);
  const waiting = new Set<string>(WAITING_STATUSES);
  return {
    ...counts,
    toCancel: ids.filter((row) => waiting.has(row.status) && !row.is_cancelled).map(({ id }) => id),
    toTerminate: ids.map(({ id }) => id),
    first: [],
  };
}

/** How many jobs of a queue wait and run: what can run is counted, array parents are not. */
export async function countOpenJobs(
  prisma: PrismaClient,
  where: Where,
  queue: string,
): Promise<{ waiting: number; running: number }> {
  const [row] = await prisma.$queryRaw<{ waiting: number; running: number }[]>`
    SELECT count(*) FILTER (WHERE status = ANY(${[...WAITING_STATUSES]}::text[]))::int AS waiting,
      count(*) FILTER (WHERE status = ANY(${[...RUNNING_STATUSES]}::text[]))::int AS running
    FROM job WHERE ${ofRun(where)} AND queue = ${queue} AND status = ANY(${OPEN}::text[]) AND array_size IS NULL`;
  return row ?? { waiting: 0, running: 0 };
}

/** The jobs that run in an environment now. Of no scope: for the portal's own work, not for pages. */
export async function jobsInEnvironment(prisma: PrismaClient, where: Where, environment: string): Promise<OpenJobs> {
  const rows = await prisma.$queryRaw<{ id: string; is_terminated: boolean }[]>`
    SELECT j.aws_id AS id, j.is_terminated FROM attempt AS a JOIN job AS j ON j.id = a.job_id
    WHERE ${ofRun(where, 'a')} AND a.environment = ${environment} AND a.stopped_at IS NULL
      AND j.status = ANY(${[...RUNNING_STATUSES]}::text[])
    ORDER BY a.placed_at, j.id`;
  return {
    waiting: 0,
    running: rows.length,
    toCancel: [],
    toTerminate: rows
      .filter((row) => !row.is_terminated)
      .slice(0, MOST_IDS)
      .map(({ id }) => id),
    first: rows.slice(0, MOST_SHOWN).map(({ id }) => id),
  };
}
