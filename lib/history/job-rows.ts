import type { Scope } from '@/lib/access';
import { JOB_STATUSES, type JobStatus, parseJobStatus } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { JobRow, Where } from './contract';
import { type OpenWait, openWaits, waitOf } from './waiting';
import { ms, ofRun } from './where';

/** A row of `job` as these reads take it. */
export interface StoredJob {
  id: bigint;
  aws_id: string;
  parent_aws_id: string | null;
  array_index: number | null;
  array_size: number | null;
  name: string;
  queue: string;
  definition: string;
  share: string | null;
  status: string;
  attempts_ended: number;
  status_reason: string | null;
  reason: string | null;
  exit_code: number | null;
  is_cancelled: boolean;
  is_terminated: boolean;
  is_relay: boolean;
  milli_vcpus: number;
  memory_mib: number;
  gpus: number;
  created_at: Date;
  started_at: Date | null;
  stopped_at: Date | null;
  cost_nano_usd: bigint | null;
  /** Of a service job: `2xml.g5.xlarge+1xml.p4d.24xlarge`, in order of the types, as the tally of waits has it. */
  instances: string | null;
}

/** The columns of a StoredJob. */
export const JOB_COLUMNS = Prisma.sql`id, aws_id, parent_aws_id, array_index, array_size, name, queue, definition, share,
  status, attempts_ended, status_reason, reason, exit_code, is_cancelled, is_terminated, is_relay, milli_vcpus,
  memory_mib, gpus, created_at, started_at, stopped_at, cost_nano_usd,
  CASE WHEN definition = '' THEN (
    SELECT string_agg((one ->> 'quantity') || 'x' || (one ->> 'capacityUnit'), '+' ORDER BY one ->> 'capacityUnit' COLLATE "C")
    FROM jsonb_path_query(detail, '$.service.capacityUsage[*]') AS one) END AS instances`;

/** The state of a stored row; an unknown text can only come from a later version and reads as SUBMITTED. */
export function statusOf(row: { status: string }): JobStatus {
  return parseJobStatus(row.status) ?? 'SUBMITTED';
}

type Counts = Partial<Record<JobStatus, number>>;

/** Rows of the list for these ids, in their order, with children's counts, interruptions and why they wait. */
export async function rowsByIds(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  ids: readonly bigint[],
): Promise<JobRow[]> {
  if (ids.length === 0) return [];
  const stored = await prisma.$queryRaw<
    StoredJob[]
  >`SELECT ${JOB_COLUMNS} FROM job WHERE id = ANY(${[...ids]}::bigint[])`;
  const byId = new Map(stored.map((row) => [row.id, row]));
  return toRows(
    prisma,
    scope,
    where,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}

/** Stored rows as the list shows them; a fixed number of grouped queries however many there are. */
export async function toRows(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  stored: readonly StoredJob[],
): Promise<JobRow[]> {
  const parents = stored.filter(mayHaveParts).map((row) => row.aws_id);
  const waits = stored.some((row) => row.status === 'PENDING' || row.status === 'RUNNABLE');
  const [parts, interruptions, open] = await Promise.all([
    partsOf(prisma, where, parents),
    interruptionCounts(
      prisma,
      stored.map((row) => row.id),
    ),
    waits ? openWaits(prisma, scope, where) : [],
  ]);
  return stored.map((row) => toRow(row, parts.get(row.aws_id) ?? NO_PARTS, interruptions.get(row.id) ?? 0, open));
}

const NO_PARTS: Parts = { counts: {}, costNanoUsd: null };

function toRow(
  row: StoredJob,
  { counts: children, costNanoUsd }: Parts,
  interruptions: number,
  open: readonly OpenWait[],
): JobRow {
  const status = statusOf(row);
  const isRunning = status === 'STARTING' || status === 'RUNNING';
  const createdAt = row.created_at.getTime();
  const common = {
    queue: row.queue,
    share: row.share,
    milliVcpus: row.milli_vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
    instances: row.instances,
    createdAt,
  };
  const wait = row.array_size === null ? waitOf(open, { ...common, status }) : null;
  return {
    ...common,
    id: row.aws_id,
    name: row.name,
    definition: row.definition,
    status,
    array:
      row.array_size === null || row.array_size === 0
        ? null
        : { size: row.array_size, counts: children, shown: shownOf(status, children) },
    index: row.array_index,
    statusReason: row.status_reason,
    reason: row.reason,
    exitCode: row.exit_code,
    attempts: row.attempts_ended + (isRunning ? 1 : 0),
    interruptions,
    isCancelled: row.is_cancelled,
    isTerminated: row.is_terminated,
    isRelay: row.is_relay,
    startedAt: ms(row.started_at),
    stoppedAt: ms(row.stopped_at),
    costNanoUsd: (row.cost_nano_usd ?? costNanoUsd)?.toString() ?? null,
    waits: wait === null ? null : { cause: wait.cause, since: wait.since },
  };
}

const UNFINISHED_FIRST: readonly JobStatus[] = ['RUNNING', 'STARTING', 'SCHEDULED', 'RUNNABLE', 'PENDING', 'SUBMITTED'];

/** The state an array shows: its own when it has ended, else its children's most advanced unfinished one. */
export function shownOf(status: JobStatus, children: Counts): JobStatus {
  if (status === 'SUCCEEDED' || status === 'FAILED') return status;
  return UNFINISHED_FIRST.find((one) => (children[one] ?? 0) > 0) ?? status;
}

/** What an array's children or a multi-node job's nodes come to. */
interface Parts {
  counts: Counts;
  /** Sum of what is known of their costs, nano-USD. */
  costNanoUsd: bigint | null;
}

async function partsOf(prisma: PrismaClient, where: Where, parents: readonly string[]): Promise<Map<string, Parts>> {
  const parts = new Map<string, Parts>();
  if (parents.length === 0) return parts;
  const rows = await prisma.$queryRaw<{ parent: string; status: string; count: number; cost: string | null }[]>`
    SELECT parent_aws_id AS parent, status, count(*)::int AS count, sum(cost_nano_usd)::text AS cost FROM job
    WHERE ${ofRun(where)} AND parent_aws_id = ANY(${[...parents]}::text[]) GROUP BY 1, 2`;
  for (const row of rows) {
    const known = parts.get(row.parent) ?? { counts: {}, costNanoUsd: null };
    const status = JOB_STATUSES.find((one) => one === row.status);
    const counts = status === undefined ? known.counts : { ...known.counts, [status]: row.count };
    const costNanoUsd = row.cost === null ? known.costNanoUsd : (known.costNanoUsd ?? 0n) + BigInt(row.cost);
    parts.set(row.parent, { counts, costNanoUsd });
  }
  return parts;
}

/** Whether its charges may be those of its parts: arrays, and multi-node jobs, which a row does not tell from others. */
function mayHaveParts(row: StoredJob): boolean {
  return row.parent_aws_id === null && ((row.array_size ?? 0) > 0 || row.cost_nano_usd === null);
}

async function interruptionCounts(prisma: PrismaClient, ids: readonly bigint[]): Promise<Map<bigint, number>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma.$queryRaw<{ job_id: bigint; count: number }[]>`
    SELECT job_id, count(*)::int AS count FROM attempt
    WHERE job_id = ANY(${[...ids]}::bigint[]) AND interrupted GROUP BY 1`;
  return new Map(rows.map((row) => [row.job_id, row.count]));
}
