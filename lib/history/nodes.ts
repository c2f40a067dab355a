import { JOB_STATUS_RANK } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { NodeRow, Where } from './contract';
import { type StoredJob, statusOf } from './job-rows';
import { ms, ofRun } from './where';

interface StoredNode {
  aws_id: string;
  array_index: number | null;
  is_main: boolean;
  status: string;
  attempts_ended: number;
  milli_vcpus: number;
  memory_mib: number;
  gpus: number;
  environment: string | null;
  instance_id: string | null;
  instance_type: string | null;
  zone: string | null;
  started_at: Date | null;
  stopped_at: Date | null;
  exit_code: number | null;
  status_reason: string | null;
  cost: string | null;
}

/** The nodes of a multi-node job with their newest attempts, by index; none for any other job. */
export async function nodesOf(prisma: PrismaClient, where: Where, job: StoredJob): Promise<NodeRow[]> {
  if (job.parent_aws_id !== null || job.array_size !== null) return [];
  const rows = await prisma.$queryRaw<StoredNode[]>`
    SELECT j.aws_id, j.array_index, coalesce((j.detail -> 'nodeDetails' ->> 'isMainNode')::boolean, false) AS is_main,
      j.status, j.attempts_ended, j.milli_vcpus, j.memory_mib, j.gpus, a.environment, a.instance_id, i.type AS instance_type,
      i.zone, a.started_at, a.stopped_at, a.exit_code, coalesce(a.status_reason, j.status_reason) AS status_reason,
      j.cost_nano_usd::text AS cost
    FROM job AS j
    LEFT JOIN LATERAL (SELECT * FROM attempt WHERE job_id = j.id ORDER BY n DESC LIMIT 1) AS a ON true
    LEFT JOIN instance AS i ON i.connection_id = a.connection_id AND i.epoch = a.epoch AND i.instance_id = a.instance_id
    WHERE ${ofRun(where, 'j')} AND j.parent_aws_id = ${job.aws_id} ORDER BY j.array_index`;
  return rows.map((row) => toNode(row, job.attempts_ended));
}

function toNode(row: StoredNode, jobsAttempts: number): NodeRow {
  const status = statusOf(row);
  const isOver = JOB_STATUS_RANK[status] >= JOB_STATUS_RANK.SUCCEEDED;
  return {
    id: row.aws_id,
    index: row.array_index ?? 0,
    isMain: row.is_main,
    status,
    hasEnded: isOver || row.attempts_ended > jobsAttempts,
    milliVcpus: row.milli_vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
    environment: row.environment,
    instanceId: row.instance_id,
    instanceType: row.instance_type,
    zone: row.zone,
    startedAt: ms(row.started_at),
    stoppedAt: ms(row.stopped_at),
    exitCode: row.exit_code,
    statusReason: row.status_reason,
    costNanoUsd: row.cost,
  };
}
