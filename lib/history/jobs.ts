import type { Scope } from '@/lib/access';
import { isKeptOrder, JOB_STATUSES, type JobStatus } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { JobsFacets, JobsPage, JobsQuery, Where } from './contract';
import { likePart, pageKeys } from './job-keys';
import { rowsByIds } from './job-rows';
import { logStreamOf } from './packed';
import { countLookedAt, MOST_LOOKED_AT, sortedKeys } from './sorted-jobs';
import { inQueues, inScope, ofRun } from './where';

const MOST_ROWS = 200;

/**
 * A page of the jobs list in the order asked for, newest first by default. Throws BadCursorError for a cursor that is not its
 * own, and TooManyToSortError where an order is not to be had of so many.
 */
export async function listJobs(prisma: PrismaClient, scope: Scope, where: Where, query: JobsQuery): Promise<JobsPage> {
  if (!inScope(scope, where)) return { rows: [], nextCursor: null };
  const limit = Math.min(Math.max(query.limit ?? 50, 1), MOST_ROWS);
  const { sort } = query;
  const isKept = sort === undefined || isKeptOrder(sort) || query.ids !== undefined || query.parent !== undefined;
  const keys = isKept
    ? await pageKeys(prisma, scope, where, query, limit)
    : await sortedKeys(prisma, scope, where, { ...query, sort }, limit);
  return { rows: await rowsByIds(prisma, scope, where, keys.ids), nextCursor: keys.nextCursor };
}

/** Counts of what can run, by queue, state and definition: every facet of a list is a sum over it. */
export interface CountCell {
  queue: string;
  status: JobStatus;
  definition: string;
  count: number;
}

/** The counts for the filters of a list: states without the state's own filter, each other value without its own. */
export async function jobsFacets(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: JobsQuery,
): Promise<JobsFacets> {
  if (!inScope(scope, where)) {
    return { byStatus: {}, queues: [], definitions: [], total: 0, relays: 0, newest: null };
  }
  const looked = query.name === undefined ? 0 : await countLookedAt(prisma, scope, where);
  const isCut = looked > MOST_LOOKED_AT;
  const [cells, relays] = await Promise.all([
    countCells(prisma, scope, where, query, isCut),
    countRelays(prisma, scope, where),
  ]);
  const inStatus = matcher(query.status);
  const inQueue = matcher(query.queue);
  const inDefinition = matcher(query.definition);
  const byStatus: Partial<Record<JobStatus, number>> = {};
  const queues = new Map<string, number>();
  const definitions = new Map<string, number>();
  let total = 0;
  for (const { queue, status, definition, count } of cells) {
    if (inQueue(queue) && inDefinition(definition)) {
      byStatus[status] = (byStatus[status] ?? 0) + count;
      total += count;
    }
    if (inStatus(status) && inDefinition(definition)) queues.set(queue, (queues.get(queue) ?? 0) + count);
    if (inStatus(status) && inQueue(queue)) definitions.set(definition, (definitions.get(definition) ?? 0) + count);
  }
  const newest = isCut ? MOST_LOOKED_AT : null;
  return { byStatus, queues: ranked(queues), definitions: ranked(definitions), total, relays, newest };
}

function matcher(values: readonly string[] | undefined): (value: string) => boolean {
  if (values === undefined) return () => true;
  const set = new Set(values);
  return (value) => set.has(value);
}

function ranked(counts: ReadonlyMap<string, number>): { name: string; count: number }[] {
  return Array.from(counts, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || (a.name < b.name ? -1 : 1),
  );
}

/**
 * Counts by queue, state and definition of single jobs, children and nodes; from an index alone unless a name is asked, which
 * is looked for among the newest only where `isCut`.
 */
export async function countCells(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: Pick<JobsQuery, 'name' | 'parent'> = {},
  isCut = true,
): Promise<CountCell[]> {
  const counted = Prisma.sql`${ofRun(where)} AND array_size IS NULL AND NOT is_relay ${inQueues(scope, where, undefined)}
    ${query.parent === undefined ? Prisma.empty : Prisma.sql`AND parent_aws_id = ${query.parent}`}`;
  const like = query.name === undefined ? Prisma.empty : Prisma.sql`AND name ILIKE ${likePart(query.name)}`;
  const from =
    query.name === undefined || query.parent !== undefined
      ? Prisma.sql`job WHERE ${counted} ${like}`
      : Prisma.sql`${namedLike(scope, where, query.name, isCut)} AS named`;
  const rows = await prisma.$queryRaw<{ queue: string; status: string; definition: string; count: number }[]>`
    SELECT queue, status, definition, count(*)::int AS count FROM ${from} GROUP BY 1, 2, 3`;
  return rows.flatMap((row) => {
    const status = JOB_STATUSES.find((one) => one === row.status);
    return status === undefined ? [] : [{ ...row, status }];
  });
}

/** Single jobs and children of the list, or of its newest, whose name matches; children bear their array's name. */
function namedLike(scope: Scope, where: Where, name: string, isCut: boolean): Prisma.Sql {
  const listed = Prisma.sql`SELECT queue, status, definition, name, aws_id, array_size FROM job
    WHERE ${ofRun(where)} AND parent_aws_id IS NULL AND NOT is_relay ${inQueues(scope, where, undefined)}`;
  // Read in its order the list takes twice as long, so it is only where some of it is left out.
  const looked = isCut
    ? Prisma.sql`MATERIALIZED (${listed} ORDER BY created_at DESC, id DESC LIMIT ${MOST_LOOKED_AT}::int)`
    : Prisma.sql`(${listed})`;
  return Prisma.sql`(
    WITH newest AS ${looked}, hits AS (SELECT * FROM newest WHERE name ILIKE ${likePart(name)})
    SELECT queue, status, definition FROM hits WHERE array_size IS NULL
    UNION ALL SELECT c.queue, c.status, c.definition FROM hits AS h JOIN job AS c ON c.parent_aws_id = h.aws_id
      WHERE h.array_size IS NOT NULL AND ${ofRun(where, 'c')})`;
}

async function countRelays(prisma: PrismaClient, scope: Scope, where: Where): Promise<number> {
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM job WHERE ${ofRun(where)} AND is_relay ${inQueues(scope, where, undefined)}`;
  return row?.count ?? 0;
}

/** Whether a log stream belongs to an attempt of a job that may be seen. */
export async function mayReadLog(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  jobId: string,
  logStream: string,
): Promise<boolean> {
  if (!inScope(scope, where)) return false;
  const rows = await prisma.$queryRaw<{ task: string; log_stream: string }[]>`
    SELECT a.task, a.log_stream FROM job AS j JOIN attempt AS a ON a.job_id = j.id
    WHERE ${ofRun(where, 'j')} AND j.aws_id = ${jobId} AND a.log_stream IS NOT NULL ${inQueues(scope, where, undefined, 'j')}`;
  return rows.some((row) => logStreamOf(row.log_stream, row.task) === logStream);
}
