import { nameOfArn, storedJson } from '@/lib/batch';
import type { Prisma } from '@/lib/db';
import { packLife, packLogStream, packTask } from '@/lib/history';
import { arrayText } from './array-text';
import type { BatchRows, ChargeSums } from './batch-rows';
import { inOrder, type JobState } from './job-state';
import type { Place } from './place';

type Tx = Prisma.TransactionClient;

const MOST_MS = 8_640_000_000_000_000;

export function dateOf(at: number | null): Date | null {
  return at === null || Math.abs(at) > MOST_MS ? null : new Date(at);
}

/** Writes jobs that history has not seen, with the sums of their charges by the job's key as text. */
export async function insertJobs(
  tx: Tx,
  place: Place,
  jobs: readonly JobState[],
  costs: ReadonlyMap<string, ChargeSums>,
  upTo: number,
  now: Date,
) {
  if (jobs.length === 0) return;
  const sums = jobs.map((job) => costs.get(job.id));
  const facts = jobs.map((job) => job.facts);
  await tx.$executeRaw`
    INSERT INTO job (id, connection_id, epoch, aws_id, parent_aws_id, array_index, array_size, name, queue, definition,
      share, status, rank, attempts_ended, status_reason, reason, exit_code, is_cancelled, is_terminated, is_relay,
      milli_vcpus, memory_mib, gpus, created_at, started_at, stopped_at, cost_nano_usd,
      lost_nano_usd, saved_nano_usd, detail, life, seq, recorded_at)
    SELECT u.id, ${place.connectionId}::smallint, ${place.epoch}::int, u.aws_id, u.parent, u.array_index, u.array_size,
      u.name, u.queue, u.definition, u.share, u.status, u.rank, u.ended, u.status_reason, u.reason, u.exit_code,
      u.cancelled, u.terminated, u.relay, u.milli_vcpus, u.memory_mib, u.gpus, u.created_at, u.started_at, u.stopped_at,
      u.paid, u.lost, u.saved, u.detail, u.life::bigint[], u.seq, ${now}
    FROM unnest(${arrayText(jobs, (job) => job.id)}::bigint[], ${arrayText(jobs, (job) => job.awsId)}::text[],
      ${arrayText(jobs, (job) => job.parentAwsId)}::text[], ${arrayText(jobs, (job) => job.arrayIndex)}::int[],
      ${arrayText(facts, (one) => one?.arraySize ?? null)}::int[], ${arrayText(facts, (one) => one?.name ?? '')}::text[],
      ${arrayText(facts, (one) => one?.queue ?? '')}::text[], ${arrayText(facts, (one) => one?.definition ?? '')}::text[],
      ${arrayText(facts, (one) => one?.share ?? null)}::text[], ${arrayText(jobs, (job) => job.status)}::text[],
      ${arrayText(jobs, (job) => job.rank)}::smallint[], ${arrayText(jobs, (job) => job.attemptsEnded)}::smallint[],
      ${arrayText(jobs, (job) => job.statusReason)}::text[], ${arrayText(jobs, (job) => job.reason)}::text[],
      ${arrayText(jobs, (job) => job.exitCode)}::int[], ${arrayText(jobs, (job) => job.isCancelled)}::boolean[],
      ${arrayText(jobs, (job) => job.isTerminated)}::boolean[], ${arrayText(facts, (one) => one?.isRelay ?? false)}::boolean[],
      ${arrayText(facts, (one) => one?.milliVcpus ?? 0)}::int[], ${arrayText(facts, (one) => one?.memoryMib ?? 0)}::int[],
      ${arrayText(facts, (one) => one?.gpus ?? 0)}::smallint[],
      ${arrayText(jobs, (job) => dateOf(job.createdAt) ?? new Date(upTo))}::timestamptz[],
      ${arrayText(jobs, (job) => dateOf(job.startedAt))}::timestamptz[],
      ${arrayText(jobs, (job) => dateOf(job.stoppedAt))}::timestamptz[],
      ${arrayText(sums, (sum) => sum?.paid ?? null)}::bigint[], ${arrayText(sums, (sum) => sum?.lost ?? null)}::bigint[],
      ${arrayText(sums, (sum) => sum?.saved ?? null)}::bigint[],
      ${arrayText(jobs, (job) => (job.detail === null ? null : storedJson(job.detail)))}::jsonb[],
      ${arrayText(jobs, (job) => packLife(inOrder(job.life)))}::text[], ${arrayText(jobs, (job) => job.seq)}::bigint[])
    AS u(id, aws_id, parent, array_index, array_size, name, queue, definition, share, status, rank, ended, status_reason,
      reason, exit_code, cancelled, terminated, relay, milli_vcpus, memory_mib, gpus, created_at, started_at, stopped_at,
      paid, lost, saved, detail, life, seq)`;
}

