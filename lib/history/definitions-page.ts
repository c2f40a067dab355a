import type { Scope } from '@/lib/access';
import { JOB_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { DefinitionPage, DefinitionUser, RevisionRow } from './definitions-contract';
import { factsOf, revisionOf } from './definitions-documents';
import { authorOf } from './versions';
import { inQueues, inScope, ofRun, queuesOf, recordedUpTo } from './where';

/** Documents beyond these are read when a revision is chosen. */
const DOCUMENTS_GIVEN = 40;

interface StoredRevision {
  name: string;
  arn: string;
  seq: bigint;
  document: object;
  valid_from: Date;
  by: unknown;
  first_at: Date;
  first_by: unknown;
}

interface Cell {
  definition: string;
  queue: string;
  status: string;
  count: number;
}

const ENDED: readonly string[] = ['SUCCEEDED', 'FAILED'];
const RUNS: readonly string[] = ['STARTING', 'RUNNING'];

/** One definition: its revisions with their jobs, and the queues that use it. Null where it was never recorded here. */
export async function readDefinition(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
): Promise<DefinitionPage | null> {
  if (!inScope(scope, where) || name.includes(':')) return null;
  const stored = await revisionsOf(prisma, where, name);
  if (stored.length === 0) return null;
  const names = stored.map((row) => row.name);
  const [cells, used, now] = await Promise.all([
    cellsOf(prisma, scope, where, names),
    lastUseOf(prisma, scope, where, names),
    recordedUpTo(prisma, where),
  ]);
  const sorted = stored
    .map((row) => ({ row, revision: revisionOf(row.name).revision }))
    .sort((a, b) => b.revision - a.revision);
  return {
    name,
    revisions: sorted.map(({ row, revision }, index) =>
      toRevision(row, revision, cells, used.get(row.name) ?? null, index < DOCUMENTS_GIVEN),
    ),
    users: await usersOf(prisma, scope, where, cells, names),
    now: now ?? 0,
  };
}

function revisionsOf(prisma: PrismaClient, where: Where, name: string): Promise<StoredRevision[]> {
  return prisma.$queryRaw<StoredRevision[]>`
    SELECT r.name, r.arn, r.seq, r.document, r.valid_from, r.by, f.valid_from AS first_at, f.by AS first_by
    FROM resource_version AS r CROSS JOIN LATERAL (
      SELECT valid_from, by FROM resource_version AS v WHERE ${ofRun(where, 'v')} AND v.arn = r.arn
      ORDER BY v.valid_from, v.seq LIMIT 1) AS f
    WHERE ${ofRun(where, 'r')} AND r.kind = 'job-definition' AND r.valid_to IS NULL AND r.document IS NOT NULL
      AND split_part(r.name, ':', 1) = ${name}`;
}

function toRevision(
  row: StoredRevision,
  revision: number,
  cells: readonly Cell[],
  lastUsedAt: number | null,
  withDocument: boolean,
): RevisionRow {
  const { status } = factsOf(row.document);
  const sum = (counts: (status: string) => boolean) =>
    cells.reduce((all, cell) => (cell.definition === row.name && counts(cell.status) ? all + cell.count : all), 0);
  return {
    revision,
    arn: row.arn,
    seq: row.seq.toString(),
    status,
    registeredAt: row.first_at.getTime(),
    by: authorOf(row.first_by),
    deregistered: status === 'ACTIVE' ? null : { at: row.valid_from.getTime(), by: authorOf(row.by) },
    waiting: sum((one) => !ENDED.includes(one) && !RUNS.includes(one)),
    running: sum((one) => RUNS.includes(one)),
    succeeded: sum((one) => one === 'SUCCEEDED'),
    failed: sum((one) => one === 'FAILED'),
    lastUsedAt,
    document: withDocument ? row.document : null,
  };
}

/** Counts by revision, queue and state, from an index alone: it begins with queue and state, so both are given. */
async function cellsOf(prisma: PrismaClient, scope: Scope, where: Where, names: readonly string[]): Promise<Cell[]> {
  const queues = queuesOf(scope, where, undefined) ?? (await queuesEver(prisma, where));
  if (queues.length === 0) return [];
  return prisma.$queryRaw<Cell[]>`
    SELECT definition, queue, status, count(*)::int AS count FROM job
    WHERE ${ofRun(where)} AND queue = ANY(${queues}::text[]) AND status = ANY(${[...JOB_STATUSES]}::text[])
      AND definition = ANY(${[...names]}::text[]) AND array_size IS NULL AND NOT is_relay
    GROUP BY 1, 2, 3`;
}

async function queuesEver(prisma: PrismaClient, where: Where): Promise<string[]> {
  const rows = await prisma.resourceVersion.findMany({
    where: { ...where, kind: 'job-queue', edit: true },
    distinct: ['name'],
    select: { name: true },
  });
  return rows.map((row) => row.name);
}

async function lastUseOf(prisma: PrismaClient, scope: Scope, where: Where, names: readonly string[]) {
  const rows = await prisma.$queryRaw<{ name: string; at: Date }[]>`
    SELECT d.name, j.created_at AS at FROM unnest(${[...names]}::text[]) AS d(name) CROSS JOIN LATERAL (
      SELECT created_at FROM job WHERE ${ofRun(where)} AND definition = d.name AND parent_aws_id IS NULL
        AND NOT is_relay ${inQueues(scope, where, undefined)}
      ORDER BY created_at DESC, id DESC LIMIT 1) AS j`;
  return new Map(rows.map((row) => [row.name, row.at.getTime()]));
}

async function usersOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  cells: readonly Cell[],
  names: readonly string[],
): Promise<DefinitionUser[]> {
  const users = new Map<string, DefinitionUser>();
  for (const { queue, status, count } of cells) {
    const user = users.get(queue) ?? { queue, waiting: 0, running: 0, ended: 0, lastJob: null };
    if (ENDED.includes(status)) user.ended += count;
    else if (RUNS.includes(status)) user.running += count;
    else user.waiting += count;
    users.set(queue, user);
  }
  const last = await prisma.$queryRaw<{ queue: string; aws_id: string; name: string; status: string; at: Date }[]>`
    SELECT DISTINCT ON (queue) queue, aws_id, name, status, created_at AS at FROM (
      SELECT j.* FROM unnest(${[...names]}::text[]) AS d(name) CROSS JOIN LATERAL (
        SELECT queue, aws_id, name, status, created_at FROM job WHERE ${ofRun(where)} AND definition = d.name
          AND parent_aws_id IS NULL AND NOT is_relay ${inQueues(scope, where, undefined)}
        ORDER BY created_at DESC, id DESC LIMIT 20) AS j) AS newest
    ORDER BY queue, created_at DESC`;
  for (const { queue, aws_id: id, name, status, at } of last) {
    const user = users.get(queue);
    if (user !== undefined) user.lastJob = { id, name, status, at: at.getTime() };
  }
  return [...users.values()].sort(
    (a, b) => b.waiting + b.running - (a.waiting + a.running) || b.ended - a.ended || (a.queue < b.queue ? -1 : 1),
  );
}

