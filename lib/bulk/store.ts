import { z } from 'zod';
import { Prisma, type PrismaClient } from '@/lib/db';
import {
  BULK_KINDS,
  BULK_STATES,
  type BulkItem,
  type BulkOperation,
  type BulkProblem,
  type BulkState,
  bulkProblem,
  ITEM_STATES,
  type ItemState,
} from './contract';

const stored = z.object({
  id: z.string(),
  connectionId: z.number(),
  epoch: z.number(),
  kind: z.enum(BULK_KINDS),
  queue: z.string().nullable(),
  state: z.enum(BULK_STATES),
  reason: z.string(),
  actorId: z.string().nullable(),
  actor: z.string(),
  queues: z.array(z.string()),
  jobs: z.number(),
  done: z.number(),
  failed: z.number(),
  calls: z.number(),
  throttled: z.number(),
  problem: bulkProblem.nullable(),
  startedAt: z.date().transform((date) => date.getTime()),
  endedAt: z
    .date()
    .nullable()
    .transform((date) => date?.getTime() ?? null),
});

const storedItem = z.object({
  n: z.number(),
  jobId: z.string(),
  name: z.string().nullable(),
  queue: z.string().nullable(),
  state: z.enum(ITEM_STATES),
  message: z.string().nullable(),
  intentId: z.string().nullable(),
  newJobId: z.string().nullable(),
});

/** An operation by its id, as it stands. */
export async function bulkById(prisma: PrismaClient, id: string): Promise<BulkOperation | null> {
  const row = await prisma.bulkOperation.findUnique({ where: { id } });
  return row === null ? null : stored.parse(row);
}

