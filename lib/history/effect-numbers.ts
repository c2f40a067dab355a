import type { Scope } from '@/lib/access';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { EffectNumbers } from './versions-contract';
import { inQueues, ofRun } from './where';
import { wholeCost } from './whole-cost';

/** Numbers are of the newest jobs that ended in a window, at most this many: `n` says how many. */
const JOBS_LOOKED_AT = 20_000;

/** Ms of the connection's time; `to` is left out. */
export interface HoursWindow {
  from: number;
  to: number;
}

interface Row {
  n: number;
  failed: number;
  out_of_memory: number;
  interrupted: number;
  wait: number | null;
  run: number | null;
  cost: string | null;
}

/** Numbers of the jobs of these queues that ended in these windows, all windows taken together. */
export async function numbersOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  queues: readonly string[],
  windows: readonly HoursWindow[],
): Promise<EffectNumbers> {
  const windowed = Prisma.sql`unnest(${windows.map(({ from }) => new Date(from))}::timestamptz[],
    ${windows.map(({ to }) => new Date(to))}::timestamptz[]) AS w(since, until)`;
  const counted = Prisma.sql`array_size IS NULL AND NOT is_relay`;
  const [[row], [created]] = await Promise.all([
    prisma.$queryRaw<Row[]>`
      SELECT count(*)::int AS n, count(*) FILTER (WHERE j.status = 'FAILED')::int AS failed,
        count(*) FILTER (WHERE j.status = 'FAILED' AND j.reason LIKE 'OutOfMemory%')::int AS out_of_memory,
        coalesce(sum(a.interrupted), 0)::int AS interrupted,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.started_at - j.created_at) * 1000)::float AS wait,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.stopped_at - a.started_at) * 1000)::float AS run,
        (percentile_disc(0.5) WITHIN GROUP (ORDER BY ${wholeCost(where, Prisma.sql`j`)}))::text AS cost
      FROM ${windowed} CROSS JOIN LATERAL (
        SELECT id, aws_id, status, reason, created_at, started_at, stopped_at, cost_nano_usd FROM job
        WHERE ${ofRun(where)} AND stopped_at >= w.since AND stopped_at < w.until AND ${counted} ${inQueues(scope, where, queues)}
        ORDER BY stopped_at DESC LIMIT ${JOBS_LOOKED_AT}::int) AS j
      LEFT JOIN LATERAL (
        SELECT max(started_at) AS started_at, count(*) FILTER (WHERE interrupted)::int AS interrupted
        FROM attempt WHERE job_id = j.id) AS a ON true`,
    prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ${windowed} JOIN job ON ${ofRun(where)} AND created_at >= w.since
        AND created_at < w.until AND ${counted} ${inQueues(scope, where, queues)}`,
  ]);
  return {
    n: row?.n ?? 0,
    failed: row?.failed ?? 0,
    outOfMemory: row?.out_of_memory ?? 0,
    interrupted: row?.interrupted ?? 0,
    medianWait: row?.wait ?? null,
    medianRun: row?.run ?? null,
    medianCostNanoUsd: row?.cost ?? null,
    submitted: created?.count ?? 0,
  };
}
