import type { AttemptChange } from '@/lib/batch';
import { batchArn } from '@/lib/batch';
import { Prisma } from '@/lib/db';
import { logStreamOf } from '@/lib/history';
import { parseAttemptPurchase, parseEndedBy, parseInstanceState } from './closed-lists';
import type { InstanceRow } from './epoch-state';
import type { Place } from './place';

/** A row of `attempt AS a` joined to `instance AS i`. */
export interface StoredAttempt {
  job_id: bigint;
  n: number;
  task: string;
  environment: string;
  purchase: string;
  instance_id: string | null;
  instance_arn: string | null;
  zone: string | null;
  placed_at: Date;
  started_at: Date | null;
  stopped_at: Date | null;
  exit_code: number | null;
  reason: string | null;
  status_reason: string | null;
  log_stream: string | null;
  interrupted: boolean;
}

export const ATTEMPT_COLUMNS = Prisma.sql`a.job_id, a.n, a.task, a.environment, a.purchase, a.instance_id,
  i.arn AS instance_arn, a.zone, a.placed_at, a.started_at, a.stopped_at, a.exit_code, a.reason, a.status_reason,
  a.log_stream, a.interrupted`;

/** An environment as rows name it: history keeps names, and a ledger groups by whatever it is given. */
export function environmentArnOf(name: string): string {
  return batchArn({ region: '', account: '' }, 'compute-environment', name);
}

export function toAttempt(row: StoredAttempt): AttemptChange {
  const arn = row.instance_arn ?? row.instance_id;
  return {
    n: row.n,
    taskArn: row.task,
    environmentArn: environmentArnOf(row.environment),
    purchase: parseAttemptPurchase(row.purchase),
    placedAt: row.placed_at.getTime(),
    ...(arn === null ? {} : { instanceArn: arn }),
    ...(row.zone === null ? {} : { zone: row.zone }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at.getTime() }),
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at.getTime() }),
    ...(row.exit_code === null ? {} : { exitCode: row.exit_code }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.status_reason === null ? {} : { statusReason: row.status_reason }),
    ...(row.log_stream === null ? {} : { logStream: logStreamOf(row.log_stream, row.task) }),
    ...(row.interrupted ? { interrupted: true } : {}),
  };
}

interface StoredInstance {
  instance_id: string;
  arn: string;
  environment: string;
  type: string;
  zone: string;
  purchase: string;
  vcpus: number;
  memory_mib: number;
  gpus: number;
  state: string;
  pending_at: Date | null;
  running_at: Date | null;
  terminated_at: Date | null;
  ended_by: string | null;
  seq: bigint;
}

/** Rows of `instance` by id, or of those up and those on which an attempt goes on. */
export async function readInstances(
  tx: Prisma.TransactionClient,
  place: Place,
  ids: readonly string[] | 'live',
): Promise<InstanceRow[]> {
  if (ids.length === 0) return [];
  const which =
    ids === 'live'
      ? Prisma.sql`(i.state <> 'terminated' OR EXISTS (SELECT 1 FROM attempt AS a WHERE a.connection_id = i.connection_id
          AND a.epoch = i.epoch AND a.instance_id = i.instance_id AND a.stopped_at IS NULL))`
      : Prisma.sql`i.instance_id = ANY(${[...ids]}::text[])`;
  const rows = await tx.$queryRaw<StoredInstance[]>`
    SELECT i.instance_id, i.arn, i.environment, i.type, i.zone, i.purchase, i.vcpus, i.memory_mib, i.gpus, i.state,
      i.pending_at, i.running_at, i.terminated_at, i.ended_by, i.seq
    FROM instance AS i
    WHERE i.connection_id = ${place.connectionId}::smallint AND i.epoch = ${place.epoch}::int AND ${which}`;
  return rows.map((row) => ({
    instanceId: row.instance_id,
    arn: row.arn,
    environment: row.environment,
    type: row.type,
    zone: row.zone,
    purchase: row.purchase,
    vcpus: row.vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
    state: parseInstanceState(row.state),
    pendingAt: row.pending_at?.getTime() ?? null,
    runningAt: row.running_at?.getTime() ?? null,
    terminatedAt: row.terminated_at?.getTime() ?? null,
    endedBy: parseEndedBy(row.ended_by),
    seq: Number(row.seq),
  }));
}

/** What an attempt's row has of its host until the instance is known. */
export function endOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Instances by ARN, or by what an attempt's row has of it: the end of the ARN. */
export async function findInstances(
  tx: Prisma.TransactionClient,
  place: Place,
  arns: readonly string[],
): Promise<{ arn: string; instanceId: string }[]> {
  if (arns.length === 0) return [];
  const ends = arns.map(endOf);
  return tx.$queryRaw<{ arn: string; instanceId: string }[]>`
    SELECT arn, instance_id AS "instanceId" FROM instance
    WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND substring(arn FROM '[^/]+$') = ANY(${ends}::text[])`;
}
