import type { Change, JobChange, ResourceChange, WaitChange } from '@/lib/batch';
import { nameOfArn, parseJobStatus } from '@/lib/batch';
import type { Prisma } from '@/lib/db';
import { lifeOf } from '@/lib/history';
import { arrayText } from './array-text';
import { type EpochState, waitKey } from './epoch-state';
import { type JobState, stepOf } from './job-state';
import type { Place } from './place';
import { ATTEMPT_COLUMNS, endOf, findInstances, readInstances, type StoredAttempt, toAttempt } from './stored-rows';

type Tx = Prisma.TransactionClient;

/**
 * Reads into the state whatever rows the changes may touch that it does not hold; gives ids for jobs it will make, and early
 * attempts' hosts. What the batch before writes is in the state, but for jobs that left it and lives of jobs: these wait for `written`.
 */
export async function loadForBatch(
  tx: Tx,
  place: Place,
  state: EpochState,
  changes: readonly Change[],
  written: () => Promise<unknown>,
) {
  const jobChanges = changes.filter((change) => change.kind === 'job');
  await loadJobs(tx, place, state, jobChanges, written);
  await loadLateJobs(tx, state, jobChanges, written);
  const instanceIds = changes.flatMap((change) =>
    change.kind === 'instance' && !state.instances.has(change.instanceArn) ? [change.instanceId] : [],
  );
  const hosts = jobChanges.flatMap(({ attempt }) =>
    attempt?.instanceArn !== undefined && !state.instances.has(attempt.instanceArn) ? [attempt.instanceArn] : [],
  );
  const found = await findInstances(tx, place, [...new Set(hosts)]);
  const ids = new Set([...instanceIds, ...found.map((row) => row.instanceId)]);
  for (const row of await readInstances(tx, place, [...ids])) state.instances.set(row.arn, row);
  const early = await findEarly(tx, place, state, changes);
  await loadWaits(
    tx,
    place,
    state,
    changes.filter((change) => change.kind === 'wait'),
  );
  await loadResources(
    tx,
    place,
    state,
    changes.filter((change) => change.kind === 'resource'),
  );
  const missing = new Set(jobChanges.map((change) => change.jobId).filter((id) => !state.jobs.has(id))).size;
  if (missing === 0) return { ids: [], early };
  const [keys] = await tx.$queryRaw<{ ids: string }[]>`
    SELECT string_agg(nextval('job_id_seq')::text, ',') AS ids FROM generate_series(1, ${missing}::int)`;
  return { ids: keys?.ids.split(',') ?? [], early };
}

interface StoredJob {
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
  rank: number;
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
  life: bigint[] | null;
  seq: bigint;
}

async function loadJobs(
  tx: Tx,
  place: Place,
  state: EpochState,
  changes: readonly JobChange[],
  written: () => Promise<unknown>,
): Promise<void> {
  const wanted = new Set<string>();
  const newArrays = new Set<string>();
  for (const { jobId, parentId, facts } of changes) {
    if (!state.jobs.has(jobId)) wanted.add(jobId);
    if (parentId !== undefined && !state.jobs.has(parentId)) wanted.add(parentId);
    if (facts?.detail.arrayProperties?.size !== undefined) newArrays.add(jobId);
  }
  if (wanted.size === 0 && newArrays.size === 0) return;
  if (newArrays.size > 0 || [...wanted].some((id) => state.leaving.has(id))) await written();
  const rows = await tx.$queryRaw<StoredJob[]>`
    SELECT id, aws_id, parent_aws_id, array_index, array_size, name, queue, definition, share, status, rank,
      attempts_ended, status_reason, reason, exit_code, is_cancelled, is_terminated, is_relay, milli_vcpus, memory_mib,
      gpus, created_at, started_at, stopped_at, life, seq
    FROM job WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND aws_id = ANY(${arrayText([...wanted], (id) => id)}::text[])
    UNION ALL
    SELECT id, aws_id, parent_aws_id, array_index, array_size, name, queue, definition, share, status, rank,
      attempts_ended, status_reason, reason, exit_code, is_cancelled, is_terminated, is_relay, milli_vcpus, memory_mib,
      gpus, created_at, started_at, stopped_at, life, seq
    FROM job WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND parent_aws_id = ANY(${[...newArrays]}::text[]) AND queue = ''`;
  const loaded: JobState[] = [];
  for (const row of rows) {
    if (state.jobs.has(row.aws_id)) continue;
    const job = toJobState(row);
    state.jobs.set(job.awsId, job);
    loaded.push(job);
  }
  await loadAttempts(tx, loaded);
}

function toJobState(row: StoredJob): JobState {
  const facts = {
    name: row.name,
    queue: row.queue,
    definition: row.definition,
    share: row.share,
    arraySize: row.array_size,
    isRelay: row.is_relay,
    milliVcpus: row.milli_vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
  };
  return {
    id: String(row.id),
    awsId: row.aws_id,
    parentAwsId: row.parent_aws_id,
    arrayIndex: row.array_index,
    facts: row.queue === '' ? null : facts,
    status: parseJobStatus(row.status) ?? 'SUBMITTED',
    rank: row.rank,
    seq: Number(row.seq),
    attemptsEnded: row.attempts_ended,
    statusReason: row.status_reason,
    reason: row.reason,
    exitCode: row.exit_code,
    isCancelled: row.is_cancelled,
    isTerminated: row.is_terminated,
    createdAt: row.created_at.getTime(),
    startedAt: row.started_at?.getTime() ?? null,
    stoppedAt: row.stopped_at?.getTime() ?? null,
    isNew: false,
    factsAreNew: false,
    detail: null,
    attempts: [],
    life: lifeOf(row.life),
    hasWholeLife: true,
    notes: null,
  };
}

