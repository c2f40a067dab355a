import type { AttemptPurchase } from '@/lib/batch';
import { cataloguePrices } from '@/lib/cost';
import type { PrismaClient } from '@/lib/db';
import type { AttemptRow, Where } from './contract';
import type { StoredJob } from './job-rows';
import { logStreamOf, taskArnOf } from './packed';
import { ms } from './where';

/** What the price of an attempt is worked out from. */
export interface PricedAttempt {
  purchase: string;
  placed_at: Date;
  stopped_at: Date | null;
  interrupted: boolean;
  instance_type: string | null;
  vcpus: number | null;
  instance_memory_mib: number | null;
  instance_gpus: number | null;
  nano_usd_per_hour: bigint | null;
  paid: string | null;
  on_demand: string | null;
  lost: boolean | null;
  settled: boolean | null;
}

interface StoredAttempt extends PricedAttempt {
  n: number;
  environment: string;
  instance_id: string | null;
  zone: string | null;
  task: string;
  region: string;
  account: string;
  started_at: Date | null;
  exit_code: number | null;
  reason: string | null;
  status_reason: string | null;
  log_stream: string | null;
  instance_zone: string | null;
}

/** A job, and whether it runs on ARM: Fargate's price depends on it. */
export type PricedJob = StoredJob & { arm64: boolean };
/** What of a job its price depends on. */
type Sized = Pick<PricedJob, 'queue' | 'milli_vcpus' | 'memory_mib' | 'gpus' | 'arm64'>;

const HOUR_MS = 3_600_000;
const PURCHASES: readonly AttemptPurchase[] = ['ON_DEMAND', 'SPOT', 'FARGATE', 'FARGATE_SPOT', 'SAGEMAKER'];

/** The attempts of one job with host and price, first to last. `upTo`: ms up to which history stands. */
export async function attemptsOf(
  prisma: PrismaClient,
  where: Where,
  job: PricedJob,
  upTo: number,
): Promise<AttemptRow[]> {
  const rows = await prisma.$queryRaw<StoredAttempt[]>`
    SELECT a.n, a.environment, a.purchase, a.instance_id, a.zone, a.task, a.placed_at, a.started_at, a.stopped_at,
      a.exit_code, a.reason, a.status_reason, a.log_stream, a.interrupted,
      i.type AS instance_type, i.zone AS instance_zone, i.vcpus, i.memory_mib AS instance_memory_mib,
      i.gpus AS instance_gpus, p.nano_usd_per_hour, c.paid, c.on_demand, c.lost, c.settled,
      coalesce(o.region, 'us-east-1') AS region, coalesce(o.account, '') AS account
    FROM attempt AS a
    LEFT JOIN connection AS o ON o.id = a.connection_id
    LEFT JOIN instance AS i ON i.connection_id = a.connection_id AND i.epoch = a.epoch AND i.instance_id = a.instance_id
    LEFT JOIN LATERAL (
      SELECT nano_usd_per_hour FROM price_segment AS s
      WHERE s.connection_id = a.connection_id AND s.epoch = a.epoch AND s.instance_id = a.instance_id
        AND s.from_at <= coalesce(a.stopped_at, ${new Date(upTo)})
      ORDER BY s.from_at DESC LIMIT 1) AS p ON true
    LEFT JOIN LATERAL (
      SELECT sum(paid_nano_usd)::text AS paid, sum(on_demand_nano_usd)::text AS on_demand, bool_or(lost) AS lost,
        bool_and(settled) AS settled
      FROM charge WHERE job_id = a.job_id AND attempt = a.n AND kind = 'attempt') AS c ON true
    WHERE a.job_id = ${job.id} AND a.connection_id = ${where.connectionId}::smallint ORDER BY a.n`;
  return rows.map((row) => toAttempt(row, job, upTo));
}

function toAttempt(row: StoredAttempt, job: PricedJob, upTo: number): AttemptRow {
  const purchase = purchaseOf(row);
  return {
    n: row.n,
    environment: row.environment,
    purchase,
    instanceId: row.instance_id,
    instanceType: row.instance_type,
    zone: row.zone ?? row.instance_zone,
    taskArn: taskArnOf(row.task, row),
    placedAt: row.placed_at.getTime(),
    startedAt: ms(row.started_at),
    stoppedAt: ms(row.stopped_at),
    exitCode: row.exit_code,
    reason: row.reason,
    statusReason: row.status_reason,
    logStream: row.log_stream === null ? null : logStreamOf(row.log_stream, row.task),
    interrupted: row.interrupted,
    charge: chargeOf(row, job, upTo),
  };
}

function purchaseOf(row: Pick<PricedAttempt, 'purchase'>): AttemptPurchase {
  return PURCHASES.find((one) => one === row.purchase) ?? 'ON_DEMAND';
}

/** What an attempt cost up to `upTo` (ms): its charges, or while it has none its part of the host's price; null where that is unknown. */
export function chargeOf(row: PricedAttempt, job: Sized, upTo: number): AttemptRow['charge'] {
  const rate = ratesOf(row, purchaseOf(row), job);
  const nanoUsdPerHour = rate === null ? null : String(rate.paid);
  if (row.paid !== null && row.on_demand !== null) {
    return {
      paidNanoUsd: row.paid,
      onDemandNanoUsd: row.on_demand,
      lost: row.lost ?? false,
      provisional: row.stopped_at === null || row.settled !== true,
      nanoUsdPerHour,
    };
  }
  if (rate === null) return null;
  const elapsed = Math.max(0, (row.stopped_at?.getTime() ?? upTo) - row.placed_at.getTime());
  return {
    paidNanoUsd: String(Math.round((rate.paid * elapsed) / HOUR_MS)),
    onDemandNanoUsd: String(Math.round((rate.onDemand * elapsed) / HOUR_MS)),
    lost: row.interrupted,
    provisional: true,
    nanoUsdPerHour,
  };
}

/** What the attempt's part of its host costs an hour: the largest of its shares of vCPU, memory and GPU. */
function ratesOf(row: PricedAttempt, purchase: AttemptPurchase, job: Sized): { paid: number; onDemand: number } | null {
  if (purchase === 'FARGATE' || purchase === 'FARGATE_SPOT') {
    const needs = {
      queue: job.queue,
      milliVcpus: job.milli_vcpus,
      memoryMib: job.memory_mib,
      gpus: job.gpus,
      arm64: job.arm64,
    };
    return { paid: cataloguePrices.fargate(needs, purchase), onDemand: cataloguePrices.fargate(needs, 'FARGATE') };
  }
  if (row.nano_usd_per_hour === null || row.vcpus === null || row.instance_memory_mib === null) return null;
  const share = Math.min(
    1,
    Math.max(
      job.milli_vcpus / (row.vcpus * 1000),
      job.memory_mib / row.instance_memory_mib,
      row.instance_gpus ? job.gpus / row.instance_gpus : 0,
    ),
  );
  const paid = Math.round(Number(row.nano_usd_per_hour) * share);
  const list = row.instance_type === null ? null : cataloguePrices.onDemand(row.instance_type);
  return { paid, onDemand: list === null ? paid : Math.round(list * share) };
}
