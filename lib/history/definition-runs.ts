import type { Scope } from '@/lib/access';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { DefinitionRuns } from './submit-contract';
import { inQueues, inScope, ofRun } from './where';
import { wholeCost } from './whole-cost';

/** Numbers are over the newest submits, at most this many, and of an array at most so many children. */
const SUBMITS_LOOKED_AT = 2_000;
const CHILDREN_LOOKED_AT = 500;

interface Row {
  n: number;
  priced: number;
  run: number[] | null;
  cost: number[] | null;
  mean: number | null;
}

/** How jobs of `name:revision` ran that succeeded; where none has, those of all revisions of the name. n is 0 where none is known. */
export async function readDefinitionRuns(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
  revision: number,
): Promise<DefinitionRuns> {
  const none: DefinitionRuns = { of: 'definition', n: 0, run: null, cost: null, priced: 0 };
  if (!inScope(scope, where)) return none;
  const own = await runsOf(prisma, scope, where, [`${name}:${revision}`]);
  if (own.n > 0) return { of: 'revision', ...own };
  const names = await prisma.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND split_part(name, ':', 1) = ${name}`;
  const all = names.map((row) => row.name);
  return { of: 'definition', ...(await runsOf(prisma, scope, where, all)) };
}

async function runsOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  definitions: readonly string[],
): Promise<Omit<DefinitionRuns, 'of'>> {
  const columns = Prisma.sql`id, stopped_at, cost_nano_usd`;
  const tenths = Prisma.sql`ARRAY[0.1, 0.5, 0.9]::float[]`;
  const [row] = await prisma.$queryRaw<Row[]>`
    WITH listed AS (
      SELECT l.* FROM unnest(${[...definitions]}::text[]) AS d(name) CROSS JOIN LATERAL (
        SELECT ${columns}, status, aws_id, array_size, created_at FROM job
        WHERE ${ofRun(where)} AND definition = d.name AND parent_aws_id IS NULL AND NOT is_relay
          ${inQueues(scope, where, undefined)}
        ORDER BY created_at DESC, id DESC LIMIT ${SUBMITS_LOOKED_AT}::int) AS l
      ORDER BY l.created_at DESC LIMIT ${SUBMITS_LOOKED_AT}::int),
    chosen AS (
      SELECT id, stopped_at, ${wholeCost(where, Prisma.sql`listed`)} AS cost_nano_usd FROM listed
      WHERE array_size IS NULL AND status = 'SUCCEEDED'
      UNION ALL
      SELECT c.* FROM listed AS l CROSS JOIN LATERAL (
        SELECT ${columns} FROM job WHERE ${ofRun(where)} AND parent_aws_id = l.aws_id AND status = 'SUCCEEDED'
        LIMIT ${CHILDREN_LOOKED_AT}::int) AS c
      WHERE l.array_size IS NOT NULL)
    SELECT count(*)::int AS n, count(j.cost_nano_usd)::int AS priced,
      percentile_cont(${tenths}) WITHIN GROUP (ORDER BY extract(epoch FROM j.stopped_at - a.started_at) * 1000) AS run,
      percentile_cont(${tenths}) WITHIN GROUP (ORDER BY j.cost_nano_usd::float) AS cost,
      avg(j.cost_nano_usd)::float AS mean
    FROM chosen AS j LEFT JOIN LATERAL (SELECT max(started_at) AS started_at FROM attempt WHERE job_id = j.id) AS a ON true`;
  const cost = spread(row?.cost ?? null);
  const mean = row?.mean ?? null;
  return {
    n: row?.n ?? 0,
    priced: row?.priced ?? 0,
    run: spread(row?.run ?? null),
    cost: cost === null || mean === null ? null : { ...cost, mean: Math.round(mean) },
  };
}

function spread(tenths: readonly (number | null)[] | null): { p10: number; median: number; p90: number } | null {
  const [p10, median, p90] = tenths ?? [];
  if (typeof p10 !== 'number' || typeof median !== 'number' || typeof p90 !== 'number') return null;
  return { p10: Math.round(p10), median: Math.round(median), p90: Math.round(p90) };
}