/** Moves the rows of jobs that history knows, with the sum of their charges where these are new. */
export async function updateJobs(tx: Tx, jobs: readonly JobState[], priced: ReadonlySet<string>, now: Date) {
  if (jobs.length === 0) return;
  await tx.$executeRaw`
    UPDATE job SET status = u.status, rank = u.rank, attempts_ended = u.ended, status_reason = u.status_reason,
      reason = u.reason, exit_code = u.exit_code, is_cancelled = u.cancelled, is_terminated = u.terminated,
      created_at = coalesce(u.created_at, job.created_at), started_at = u.started_at, stopped_at = u.stopped_at,
      cost_nano_usd = CASE WHEN u.priced THEN c.paid ELSE cost_nano_usd END,
      lost_nano_usd = CASE WHEN u.priced THEN c.lost ELSE lost_nano_usd END,
      saved_nano_usd = CASE WHEN u.priced THEN c.saved ELSE saved_nano_usd END,
      life = CASE WHEN u.whole THEN u.life::bigint[] ELSE job.life || u.life::bigint[] END,
      seq = u.seq, recorded_at = ${now}
    FROM unnest(${arrayText(jobs, (job) => job.id)}::bigint[], ${arrayText(jobs, (job) => job.status)}::text[],
      ${arrayText(jobs, (job) => job.rank)}::smallint[], ${arrayText(jobs, (job) => job.attemptsEnded)}::smallint[],
      ${arrayText(jobs, (job) => job.statusReason)}::text[], ${arrayText(jobs, (job) => job.reason)}::text[],
      ${arrayText(jobs, (job) => job.exitCode)}::int[], ${arrayText(jobs, (job) => job.isCancelled)}::boolean[],
      ${arrayText(jobs, (job) => job.isTerminated)}::boolean[], ${arrayText(jobs, (job) => dateOf(job.createdAt))}::timestamptz[],
      ${arrayText(jobs, (job) => dateOf(job.startedAt))}::timestamptz[],
      ${arrayText(jobs, (job) => dateOf(job.stoppedAt))}::timestamptz[], ${arrayText(jobs, (job) => job.seq)}::bigint[],
      ${arrayText(jobs, (job) => priced.has(job.id))}::boolean[],
      ${arrayText(jobs, (job) => packLife(inOrder(job.life)))}::text[],
      ${arrayText(jobs, (job) => job.hasWholeLife)}::boolean[])
    AS u(id, status, rank, ended, status_reason, reason, exit_code, cancelled, terminated, created_at, started_at,
      stopped_at, seq, priced, life, whole)
    LEFT JOIN LATERAL (SELECT sum(paid_nano_usd)::bigint AS paid,
        coalesce(sum(paid_nano_usd) FILTER (WHERE lost), 0)::bigint AS lost,
        coalesce(sum(on_demand_nano_usd - paid_nano_usd) FILTER (WHERE NOT lost), 0)::bigint AS saved
      FROM charge WHERE u.priced AND job_id = u.id) AS c ON true
    WHERE job.id = u.id`;
}

/** Fills in what jobs that came before their facts, or before their parent's, lacked. */
export async function fillFacts(tx: Tx, jobs: readonly JobState[]): Promise<void> {
  const filled = jobs.flatMap((job) => (job.facts === null ? [] : [{ job, facts: job.facts }]));
  if (filled.length === 0) return;
  await tx.$executeRaw`
    UPDATE job SET array_size = u.array_size, name = u.name, queue = u.queue, definition = u.definition, share = u.share,
      is_relay = u.relay, milli_vcpus = u.milli_vcpus, memory_mib = u.memory_mib, gpus = u.gpus, detail = u.detail
    FROM unnest(${arrayText(filled, ({ job }) => job.id)}::bigint[], ${arrayText(filled, ({ facts }) => facts.arraySize)}::int[],
      ${arrayText(filled, ({ facts }) => facts.name)}::text[], ${arrayText(filled, ({ facts }) => facts.queue)}::text[],
      ${arrayText(filled, ({ facts }) => facts.definition)}::text[], ${arrayText(filled, ({ facts }) => facts.share)}::text[],
      ${arrayText(filled, ({ facts }) => facts.isRelay)}::boolean[], ${arrayText(filled, ({ facts }) => facts.milliVcpus)}::int[],
      ${arrayText(filled, ({ facts }) => facts.memoryMib)}::int[], ${arrayText(filled, ({ facts }) => facts.gpus)}::smallint[],
      ${arrayText(filled, ({ job }) => (job.detail === null ? null : storedJson(job.detail)))}::jsonb[])
    AS u(id, array_size, name, queue, definition, share, relay, milli_vcpus, memory_mib, gpus, detail)
    WHERE job.id = u.id`;
}

