import { type JobStatus, parseJobStatus, RUNNING_STATUSES, recordOf, WAITING_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { ofRun, recordedUpTo } from './where';

/** A job as a driver that asks AWS must know it to go on. Times in ms. */
export interface FollowedJob {
  id: string;
  parentId: string | null;
  index: number | null;
  queue: string;
  status: JobStatus;
  attemptsEnded: number;
  statusReason: string | null;
  isCancelled: boolean;
  isTerminated: boolean;
  placedAt: number | null;
}

const OPEN = [...WAITING_STATUSES, ...RUNNING_STATUSES];
/** AWS forgets ended jobs after a week: of older arrays nothing can be asked. */
const ASKED_FOR_MS = 14 * 86_400_000;

interface Row {
  id: string;
  parent: string | null;
  index: number | null;
  queue: string;
  status: string;
  attempts_ended: number;
  status_reason: string | null;
  is_cancelled: boolean;
  is_terminated: boolean;
  placed_at: Date | null;
}

/**
 * Jobs that have not ended, and the ended parts of arrays and multi-node jobs that have not. Of no scope: for the driver
 * that follows the connection, not for pages.
 */
async function followedJobs(prisma: PrismaClient, where: Where): Promise<FollowedJob[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT j.aws_id AS id, j.parent_aws_id AS parent, j.array_index AS index, j.queue, j.status, j.attempts_ended,
      j.status_reason, j.is_cancelled, j.is_terminated, a.placed_at
    FROM job AS j LEFT JOIN attempt AS a ON a.job_id = j.id AND a.n = j.attempts_ended + 1 AND a.stopped_at IS NULL
    WHERE ${ofRun(where, 'j')} AND (j.status = ANY(${OPEN}::text[]) OR j.parent_aws_id IN (
      SELECT aws_id FROM job WHERE ${ofRun(where)} AND status = ANY(${OPEN}::text[]) AND parent_aws_id IS NULL))
    ORDER BY j.id`;
  return rows.flatMap((row) => {
    const status = parseJobStatus(row.status);
    if (status === null) return [];
    return [
      {
        id: row.id,
        parentId: row.parent,
        index: row.index,
        queue: row.queue,
        status,
        attemptsEnded: row.attempts_ended,
        statusReason: row.status_reason,
        isCancelled: row.is_cancelled,
        isTerminated: row.is_terminated,
        placedAt: row.placed_at?.getTime() ?? null,
      },
    ];
  });
}

/** Ids of children that lately made arrays have and history does not. */
async function missingChildren(prisma: PrismaClient, where: Where, now: number): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT p.aws_id || ':' || n AS id FROM job AS p CROSS JOIN LATERAL generate_series(0, p.array_size - 1) AS n
    WHERE ${ofRun(where, 'p')} AND p.array_size > 0 AND p.created_at > ${new Date(now - ASKED_FOR_MS)}
      AND NOT EXISTS (SELECT 1 FROM job AS c WHERE ${ofRun(where, 'c')} AND c.aws_id = p.aws_id || ':' || n)`;
  return rows.map(({ id }) => id);
}

/** Which of these jobs are recorded, ended or not. */
async function recordedJobs(prisma: PrismaClient, where: Where, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT aws_id AS id FROM job WHERE ${ofRun(where)} AND aws_id = ANY(${[...ids]}::text[])`;
  return new Set(rows.map(({ id }) => id));
}

/** The newest document of every resource, also of those that are gone, as it was last. */
async function followedResources(
  prisma: PrismaClient,
  where: Where,
): Promise<{ arn: string; kind: string; name: string; document: object; isGone: boolean }[]> {
  const rows = await prisma.$queryRaw<
    { arn: string; kind: string; name: string; document: unknown; is_gone: boolean }[]
  >`
    SELECT DISTINCT ON (v.arn) v.arn, v.kind, v.name, v.document,
      EXISTS (SELECT 1 FROM resource_version AS n WHERE ${ofRun(where, 'n')} AND n.arn = v.arn AND n.valid_to IS NULL
        AND n.document IS NULL) AS is_gone
    FROM resource_version AS v WHERE ${ofRun(where, 'v')} AND v.document IS NOT NULL
    ORDER BY v.arn, v.seq DESC`;
  return rows.map(({ arn, kind, name, document, is_gone: isGone }) => ({
    ...{ arn, kind, name, isGone },
    document: recordOf(document),
  }));
}

/** What a driver that follows by asking is told of what was recorded before; `clock` gives the connection's time, ms. */
export function recordedPast(prisma: PrismaClient, where: Where, clock: () => number) {
  return {
    openJobs: () => followedJobs(prisma, where),
    missingChildren: () => missingChildren(prisma, where, clock()),
    recordedJobs: (ids: readonly string[]) => recordedJobs(prisma, where, ids),
    resources: () => followedResources(prisma, where),
    upTo: async () => (await recordedUpTo(prisma, where)) ?? 0,
  };
}
