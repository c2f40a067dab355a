import { randomUUID } from 'node:crypto';
import { queuesSeen, type Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { Where } from '@/lib/history';
import type { BulkKind, BulkOperation } from './contract';
import { bulkById } from './store';

/** An operation that is asked for. */
export interface BulkRequest {
  kind: BulkKind;
  /** Where jobs are submitted again; null for their own queues. */
  queue: string | null;
  /** AWS's ids, of array children `parent:index`. One that stands twice is taken once. */
  ids: readonly string[];
  reason: string;
  actorId: string | null;
  actor: string;
}

/**
 * Writes an operation and its items; nothing is sent yet: kick the worker. A job that history does not know, or that is
 * out of scope, is refused there and then.
 */
export async function beginBulk(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  now: number,
  request: BulkRequest,
): Promise<BulkOperation> {
  const id = randomUUID();
  const { kind, queue, reason, actorId, actor } = request;
  const ids = [...new Set(request.ids)];
  const seen = queuesSeen(scope, where.connectionId);
  const queues = seen === 'all' ? null : [...seen];
  const submits = kind === 'submit-again' || kind === 'move';
  await prisma.$transaction(async (within) => {
    await within.bulkOperation.create({
      data: {
        ...{ id, ...where, kind, queue, reason, actorId, actor, jobs: ids.length },
        state: 'running',
        queues: [],
        startedAt: new Date(now),
      },
    });
    await within.$executeRaw`
      INSERT INTO bulk_item (operation_id, n, aws_job_id, name, queue, state, message, intent_id)
      SELECT ${id}::uuid, asked.n - 1, asked.id, j.name, j.queue,
        CASE WHEN j.id IS NULL THEN 'failed' ELSE 'left' END,
        CASE WHEN j.id IS NULL THEN 'No job with this id was recorded here.' END,
        CASE WHEN ${submits} THEN gen_random_uuid() END
      FROM unnest(${ids}::text[]) WITH ORDINALITY AS asked(id, n)
      LEFT JOIN job AS j ON j.connection_id = ${where.connectionId}::smallint AND j.epoch = ${where.epoch}::int
        AND j.aws_id = asked.id AND (${queues}::text[] IS NULL OR j.queue = ANY(${queues}::text[]))`;
    await within.$executeRaw`
      UPDATE bulk_operation SET
        failed = (SELECT count(*) FROM bulk_item WHERE operation_id = ${id}::uuid AND state = 'failed')::int,
        queues = ARRAY(SELECT DISTINCT queue FROM bulk_item WHERE operation_id = ${id}::uuid AND queue IS NOT NULL
          UNION SELECT ${queue}::text WHERE ${queue}::text IS NOT NULL)
      WHERE id = ${id}::uuid`;
  });
  const begun = await bulkById(prisma, id);
  if (begun === null) throw new Error('The operation that was just written is gone.');
  return begun;
}
