import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { batchArn, isServiceJob, nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { againOf } from './again';
import { attemptsOf } from './attempts';
import type { JobPage, Where } from './contract';
import { runsOnArm } from './definitions-documents';
import { JOB_COLUMNS, type StoredJob, statusOf, toRows } from './job-rows';
import { nodesOf } from './nodes';
import { lifeOf } from './packed';
import { definitionDocument } from './resources';
import { openWaits, waitOf } from './waiting';
import { inQueues, inScope, ms, ofRun, queuesOf, recordedUpTo } from './where';
import { wholeDetail } from './whole-detail';

const MOST_DEPENDENTS = 200;

const storedDetail = z
  .looseObject({
    dependsOn: z.array(z.looseObject({ jobId: z.string().optional(), type: z.string().optional() })).optional(),
    masked: z.array(z.string()).optional(),
  })
  .catch({});

/** Everything about one job, or null where it is unknown or out of scope. `jobId` is AWS's, of a child `parent:index`, of a node `parent#index`. */
export async function readJob(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  jobId: string,
): Promise<JobPage | null> {
  if (!inScope(scope, where)) return null;
  const [stored] = await prisma.$queryRaw<(StoredJob & { detail: unknown; life: bigint[] | null })[]>`
    SELECT ${JOB_COLUMNS}, detail, life FROM job WHERE ${ofRun(where)} AND aws_id = ${jobId} ${inQueues(scope, where, undefined)}`;
  if (stored === undefined) return null;
  const detail = storedDetail.parse(stored.detail ?? (await parentDetail(prisma, where, stored)) ?? {});
  const upTo = (await recordedUpTo(prisma, where)) ?? stored.created_at.getTime();
  const document = await definitionDocument(prisma, where, stored.definition);
  const arm64 = runsOnArm(document);
  const [rows, attempts, nodes, notes, wait, dependsOn, dependents, again, place] = await Promise.all([
    toRows(prisma, scope, where, [stored]),
    attemptsOf(prisma, where, { ...stored, arm64 }, upTo),
    nodesOf(prisma, where, stored),
    notesOf(prisma, stored.id),
    waitDetail(prisma, scope, where, stored),
    namesOf(prisma, scope, where, detail.dependsOn ?? []),
    dependentsOf(prisma, scope, where, stored),
    againOf(prisma, scope, where, jobId),
    prisma.connection.findUnique({ where: { id: where.connectionId } }),
  ]);
  const [row] = rows;
  if (row === undefined) return null;
  const { masked, ...members } = detail;
  return {
    job: row,
    arn: batchArn(
      { region: place?.region ?? 'us-east-1', account: place?.account ?? '' },
      isServiceJob(stored) ? 'service-job' : 'job',
      stored.aws_id,
    ),
    transitions: lifeOf(stored.life).map(({ status, attemptsEnded, at }) => ({ status, attemptsEnded, at })),
    attempts,
    nodes,
    notes,
    wait,
    dependsOn,
    dependents,
    again,
    detail: wholeDetail(members, document, {
      milliVcpus: stored.milli_vcpus,
      memoryMib: stored.memory_mib,
      gpus: stored.gpus,
    }),
    masked: masked ?? [],
  };
}

/** Array children carry no detail of their own: what was submitted stands with their parent. */
async function parentDetail(prisma: PrismaClient, where: Where, job: StoredJob): Promise<unknown> {
  if (job.parent_aws_id === null) return null;
  const parent = await prisma.job.findUnique({
    where: { connectionId_epoch_awsId: { ...where, awsId: job.parent_aws_id } },
    select: { detail: true },
  });
  return parent?.detail ?? null;
}

async function notesOf(prisma: PrismaClient, jobId: bigint): Promise<JobPage['notes']> {
  const rows = await prisma.jobNote.findMany({ where: { jobId }, orderBy: { seq: 'asc' }, take: 200 });
  return rows.map(({ at, statusReason, isCancelled, isTerminated }) => ({
    at: ms(at),
    statusReason,
    isCancelled,
    isTerminated,
  }));
}

async function waitDetail(prisma: PrismaClient, scope: Scope, where: Where, job: StoredJob): Promise<JobPage['wait']> {
  const status = statusOf(job);
  if (job.array_size !== null || (status !== 'PENDING' && status !== 'RUNNABLE')) return null;
  const open = await openWaits(prisma, scope, where);
  const wait = waitOf(open, {
    queue: job.queue,
    share: job.share,
    status,
    milliVcpus: job.milli_vcpus,
    memoryMib: job.memory_mib,
    gpus: job.gpus,
    instances: job.instances,
    createdAt: job.created_at.getTime(),
  });
  if (wait === null) return null;
  const alike = open.filter((one) => one.queue === wait.queue && one.cause === wait.cause);
  const sameReason = alike.reduce((sum, one) => sum + one.count, 0);
  return { cause: wait.cause, evidence: wait.evidence, since: wait.since, sameReason };
}

async function namesOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  dependencies: readonly { jobId?: string | undefined; type?: string | undefined }[],
): Promise<JobPage['dependsOn']> {
  const ids = dependencies.flatMap((one) => (one.jobId === undefined ? [] : [nameOfArn(one.jobId)]));
  const queues = queuesOf(scope, where, undefined);
  const known = await prisma.job.findMany({
    where: { ...where, awsId: { in: ids }, ...(queues !== null && { queue: { in: queues } }) },
    select: { awsId: true, name: true, status: true },
  });
  const byId = new Map(known.map((job) => [job.awsId, job]));
  return dependencies.map(({ jobId, type }) => {
    const id = jobId === undefined ? '' : nameOfArn(jobId);
    const job = byId.get(id);
    return { id, name: job?.name ?? null, status: job === undefined ? null : statusOf(job), type: type ?? null };
  });
}

async function dependentsOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  job: StoredJob,
): Promise<JobPage['dependents']> {
  const needle = JSON.stringify([{ jobId: job.aws_id }]);
  const rows = await prisma.$queryRaw<{ aws_id: string; name: string; status: string }[]>`
    SELECT aws_id, name, status FROM job
    WHERE ${ofRun(where)} AND detail ? 'dependsOn' AND (detail -> 'dependsOn') @> ${needle}::jsonb
      ${inQueues(scope, where, undefined)}
    ORDER BY created_at, id LIMIT ${MOST_DEPENDENTS}::int`;
  return rows.map((row) => ({ id: row.aws_id, name: row.name, status: statusOf(row) }));
}
