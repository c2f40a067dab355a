import type { Scope } from '@/lib/access';
import { JOB_STATUSES, type JobSort, type JobSortColumn, jobOrderOf, MOST_SORTED_JOBS } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { JobsQuery, Where } from './contract';
import { BadCursorError, decode, encode, hasChildIn, likePart, type PageKeys } from './job-keys';
import { inQueues, ofRun, queuesOf, recordedUpTo } from './where';

/** With a name, counts and orders look at no more than this many jobs of the list. */
export const MOST_LOOKED_AT = 200_000;

/** More jobs match than are sorted by a column that no index keeps in order. Match it by `name`. */
class TooManyToSortError extends Error {
  override readonly name = 'TooManyToSortError';
  constructor() {
    super(
      `More than ${MOST_SORTED_JOBS.toLocaleString('en-US')} jobs match, too many to sort by this column: filter first, or sort by when they were submitted.`,
    );
  }
}

/** Where a page of a sorted list ended. */
export interface SortCursor {
  sort: JobSort;
  /** What times that still run are measured to on every page of one list, ms. */
  asOf: number;
  id: bigint;
  /** The last row's value; null where it is not known. */
  key: string | null;
}

type Kind = 'text' | 'bigint';

const KINDS: Readonly<Record<JobSortColumn, Kind>> = {
  submitted: 'bigint',
  name: 'text',
  state: 'bigint',
  queue: 'text',
  definition: 'text',
  waited: 'bigint',
  ran: 'bigint',
  tries: 'bigint',
  cost: 'bigint',
};

/**
 * A page of the list by a column that no index keeps in order: everything that matches is read and the page taken from it.
 * Throws TooManyToSortError above MOST_SORTED_JOBS, and BadCursorError for a cursor of another order.
 */
export async function sortedKeys(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: JobsQuery & { sort: JobSort },
  limit: number,
): Promise<PageKeys> {
  const { sort } = query;
  const { column, descending } = jobOrderOf(sort);
  const after = query.cursor === undefined ? null : parseSortCursor(query.cursor, sort);
  const queues = queuesOf(scope, where, query.queue);
  if (queues?.length === 0 || query.status?.length === 0 || query.definition?.length === 0) {
    return { ids: [], nextCursor: null };
  }
  if (query.name !== undefined && (await countLookedAt(prisma, scope, where)) > MOST_LOOKED_AT) {
    throw new TooManyToSortError();
  }
  const isMeasured = column === 'waited' || column === 'ran';
  const asOf = after?.asOf ?? (isMeasured ? ((await recordedUpTo(prisma, where)) ?? 0) : 0);
  const by = sortedBy(column, where, new Date(asOf));
  const whole =
    by.whole === undefined
      ? Prisma.sql`key`
      : Prisma.sql`CASE WHEN whole IS NULL THEN key ELSE coalesce((${by.whole.value}), key) END`;
  const order = descending ? Prisma.sql`key DESC NULLS LAST, id DESC` : Prisma.sql`key NULLS LAST, id DESC`;
  const rows = await prisma.$queryRaw<{ matched: number; id: bigint | null; value: string | null }[]>`
    WITH matched AS MATERIALIZED (SELECT * FROM (${matched(where, query, queues, by)}) AS one
        LIMIT ${MOST_SORTED_JOBS + 1}::int),
      counted AS (SELECT count(*)::int AS matched FROM matched),
      keyed AS (SELECT id, ${whole} AS key FROM matched WHERE (SELECT matched FROM counted) <= ${MOST_SORTED_JOBS}::int),
      page AS (SELECT id, key FROM keyed ${after === null ? Prisma.empty : comesAfter(after, KINDS[column], descending)}
        ORDER BY ${order} LIMIT ${limit + 1}::int)
    SELECT counted.matched, id, key::text AS value FROM counted LEFT JOIN page ON true ORDER BY ${order}`;
  if ((rows[0]?.matched ?? 0) > MOST_SORTED_JOBS) throw new TooManyToSortError();
  const keys = rows.flatMap(({ id, value }) => (id === null ? [] : [{ id, key: value }]));
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map(({ id }) => id),
    nextCursor: keys.length > limit && last !== undefined ? sortCursorOf({ sort, asOf, ...last }) : null,
  };
}