/** The documents of some revisions, secrets masked; what was never recorded is left out. */
export async function readRevisionDocuments(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
  revisions: readonly number[],
): Promise<{ revision: number; document: object }[]> {
  if (!inScope(scope, where)) return [];
  const rows = await prisma.resourceVersion.findMany({
    where: {
      ...where,
      kind: 'job-definition',
      validTo: null,
      name: { in: revisions.map((revision) => `${name}:${revision}`) },
    },
    select: { name: true, document: true },
  });
  return rows.flatMap(({ name: full, document }) =>
    typeof document === 'object' && document !== null ? [{ revision: revisionOf(full).revision, document }] : [],
  );
}

/** The newest revision of a name and who registered it, INACTIVE ones too; null where there is none. */
export async function newestRevision(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
): Promise<{ revision: number; by: string | null; at: number } | null> {
  if (!inScope(scope, where)) return null;
  const [row] = await prisma.$queryRaw<{ revision: number; by: unknown; valid_from: Date }[]>`
    SELECT split_part(name, ':', 2)::int AS revision, by, valid_from FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND split_part(name, ':', 1) = ${name}
    ORDER BY 1 DESC LIMIT 1`;
  return row === undefined
    ? null
    : { revision: row.revision, by: authorOf(row.by)?.actor ?? null, at: row.valid_from.getTime() };
}