/** Sums anew what jobs cost whose charges moved without them. */
export async function repriceJobs(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE job SET cost_nano_usd = c.paid, lost_nano_usd = c.lost, saved_nano_usd = c.saved
    FROM (SELECT job_id, sum(paid_nano_usd)::bigint AS paid,
        coalesce(sum(paid_nano_usd) FILTER (WHERE lost), 0)::bigint AS lost,
        coalesce(sum(on_demand_nano_usd - paid_nano_usd) FILTER (WHERE NOT lost), 0)::bigint AS saved
      FROM charge WHERE job_id = ANY(${arrayText(ids, (id) => id)}::bigint[]) GROUP BY job_id) AS c
    WHERE job.id = c.job_id
      AND (cost_nano_usd, lost_nano_usd, saved_nano_usd) IS DISTINCT FROM (c.paid, c.lost, c.saved)`;
}

/** Notes and attempts of a batch. */
export async function writeLives(tx: Tx, place: Place, rows: BatchRows): Promise<void> {
  const notes = [...rows.notes.values()];
  if (notes.length > 0) {
    await tx.$executeRaw`
      INSERT INTO job_note (job_id, seq, at, status_reason, is_cancelled, is_terminated)
      SELECT * FROM unnest(${arrayText(notes, (row) => row.jobId)}::bigint[], ${arrayText(notes, (row) => row.seq)}::bigint[],
        ${arrayText(notes, (row) => dateOf(row.at))}::timestamptz[], ${arrayText(notes, (row) => row.statusReason)}::text[],
        ${arrayText(notes, (row) => row.isCancelled)}::boolean[], ${arrayText(notes, (row) => row.isTerminated)}::boolean[])
      ON CONFLICT (job_id, seq) DO NOTHING`;
  }
  await writeAttempts(tx, place, rows);
}

async function writeAttempts(tx: Tx, place: Place, rows: BatchRows): Promise<void> {
  const attempts = [...rows.attempts];
  if (attempts.length === 0) return;
  const changes = attempts.map((row) => row.change);
  await tx.$executeRaw`
    INSERT INTO attempt (connection_id, epoch, job_id, n, task, environment, purchase, instance_id, zone, placed_at,
      started_at, stopped_at, exit_code, reason, status_reason, log_stream, interrupted, seq)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(attempts, (row) => row.jobId)}::bigint[], ${arrayText(changes, (one) => one.n)}::smallint[],
      ${arrayText(changes, (one) => packTask(one.taskArn))}::text[],
      ${arrayText(changes, (one) => nameOfArn(one.environmentArn))}::text[],
      ${arrayText(changes, (one) => one.purchase)}::text[], ${arrayText(attempts, (row) => row.instanceId)}::text[],
      ${arrayText(changes, (one) => one.zone ?? null)}::text[], ${arrayText(changes, (one) => dateOf(one.placedAt))}::timestamptz[],
      ${arrayText(changes, (one) => dateOf(one.startedAt ?? null))}::timestamptz[],
      ${arrayText(changes, (one) => dateOf(one.stoppedAt ?? null))}::timestamptz[],
      ${arrayText(changes, (one) => one.exitCode ?? null)}::int[], ${arrayText(changes, (one) => one.reason ?? null)}::text[],
      ${arrayText(changes, (one) => one.statusReason ?? null)}::text[],
      ${arrayText(changes, (one) => (one.logStream === undefined ? null : packLogStream(one.logStream, one.taskArn)))}::text[],
      ${arrayText(changes, (one) => one.interrupted === true)}::boolean[], ${arrayText(attempts, (row) => row.seq)}::bigint[]) AS u
    ON CONFLICT (job_id, n) DO UPDATE SET started_at = coalesce(excluded.started_at, attempt.started_at),
      stopped_at = coalesce(excluded.stopped_at, attempt.stopped_at),
      exit_code = coalesce(excluded.exit_code, attempt.exit_code), reason = coalesce(excluded.reason, attempt.reason),
      status_reason = coalesce(excluded.status_reason, attempt.status_reason),
      log_stream = coalesce(excluded.log_stream, attempt.log_stream),
      interrupted = excluded.interrupted OR attempt.interrupted, seq = greatest(excluded.seq, attempt.seq)`;
}