/** How many jobs the list holds that may be seen, whatever its filters say: a name is looked for among them. */
export async function countLookedAt(prisma: PrismaClient, scope: Scope, where: Where): Promise<number> {
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM job WHERE ${ofRun(where)} AND parent_aws_id IS NULL AND NOT is_relay
      ${inQueues(scope, where, undefined)}`;
  return row?.count ?? 0;
}

/** What a column sorts by, of a row of `job`. */
interface SortedBy {
  /** What the row itself tells. */
  own: Prisma.Sql;
  /** Where children or nodes tell more: when that is, and what theirs come to, as a subquery on `matched.whole`. */
  whole?: { when: Prisma.Sql; value: Prisma.Sql };
}

/** Ids and values of what matches, in no order; arrays apart where a state is asked, as they match by their children's. */
function matched(
  where: Where,
  query: JobsQuery,
  queues: readonly string[] | null,
  { own, whole }: SortedBy,
): Prisma.Sql {
  const parts = whole === undefined ? Prisma.sql`NULL` : Prisma.sql`CASE WHEN ${whole.when} THEN aws_id END`;
  const select = Prisma.sql`SELECT id, ${own} AS key, ${parts} AS whole FROM job
    WHERE ${ofRun(where)} AND parent_aws_id IS NULL
      AND ${query.relay === true ? Prisma.sql`is_relay` : Prisma.sql`NOT is_relay`}
      ${queues === null ? Prisma.empty : Prisma.sql`AND queue = ANY(${[...queues]}::text[])`}
      ${query.definition === undefined ? Prisma.empty : Prisma.sql`AND definition = ANY(${query.definition}::text[])`}
      ${query.name === undefined ? Prisma.empty : Prisma.sql`AND name ILIKE ${likePart(query.name)}`}`;
  if (query.status === undefined) return select;
  return Prisma.sql`${select} AND array_size IS NULL AND status = ANY(${query.status}::text[])
    UNION ALL ${select} AND array_size IS NOT NULL AND ${hasChildIn(where, query.status)}`;
}

const STARTS_AND_RUNS = Prisma.sql`(status IN ('STARTING', 'RUNNING'))::int`;
const PLACES = Prisma.sql`ARRAY['${Prisma.raw(JOB_STATUSES.join("','"))}']`;

/** The value that the list shows in a column. */
function sortedBy(column: JobSortColumn, where: Where, asOf: Date): SortedBy {
  const ofParts = Prisma.sql`FROM job AS part WHERE ${ofRun(where, 'part')} AND part.parent_aws_id = matched.whole`;
  switch (column) {
    case 'submitted':
      return { own: milliseconds(Prisma.sql`created_at`, Prisma.sql`'epoch'::timestamptz`) };
    case 'name':
    case 'queue':
    case 'definition':
      return { own: Prisma.sql`${Prisma.raw(column)} COLLATE "C"` };
    case 'tries':
      return { own: Prisma.sql`(attempts_ended + ${STARTS_AND_RUNS})::bigint` };
    case 'waited': {
      const waited = milliseconds(
        Prisma.sql`coalesce(started_at, stopped_at, ${asOf}::timestamptz)`,
        Prisma.sql`created_at`,
      );
      return {
        own: Prisma.sql`CASE WHEN started_at IS NULL OR attempts_ended + ${STARTS_AND_RUNS} <= 1 THEN ${waited} END`,
      };
    }
    case 'ran': {
      const until = Prisma.sql`coalesce(stopped_at, CASE WHEN status = 'RUNNING' THEN ${asOf}::timestamptz END)`;
      const isKnown = Prisma.sql`started_at IS NOT NULL AND (stopped_at IS NOT NULL OR status = 'RUNNING')`;
      return { own: Prisma.sql`CASE WHEN ${isKnown} THEN ${milliseconds(until, Prisma.sql`started_at`)} END` };
    }
    case 'state': {
      // An array that goes on shows the most advanced unfinished state of its children.
      const unfinished = Prisma.sql`status NOT IN ('SUCCEEDED', 'FAILED')`;
      const most = Prisma.sql`SELECT max(array_position(${PLACES}, part.status))::bigint ${ofParts} AND part.${unfinished}`;
      return {
        own: Prisma.sql`coalesce(array_position(${PLACES}, status), 1)::bigint`,
        whole: { when: Prisma.sql`array_size > 0 AND ${unfinished}`, value: most },
      };
    }
    case 'cost': {
      // What never started has cost nothing yet, nor have its nodes: nobody is asked.
      const isBegun = Prisma.sql`array_size > 0 OR attempts_ended > 0 OR status NOT IN ('SUBMITTED', 'PENDING', 'RUNNABLE')`;
      return {
        own: Prisma.sql`cost_nano_usd`,
        whole: {
          when: Prisma.sql`cost_nano_usd IS NULL AND (${isBegun})`,
          value: Prisma.sql`SELECT sum(part.cost_nano_usd)::bigint ${ofParts}`,
        },
      };
    }
  }
}

/** From one moment to a later one in whole milliseconds; both are known. */
function milliseconds(until: Prisma.Sql, from: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`greatest(0, (date_part('epoch', ${until} - ${from}) * 1000)::bigint)`;
}

function comesAfter({ id, key }: SortCursor, kind: Kind, descending: boolean): Prisma.Sql {
  if (key === null) return Prisma.sql`WHERE key IS NULL AND id < ${id}::bigint`;
  const value = kind === 'text' ? Prisma.sql`${key}::text COLLATE "C"` : Prisma.sql`${key}::bigint`;
  const further = descending ? Prisma.sql`key < ${value}` : Prisma.sql`key > ${value}`;
  return Prisma.sql`WHERE (${further} OR (key = ${value} AND id < ${id}::bigint) OR key IS NULL)`;
}

/** The cursor of a sorted list's page as its address holds it. */
export function sortCursorOf({ sort, asOf, id, key }: SortCursor): string {
  return encode(`s.${sort}.${asOf}.${id}.${key === null ? 'n' : `v${key}`}`);
}

/** Reads it back. Throws BadCursorError for one of another order or of somebody's own making. */
export function parseSortCursor(cursor: string, sort: JobSort): SortCursor {
  const match = /^s\.(-?[a-z]+)\.(\d{1,14})\.(\d{1,18})\.(?:n|v([^\0]*))$/su.exec(decode(cursor));
  if (match?.[2] === undefined || match[3] === undefined || match[1] !== sort) throw new BadCursorError();
  const key = match[4] ?? null;
  const isNumber = KINDS[jobOrderOf(sort).column] === 'bigint';
  if (isNumber && key !== null && !/^-?\d{1,18}$/.test(key)) throw new BadCursorError();
  return { sort, asOf: Number(match[2]), id: BigInt(match[3]), key };
}