async function loadAttempts(tx: Tx, jobs: readonly JobState[]): Promise<void> {
  if (jobs.length === 0) return;
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const rows = await tx.$queryRaw<StoredAttempt[]>`
    SELECT ${ATTEMPT_COLUMNS} FROM attempt AS a
    LEFT JOIN instance AS i ON i.connection_id = a.connection_id AND i.epoch = a.epoch AND i.instance_id = a.instance_id
    WHERE a.job_id = ANY(${arrayText(jobs, (job) => job.id)}::bigint[])`;
  for (const row of rows) {
    const change = toAttempt(row);
    const jobId = String(row.job_id);
    const ended = change.stoppedAt !== undefined;
    byId.get(jobId)?.attempts.push({ jobId, change, ended, instanceId: row.instance_id, seq: 0 });
  }
}

/** Jobs of which something comes again or late: their lives and notes, to see which. */
async function loadLateJobs(
  tx: Tx,
  state: EpochState,
  changes: readonly JobChange[],
  written: () => Promise<unknown>,
): Promise<void> {
  const late = new Map<string, JobState>();
  for (const change of changes) {
    const job = state.jobs.get(change.jobId);
    if (job === undefined || job.isNew) continue;
    const step = stepOf(change.attemptsEnded, change.status);
    if (step < job.rank || (step === job.rank && change.seq <= job.seq)) late.set(job.id, job);
  }
  if (late.size === 0) return;
  await written();
  const ids = arrayText([...late.keys()], (id) => id);
  const lives = await tx.$queryRaw<{ id: bigint; life: bigint[] | null }[]>`
    SELECT id, life FROM job WHERE id = ANY(${ids}::bigint[])`;
  for (const row of lives) {
    const job = late.get(String(row.id));
    if (job !== undefined) Object.assign(job, { life: lifeOf(row.life), hasWholeLife: true });
  }
  const notes = await tx.$queryRaw<{ job_id: bigint; seq: bigint }[]>`
    SELECT job_id, seq FROM job_note WHERE job_id = ANY(${ids}::bigint[])`;
  for (const row of notes) {
    const job = late.get(String(row.job_id));
    if (job === undefined) continue;
    job.notes ??= new Set();
    job.notes.add(Number(row.seq));
  }
}

/**
 * The ends of ARNs of instances that are new, under which attempts were recorded before. Those of the batch on its way
 * stand in the state, so there is nothing to wait for.
 */
async function findEarly(tx: Tx, place: Place, state: EpochState, changes: readonly Change[]): Promise<string[]> {
  const ends = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'instance' && !state.instances.has(change.instanceArn)) ends.add(endOf(change.instanceArn));
  }
  if (ends.size === 0) return [];
  const rows = await tx.$queryRaw<{ end: string }[]>`
    SELECT DISTINCT instance_id AS end FROM attempt
    WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND instance_id = ANY(${arrayText([...ends], (end) => end)}::text[])`;
  const onTheWay = [...ends].filter((end) => state.hostless.has(end));
  return [...rows.map((row) => row.end), ...onTheWay];
}

async function loadWaits(tx: Tx, place: Place, state: EpochState, changes: readonly WaitChange[]): Promise<void> {
  const missing = changes.filter(
    (change) => !state.waits.has(waitKey(nameOfArn(change.queueArn), change.share, change.shape, change.cause)),
  );
  if (missing.length === 0) return;
  const rows = await tx.$queryRaw<
    { queue: string; share: string; shape: string; cause: string; since_at: Date; until_at: Date | null; seq: bigint }[]
  >`SELECT DISTINCT ON (w.queue, w.share, w.shape, w.cause)
      w.queue, w.share, w.shape, w.cause, w.since_at, w.until_at, w.seq
    FROM waiting AS w JOIN unnest(${missing.map((change) => nameOfArn(change.queueArn))}::text[],
      ${missing.map((change) => change.share)}::text[], ${missing.map((change) => change.shape)}::text[],
      ${missing.map((change) => change.cause)}::text[]) AS k(queue, share, shape, cause)
      ON w.queue = k.queue AND w.share = k.share AND w.shape = k.shape AND w.cause = k.cause
    WHERE w.connection_id = ${place.connectionId}::smallint AND w.epoch = ${place.epoch}::int
    ORDER BY w.queue, w.share, w.shape, w.cause, w.since_at DESC`;
  for (const row of rows) {
    state.waits.set(waitKey(row.queue, row.share, row.shape, row.cause), {
      sinceAt: row.since_at.getTime(),
      isOpen: row.until_at === null,
      seq: Number(row.seq),
    });
  }
}

async function loadResources(
  tx: Tx,
  place: Place,
  state: EpochState,
  changes: readonly ResourceChange[],
): Promise<void> {
  const arns = [...new Set(changes.map((change) => change.arn).filter((arn) => !state.resources.has(arn)))];
  if (arns.length === 0) return;
  const rows = await tx.resourceVersion.groupBy({
    by: ['arn'],
    where: { ...place, arn: { in: arns } },
    _max: { seq: true },
  });
  for (const row of rows) state.resources.set(row.arn, Number(row._max.seq ?? -1));
}
