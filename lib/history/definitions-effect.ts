import type { Scope } from '@/lib/access';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { RevisionEffect, RevisionSeries } from './definitions-contract';
import { revisionOf } from './definitions-documents';
import { inQueues, inScope, ofRun, recordedUpTo } from './where';
import { wholeCost } from './whole-cost';

/** Numbers of a revision are over its newest submits, at most this many, and of an array at most so many children. */
const SUBMITS_LOOKED_AT = 2_000;
const CHILDREN_LOOKED_AT = 500;
const SERIES_LOOKED_AT = 20_000;

interface EffectRow {
  n: number;
  failed: number;
  out_of_memory: number;
  interrupted: number;
  submitted: number;
  wait: number | null;
  run: number | null;
  cost: string | null;
}

/** How the jobs of each of these revisions did, over its newest 2,000 submits. */
export async function readRevisionEffects(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
  revisions: readonly number[],
): Promise<RevisionEffect[]> {
  if (!inScope(scope, where)) return [];
  return Promise.all(revisions.map((revision) => effectOf(prisma, scope, where, name, revision)));
}

async function effectOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
  revision: number,
): Promise<RevisionEffect> {
  const columns = Prisma.sql`id, status, reason, created_at, started_at, stopped_at, cost_nano_usd`;
  const [row] = await prisma.$queryRaw<EffectRow[]>`
    WITH listed AS (
      SELECT ${columns}, aws_id, array_size FROM job
      WHERE ${ofRun(where)} AND definition = ${`${name}:${revision}`} AND parent_aws_id IS NULL AND NOT is_relay
        ${inQueues(scope, where, undefined)}
      ORDER BY created_at DESC, id DESC LIMIT ${SUBMITS_LOOKED_AT}::int),
    chosen AS (
      SELECT id, status, reason, created_at, started_at, stopped_at,
        ${wholeCost(where, Prisma.sql`listed`)} AS cost_nano_usd FROM listed WHERE array_size IS NULL
      UNION ALL
      SELECT c.* FROM listed AS l CROSS JOIN LATERAL (
        SELECT ${columns} FROM job WHERE ${ofRun(where)} AND parent_aws_id = l.aws_id LIMIT ${CHILDREN_LOOKED_AT}::int) AS c
      WHERE l.array_size IS NOT NULL)
    SELECT count(*)::int AS submitted, count(*) FILTER (WHERE j.stopped_at IS NOT NULL)::int AS n,
      count(*) FILTER (WHERE j.status = 'FAILED')::int AS failed,
      count(*) FILTER (WHERE j.status = 'FAILED' AND j.reason LIKE 'OutOfMemory%')::int AS out_of_memory,
      coalesce(sum(a.interrupted), 0)::int AS interrupted,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.started_at - j.created_at) * 1000)::float AS wait,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.stopped_at - a.started_at) * 1000)
        FILTER (WHERE j.status = 'SUCCEEDED')::float AS run,
      (percentile_disc(0.5) WITHIN GROUP (ORDER BY j.cost_nano_usd) FILTER (WHERE j.stopped_at IS NOT NULL))::text AS cost
    FROM chosen AS j LEFT JOIN LATERAL (
      SELECT max(started_at) AS started_at, count(*) FILTER (WHERE interrupted)::int AS interrupted
      FROM attempt WHERE job_id = j.id) AS a ON true`;
  return {
    revision,
    n: row?.n ?? 0,
    failed: row?.failed ?? 0,
    outOfMemory: row?.out_of_memory ?? 0,
    interrupted: row?.interrupted ?? 0,
    medianWait: row?.wait ?? null,
    medianRun: row?.run ?? null,
    medianCostNanoUsd: row?.cost ?? null,
    submitted: row?.submitted ?? 0,
  };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST_BUCKETS = 48;
const STEPS = [
  300_000,
  900_000,
  1_800_000,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
] as const;

/** Width of a bucket in ms so that a span has no more than 48. */
function bucketFor(span: number): number {
  return STEPS.find((step) => span / step <= MOST_BUCKETS) ?? 28 * DAY_MS;
}

interface BucketRow {
  definition: string;
  at: Date;
  jobs: number;
  failed: number;
  waiting: number;
}

/** Jobs of a definition by the time of their submit and revision, over its newest 20,000 submits. */
export async function readRevisionSeries(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
): Promise<RevisionSeries | null> {
  const to = await recordedUpTo(prisma, where);
  if (!inScope(scope, where) || to === null) return null;
  const names = await prisma.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND split_part(name, ':', 1) = ${name}`;
  const listed = Prisma.sql`
    SELECT j.* FROM unnest(${names.map((row) => row.name)}::text[]) AS d(name) CROSS JOIN LATERAL (
      SELECT definition, created_at, status, array_size, aws_id FROM job WHERE ${ofRun(where)} AND definition = d.name
        AND parent_aws_id IS NULL AND NOT is_relay ${inQueues(scope, where, undefined)}
      ORDER BY created_at DESC, id DESC LIMIT ${SERIES_LOOKED_AT}::int) AS j
    ORDER BY j.created_at DESC LIMIT ${SERIES_LOOKED_AT}::int`;
  const [extent] = await prisma.$queryRaw<{ first: Date | null; count: number }[]>`
    SELECT min(created_at) AS first, count(*)::int AS count FROM (${listed}) AS l`;
  const first = extent?.first?.getTime() ?? to;
  const step = bucketFor(Math.max(1, to - first));
  const rows = await prisma.$queryRaw<BucketRow[]>`
    SELECT l.definition, to_timestamp(floor(extract(epoch FROM l.created_at) * 1000 / ${step}::float) * ${step}::float / 1000) AS at,
      sum(coalesce(l.array_size, 1))::int AS jobs,
      sum(CASE WHEN l.array_size IS NULL THEN (l.status = 'FAILED')::int ELSE c.failed END)::int AS failed,
      sum(CASE WHEN l.array_size IS NULL THEN (l.status IN ('SUBMITTED', 'PENDING', 'RUNNABLE'))::int ELSE c.waiting END)::int
        AS waiting
    FROM (${listed}) AS l LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status = 'FAILED')::int AS failed,
        count(*) FILTER (WHERE status IN ('SUBMITTED', 'PENDING', 'RUNNABLE'))::int AS waiting
      FROM job WHERE ${ofRun(where)} AND parent_aws_id = l.aws_id AND l.array_size IS NOT NULL) AS c ON true
    GROUP BY 1, 2 ORDER BY 2, 1`;
  return {
    step,
    from: Math.floor(first / step) * step,
    to,
    buckets: rows.map((row) => ({
      at: row.at.getTime(),
      revision: revisionOf(row.definition).revision,
      jobs: row.jobs,
      failed: row.failed,
      waiting: row.waiting,
    })),
    isCut: (extent?.count ?? 0) >= SERIES_LOOKED_AT,
  };
}
