import type { Scope } from '@/lib/access';
import { RUNNING_STATUSES } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import { chargeOf, type PricedAttempt } from './attempts';
import type { Where } from './contract';
import { inQueues, inScope, ofRun, recordedUpTo } from './where';

/** What the attempts that run of some jobs have cost so far. */
export interface RunningCost {
  attempts: number;
  /** Of those whose price is known, nano-USD. */
  nanoUsd: string;
  /** How many have no price that is known. */
  unknown: number;
}

interface RunningAttempt extends PricedAttempt {
  queue: string;
  milli_vcpus: number;
  memory_mib: number;
  gpus: number;
  arm64: boolean;
}

/** The attempts under way of these jobs in scope, of arrays and multi-node jobs those of their parts; worked out as on a job's page. */
export async function runningCost(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  ids: readonly string[],
): Promise<RunningCost> {
  const upTo = inScope(scope, where) ? await recordedUpTo(prisma, where) : null;
  if (upTo === null) return { attempts: 0, nanoUsd: '0', unknown: 0 };
  const runs = Prisma.sql`status = ANY(${[...RUNNING_STATUSES]}::text[]) ${inQueues(scope, where, undefined)}`;
  const rows = await prisma.$queryRaw<RunningAttempt[]>`
    SELECT a.purchase, a.placed_at, a.stopped_at, a.interrupted, i.type AS instance_type, i.vcpus,
      i.memory_mib AS instance_memory_mib, i.gpus AS instance_gpus, p.nano_usd_per_hour, c.paid, c.on_demand, c.lost, c.settled,
      j.queue, j.milli_vcpus, j.memory_mib, j.gpus, coalesce(d.arm64, false) AS arm64
    FROM (SELECT id, queue, definition, milli_vcpus, memory_mib, gpus FROM job
        WHERE ${ofRun(where)} AND aws_id = ANY(${[...ids]}::text[]) AND ${runs}
      UNION SELECT id, queue, definition, milli_vcpus, memory_mib, gpus FROM job
        WHERE ${ofRun(where)} AND parent_aws_id = ANY(${[...ids]}::text[]) AND ${runs}) AS j
    JOIN attempt AS a ON a.job_id = j.id AND a.stopped_at IS NULL
    LEFT JOIN instance AS i ON i.connection_id = a.connection_id AND i.epoch = a.epoch AND i.instance_id = a.instance_id
    LEFT JOIN LATERAL (
      SELECT nano_usd_per_hour FROM price_segment AS s WHERE ${ofRun(where, 's')} AND s.instance_id = a.instance_id
      ORDER BY s.from_at DESC LIMIT 1) AS p ON true
    LEFT JOIN LATERAL (
      SELECT sum(paid_nano_usd)::text AS paid, sum(on_demand_nano_usd)::text AS on_demand, bool_or(lost) AS lost,
        bool_and(settled) AS settled
      FROM charge WHERE job_id = a.job_id AND attempt = a.n AND kind = 'attempt') AS c ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(v.document #>> '{containerProperties,runtimePlatform,cpuArchitecture}',
        v.document #>> '{ecsProperties,taskProperties,0,runtimePlatform,cpuArchitecture}') = 'ARM64' AS arm64
      FROM resource_version AS v
      WHERE a.purchase IN ('FARGATE', 'FARGATE_SPOT') AND ${ofRun(where, 'v')} AND v.kind = 'job-definition'
        AND v.name = j.definition AND v.document IS NOT NULL LIMIT 1) AS d ON true`;
  const charges = rows.map((row) => chargeOf(row, row, upTo));
  const known = charges.flatMap((charge) => (charge === null ? [] : [BigInt(charge.paidNanoUsd)]));
  return {
    attempts: rows.length,
    nanoUsd: String(known.reduce((sum, paid) => sum + paid, 0n)),
    unknown: rows.length - known.length,
  };
}
