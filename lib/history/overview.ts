import type { Scope } from '@/lib/access';
import { failureClass, failureTitle, type JobStatus, RUNNING_STATUSES, WAITING_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { EnvironmentRow, Overview, Where } from './contract';
import { readEnvironments } from './environments';
import { countCells } from './jobs';
import { readQueues, sum } from './queues';
import { openWaits, reasonsOf } from './waiting';
import { inQueues, inScope, ofRun, recordedUpTo } from './where';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The overview of one connection as of the connection's own time; null where it is out of scope or nothing was recorded. */
export async function readOverview(prisma: PrismaClient, scope: Scope, where: Where): Promise<Overview | null> {
  if (!inScope(scope, where)) return null;
  const now = await recordedUpTo(prisma, where);
  if (now === null) return null;
  const [cells, environments, waits, endedLastHour, spotToday, failures] = await Promise.all([
    countCells(prisma, scope, where),
    readEnvironments(prisma, scope, where),
    openWaits(prisma, scope, where),
    endedSince(prisma, scope, where, now - HOUR_MS),
    spotSince(prisma, scope, where, now - (now % DAY_MS)),
    failuresSince(prisma, scope, where, now - DAY_MS),
  ]);
  const queues = await readQueues(prisma, scope, where, cells);
  const counts: Partial<Record<JobStatus, number>> = {};
  for (const { status, count } of cells) counts[status] = (counts[status] ?? 0) + count;
  const oldest = queues.flatMap((queue) => queue.oldestWaitingAt ?? []);
  return {
    now,
    waiting: sum(counts, WAITING_STATUSES),
    running: sum(counts, RUNNING_STATUSES),
    endedLastHour,
    oldestWaitingAt: oldest.length === 0 ? null : Math.min(...oldest),
    usedMilliVcpus: environments.reduce((total, one) => total + one.usedMilliVcpus, 0),
    provisionedVcpus: environments.reduce((total, one) => total + one.provisionedVcpus, 0),
    reasons: reasonsOf(waits),
    queues,
    environments,
    nanoUsdPerHour: sumOf(environments, 'nanoUsdPerHour'),
    onDemandNanoUsdPerHour: sumOf(environments, 'onDemandNanoUsdPerHour'),
    spotToday,
    failures,
  };
}

/** A sum that leaves anything out would be too low: one unknown price makes it unknown. */
function sumOf(
  environments: readonly EnvironmentRow[],
  member: 'nanoUsdPerHour' | 'onDemandNanoUsdPerHour',
): string | null {
  let total = 0n;
  for (const environment of environments) {
    const price = environment[member];
    if (price === null) return null;
    total += BigInt(price);
  }
  return total.toString();
}

async function endedSince(prisma: PrismaClient, scope: Scope, where: Where, from: number): Promise<number> {
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM job
    WHERE ${ofRun(where)} AND stopped_at >= ${new Date(from)} AND array_size IS NULL AND NOT is_relay
      ${inQueues(scope, where, undefined)}`;
  return row?.count ?? 0;
}

async function spotSince(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  from: number,
): Promise<Overview['spotToday']> {
  const since = new Date(from);
  const [[money], [interrupted], [running]] = await Promise.all([
    prisma.$queryRaw<{ saved: string | null; lost: string | null; unsettled: boolean | null }[]>`
      SELECT sum(on_demand_nano_usd - paid_nano_usd) FILTER (WHERE NOT lost)::text AS saved,
        sum(paid_nano_usd) FILTER (WHERE lost)::text AS lost, bool_or(NOT settled) AS unsettled
      FROM charge WHERE ${ofRun(where)} AND hour_at >= ${since} AND kind = 'attempt'
        AND purchase IN ('SPOT', 'FARGATE_SPOT') ${inQueues(scope, where, undefined)}`,
    prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM attempt AS a JOIN job AS j ON j.id = a.job_id
      WHERE ${ofRun(where, 'a')} AND a.interrupted AND a.stopped_at >= ${since} ${inQueues(scope, where, undefined, 'j')}`,
    prisma.$queryRaw<{ open: boolean | null }[]>`
      SELECT bool_or(a.purchase IN ('SPOT', 'FARGATE_SPOT')) AS open FROM attempt AS a JOIN job AS j ON j.id = a.job_id
      WHERE ${ofRun(where, 'a')} AND a.stopped_at IS NULL ${inQueues(scope, where, undefined, 'j')}`,
  ]);
  const saved = BigInt(money?.saved ?? '0');
  const lost = BigInt(money?.lost ?? '0');
  return {
    savedNanoUsd: saved.toString(),
    lostNanoUsd: lost.toString(),
    netNanoUsd: (saved - lost).toString(),
    interruptions: interrupted?.count ?? 0,
    provisional: (money?.unsettled ?? false) || (running?.open ?? false),
  };
}

interface FailureRow {
  status_reason: string | null;
  reason: string | null;
  exit_code: number | null;
  is_cancelled: boolean;
  is_terminated: boolean;
  interrupted: boolean;
  count: number;
  example_id: string;
  example_name: string;
}

async function failuresSince(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  from: number,
): Promise<Overview['failures']> {
  // Host names differ from one lost instance to the next: cut out, so that one storm is one group.
  const rows = await prisma.$queryRaw<FailureRow[]>`
    SELECT regexp_replace(j.status_reason, 'i-[0-9a-f]+', 'i-') AS status_reason, left(j.reason, 60) AS reason, j.exit_code,
      j.is_cancelled, j.is_terminated, coalesce(a.interrupted, false) AS interrupted, count(*)::int AS count,
      (array_agg(j.aws_id ORDER BY j.stopped_at DESC, j.id DESC))[1] AS example_id,
      (array_agg(j.name ORDER BY j.stopped_at DESC, j.id DESC))[1] AS example_name
    FROM job AS j LEFT JOIN attempt AS a ON a.job_id = j.id AND a.n = j.attempts_ended
    WHERE ${ofRun(where, 'j')} AND j.status = 'FAILED' AND j.stopped_at >= ${new Date(from)} AND j.array_size IS NULL
      AND NOT j.is_relay ${inQueues(scope, where, undefined, 'j')}
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count(*) DESC, 8`;
  const groups = new Map<string, Overview['failures'][number]>();
  for (const row of rows) {
    const kind = failureClass({
      statusReason: row.status_reason,
      reason: row.reason,
      exitCode: row.exit_code,
      isCancelled: row.is_cancelled,
      isTerminated: row.is_terminated,
      interrupted: row.interrupted,
    });
    const title = failureTitle(kind, row.exit_code);
    const group = groups.get(title);
    if (group !== undefined) group.count += row.count;
    else {
      groups.set(title, {
        failureClass: title,
        count: row.count,
        example: { id: row.example_id, name: row.example_name },
      });
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.failureClass < b.failureClass ? -1 : 1));
}
