import { z } from 'zod';
import { queuesSeen, type Scope } from '@/lib/access';
import type { ResourceKind } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { currentResources } from './resources';
import { queuesUsing } from './touched';
import type { VersionAuthor, VersionMoves, VersionRow, VersionsPage } from './versions-contract';
import { inScope, ofRun, recordedUpTo, seesQueue } from './where';

const VERSIONS_SHOWN = 50;
const MOVES_SHOWN = 50;

const author = z.object({ actor: z.string(), source: z.string().nullable().catch(null) });

/** Who made a change, of the column `by`. */
export function authorOf(by: unknown): VersionAuthor | null {
  const parsed = author.safeParse(by);
  return parsed.success ? parsed.data : null;
}

/** The queues in scope whose jobs a resource touches: itself, those it feeds, those that follow it; a job's own; all for a definition. */
export async function queuesTouched(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
): Promise<string[]> {
  if (kind === 'job') {
    const job = await prisma.job.findUnique({
      where: { connectionId_epoch_awsId: { ...where, awsId: name } },
      select: { queue: true },
    });
    return job !== null && seesQueue(scope, where, job.queue) ? [job.queue] : [];
  }
  return (await queuesOf(prisma, where, kind, name)).filter((queue) => seesQueue(scope, where, queue));
}

async function queuesOf(
  prisma: PrismaClient,
  where: Where,
  kind: Exclude<ResourceKind, 'job'>,
  name: string,
): Promise<string[]> {
  if (kind === 'job-queue') return [name];
  if (kind !== 'job-definition' && kind !== 'consumable-resource')
    return queuesUsing(prisma, where, kind === 'scheduling-policy' ? 'policy' : 'environment', name);
  return (await currentResources(prisma, where, 'job-queue')).map((queue) => queue.name);
}

/** Whether the scope lets a resource be seen: its own queue, or one that it has to do with. */
export async function maySee(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
): Promise<boolean> {
  if (!inScope(scope, where)) return false;
  if (queuesSeen(scope, where.connectionId) === 'all' || kind === 'job-definition' || kind === 'consumable-resource')
    return true;
  if (kind === 'job-queue') return seesQueue(scope, where, name);
  return (await queuesTouched(prisma, scope, where, kind, name)).length > 0;
}

interface Row {
  seq: bigint;
  valid_from: Date;
  by: unknown;
  document: object | null;
  arn: string;
  moved: object | null;
  moves: number;
}

/** The edits of one resource, newest first, also of one that is gone. Null where it was never seen or is out of scope. */
export async function readVersions(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
): Promise<VersionsPage | null> {
  if (!(await maySee(prisma, scope, where, kind, name))) return null;
  const arn = await arnOf(prisma, where, kind, name);
  if (arn === null) return null;
  const [rows, total, now] = await Promise.all([
    prisma.$queryRaw<Row[]>`
      WITH edits AS (
        SELECT seq, valid_from, by, document, lead(seq) OVER (ORDER BY seq) AS next FROM resource_version
        WHERE ${ofRun(where)} AND arn = ${arn} AND edit)
      SELECT e.seq, e.valid_from, e.by, e.document, m.document AS moved, (
          SELECT count(*)::int FROM resource_version AS v
          WHERE ${ofRun(where, 'v')} AND v.arn = ${arn} AND v.valid_from >= e.valid_from AND v.seq > e.seq
            AND (e.next IS NULL OR v.seq < e.next) AND NOT v.edit) AS moves
      FROM edits AS e LEFT JOIN LATERAL (
        SELECT v.document FROM resource_version AS v
        WHERE ${ofRun(where, 'v')} AND v.arn = ${arn} AND v.valid_from <= e.valid_from AND v.seq < e.seq
        ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS m ON true
      ORDER BY e.seq DESC LIMIT ${VERSIONS_SHOWN}::int`,
    prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM resource_version WHERE ${ofRun(where)} AND arn = ${arn} AND edit`,
    recordedUpTo(prisma, where),
  ]);
  const versions = rows.map((row, index): VersionRow => {
    const older = rows[index + 1];
    const isMoved = row.moved !== null && (older === undefined || older.moves > 0);
    return {
      seq: row.seq.toString(),
      at: row.valid_from.getTime(),
      by: authorOf(row.by),
      document: row.document,
      ...(isMoved && row.moved !== null && { moved: row.moved }),
      moves: row.moves,
    };
  });
  return { kind, name, arn, versions, older: (total[0]?.count ?? 0) - versions.length, now: now ?? 0 };
}

async function arnOf(prisma: PrismaClient, where: Where, kind: ResourceKind, name: string): Promise<string | null> {
  const row = await prisma.resourceVersion.findFirst({
    where: { ...where, kind, name },
    orderBy: [{ validFrom: 'desc' }, { seq: 'desc' }],
    select: { arn: true },
  });
  return row?.arn ?? null;
}

/** What AWS moved between the edit `after` and the next one, newest first. Null where the resource is not to be seen. */
export async function readVersionMoves(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
  after: bigint,
): Promise<VersionMoves | null> {
  if (!(await maySee(prisma, scope, where, kind, name))) return null;
  const arn = await arnOf(prisma, where, kind, name);
  if (arn === null) return null;
  const [next] = await prisma.$queryRaw<{ seq: bigint | null }[]>`
    SELECT min(seq) AS seq FROM resource_version WHERE ${ofRun(where)} AND arn = ${arn} AND edit AND seq > ${after}`;
  const rows = await prisma.resourceVersion.findMany({
    where: { ...where, arn, seq: { gte: after, ...(next?.seq != null && { lt: next.seq }) } },
    orderBy: [{ validFrom: 'desc' }, { seq: 'desc' }],
    take: MOVES_SHOWN + 1,
    select: { seq: true, validFrom: true, document: true, edit: true },
  });
  const total = await prisma.resourceVersion.count({
    where: { ...where, arn, edit: false, seq: { gt: after, ...(next?.seq != null && { lt: next.seq }) } },
  });
  const moves = rows.flatMap((row, index) =>
    row.edit || index >= MOVES_SHOWN
      ? []
      : [
          {
            seq: row.seq.toString(),
            at: row.validFrom.getTime(),
            document: asObject(row.document),
            before: asObject(rows[index + 1]?.document),
          },
        ],
  );
  return { moves, older: total - moves.length };
}

function asObject(value: unknown): object | null {
  return typeof value === 'object' ? value : null;
}