/** Operations of one connection's epoch, the open ones first, then the newest; at most `limit`. */
export async function listBulk(
  prisma: PrismaClient,
  { connectionId, epoch }: Pick<BulkOperation, 'connectionId' | 'epoch'>,
  limit: number,
): Promise<BulkOperation[]> {
  const rows = await prisma.bulkOperation.findMany({
    where: { connectionId, epoch, OR: [{ jobs: { gt: 1 } }, { endedAt: null }] },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { startedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map((row) => stored.parse(row));
}

/** Those that run, the oldest first; and ends those of epochs that are over, for their jobs are gone. */
export async function runningBulk(
  prisma: PrismaClient,
  { connectionId, epoch }: Pick<BulkOperation, 'connectionId' | 'epoch'>,
  now: number,
): Promise<BulkOperation[]> {
  await prisma.bulkOperation.updateMany({
    where: { connectionId, epoch: { not: epoch }, endedAt: null },
    data: { state: 'aborted', endedAt: new Date(now) },
  });
  const rows = await prisma.bulkOperation.findMany({
    where: { connectionId, epoch, state: 'running' },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => stored.parse(row));
}

/** Items in these states, in order, behind `after`. */
export async function itemsOf(
  prisma: PrismaClient,
  operationId: string,
  { states, after = -1, limit }: { states?: readonly ItemState[]; after?: number; limit: number },
): Promise<BulkItem[]> {
  const rows = await prisma.bulkItem.findMany({
    where: { operationId, n: { gt: after }, ...(states !== undefined && { state: { in: [...states] } }) },
    orderBy: { n: 'asc' },
    take: limit,
  });
  return rows.map((row) => storedItem.parse(row));
}

/** What came of one item. */
export interface ItemOutcome {
  n: number;
  state: Extract<ItemState, 'done' | 'failed'>;
  message: string | null;
  newJobId?: string;
}

/** What a call told: outcomes of items, and the calls that it took. */
export interface Kept {
  outcomes: readonly ItemOutcome[];
  calls: number;
  throttled: number;
  problem: BulkProblem | null;
}

/**
 * Keeps what came of items and counts it, in one statement, so that counts and items never part. An item that was settled
 * already is not counted again. Gives the state of the operation, which a person may have changed meanwhile.
 */
export async function keepOutcomes(prisma: PrismaClient, id: string, kept: Kept): Promise<BulkState> {
  const { outcomes, calls, throttled, problem } = kept;
  const [row] = await prisma.$queryRaw<{ state: string }[]>`
    WITH told AS (SELECT * FROM unnest(
        ${outcomes.map(({ n }) => n)}::int[], ${outcomes.map(({ state }) => state)}::text[],
        ${outcomes.map(({ message }) => message)}::text[], ${outcomes.map(({ newJobId }) => newJobId ?? null)}::text[])
        AS t(n, state, message, new_job)),
      changed AS (UPDATE bulk_item AS i SET state = told.state, message = told.message, new_aws_job_id = told.new_job
        FROM told WHERE i.operation_id = ${id}::uuid AND i.n = told.n AND i.state IN ('left', 'sent', 'skipped')
        RETURNING i.state)
    UPDATE bulk_operation SET
      done = done + (SELECT count(*) FROM changed WHERE state = 'done')::int,
      failed = failed + (SELECT count(*) FROM changed WHERE state = 'failed')::int,
      calls = calls + ${calls}::int, throttled = throttled + ${throttled}::int,
      problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb
    WHERE id = ${id}::uuid RETURNING state`;
  return z.enum(BULK_STATES).catch('aborted').parse(row?.state);
}

/** How many failed items of operations were of jobs that history did not know, by operation: they are not tried again. */
export async function countUnknown(prisma: PrismaClient, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await prisma.bulkItem.groupBy({
    by: ['operationId'],
    where: { operationId: { in: [...ids] }, state: 'failed', queue: null },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.operationId, row._count._all]));
}

/** Keeps that the cancel of these items is being sent. */
export async function markSent(prisma: PrismaClient, operationId: string, ns: readonly number[]): Promise<void> {
  await prisma.bulkItem.updateMany({
    where: { operationId, n: { in: [...ns] }, state: 'left' },
    data: { state: 'sent' },
  });
}

/** Ends a running operation that has nothing left; null where it has, or was given another direction. */
export async function endBulk(prisma: PrismaClient, id: string, now: number): Promise<BulkOperation | null> {
  const ended = await prisma.$executeRaw`
    UPDATE bulk_operation SET state = 'done', ended_at = ${new Date(now)}, problem = NULL
    WHERE id = ${id}::uuid AND state = 'running' AND NOT EXISTS (SELECT 1 FROM bulk_item
      WHERE operation_id = ${id}::uuid AND state IN ('left', 'sent'))`;
  return ended === 1 ? bulkById(prisma, id) : null;
}

/** What a person may do with an operation. */
export const BULK_DIRECTIONS = ['pause', 'resume', 'abort', 'retry'] as const;
export type BulkDirection = (typeof BULK_DIRECTIONS)[number];

/**
 * Gives an operation another direction; false where it is in no state for that. `abort` leaves what was not sent; `retry`
 * takes up those that failed, each under the intent it had, but for those that were nobody's to end when it began.
 */
export async function directBulk(
  prisma: PrismaClient,
  id: string,
  direction: BulkDirection,
  now: number,
): Promise<boolean> {
  const move = (from: readonly BulkState[], to: Prisma.BulkOperationUpdateManyMutationInput) =>
    prisma.bulkOperation.updateMany({
      where: { id, state: { in: [...from] } },
      data: { problem: Prisma.DbNull, ...to },
    });
  if (direction === 'pause') return (await move(['running'], { state: 'paused' })).count === 1;
  if (direction === 'resume') return (await move(['paused'], { state: 'running' })).count === 1;
  if (direction === 'abort') {
    const { count } = await move(['running', 'paused'], { state: 'aborted', endedAt: new Date(now) });
    if (count === 0) return false;
    await prisma.bulkItem.updateMany({
      where: { operationId: id, state: { in: ['left', 'sent'] } },
      data: { state: 'skipped' },
    });
    return true;
  }
  const again = await prisma.$executeRaw`
    WITH again AS (UPDATE bulk_item SET state = 'left', message = NULL
        WHERE operation_id = ${id}::uuid AND state = 'failed' AND queue IS NOT NULL AND EXISTS (
          SELECT 1 FROM bulk_operation WHERE id = ${id}::uuid AND state IN ('done', 'aborted'))
        RETURNING n)
    UPDATE bulk_operation SET state = 'running', ended_at = NULL, problem = NULL,
      failed = failed - (SELECT count(*) FROM again)::int
    WHERE id = ${id}::uuid AND EXISTS (SELECT 1 FROM again)`;
  return again === 1;
}
