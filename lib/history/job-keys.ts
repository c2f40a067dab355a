import type { Scope } from '@/lib/access';
import { JOB_STATUSES, jobOrderOf, NEWEST_FIRST } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { JobsQuery, Where } from './contract';
import { inQueues, ofRun, queuesOf } from './where';

/** Jobs one page looks at when it searches by name. */
const LOOKED_AT = 20_000;
/** Branches of one statement; more values than this are filtered instead. */
const MOST_BRANCHES = 48;

/** The keys of a page of the list, in order, and where the next one begins. */
export interface PageKeys {
  ids: bigint[];
  nextCursor: string | null;
}

/** A cursor that this list did not give out. Match it by `name`. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';
  constructor() {
    super('The cursor is not one that this list gave: start again from the first page.');
  }
}

interface Key {
  id: bigint;
  created_at: Date;
}

/** The list by when its jobs were submitted, one way or the other. */
interface Walk {
  /** The condition on what comes after a key. */
  after: (key: Key) => Prisma.Sql;
  order: Prisma.Sql;
  back: Prisma.Sql;
  /** Marks its cursors, so that none is read the other way. */
  sign: 'k' | 'o';
  isBefore: (a: Key, b: Key) => boolean;
}

const isOlder = (a: Key, b: Key) =>
  a.created_at.getTime() === b.created_at.getTime() ? a.id < b.id : a.created_at < b.created_at;
const OLDEST = Prisma.sql`created_at, id`;
const NEWEST = Prisma.sql`created_at DESC, id DESC`;
const TO_OLDER: Walk = {
  after: (key) => Prisma.sql`AND (created_at, id) < (${key.created_at}, ${key.id}::bigint)`,
  order: NEWEST,
  back: OLDEST,
  sign: 'k',
  isBefore: (a, b) => isOlder(b, a),
};
const TO_NEWER: Walk = {
  after: (key) => Prisma.sql`AND (created_at, id) > (${key.created_at}, ${key.id}::bigint)`,
  order: OLDEST,
  back: NEWEST,
  sign: 'o',
  isBefore: isOlder,
};

/**
 * Finds a page of jobs, by when they were submitted, by keys alone. Filters become branches of one statement, each answered in order by an index, so
 * that a rare state costs no scan of everything newer.
 */
export async function pageKeys(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: JobsQuery,
  limit: number,
): Promise<PageKeys> {
  if (query.ids !== undefined) return keysOfIds(prisma, scope, where, query.ids);
  if (query.parent !== undefined) return childKeys(prisma, scope, where, query, query.parent, limit);
  const walk = jobOrderOf(query.sort ?? NEWEST_FIRST).descending ? TO_OLDER : TO_NEWER;
  const after = query.cursor === undefined ? null : parseCursor(query.cursor, walk);
  const depth = query.name === undefined ? limit + 1 : LOOKED_AT;
  const branches = branchesOf(scope, where, query, { walk, after, depth });
  if (branches.length === 0) return { ids: [], nextCursor: null };
  const union = Prisma.sql`
    SELECT id, created_at, name FROM (${Prisma.join(branches, ' UNION ALL ')}) AS branch
    ORDER BY ${walk.order} LIMIT ${depth}::int`;
  if (query.name === undefined) {
    const keys = await prisma.$queryRaw<Key[]>`SELECT id, created_at FROM (${union}) AS page`;
    return cut(keys, limit, walk);
  }
  return searched(prisma, union, query.name, limit, walk);
}

function cut(keys: Key[], limit: number, walk: Walk): PageKeys {
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = keys.length > limit && last !== undefined ? cursorOf(last, walk) : null;
  return { ids: shown.map((key) => key.id), nextCursor };
}

async function searched(
  prisma: PrismaClient,
  union: Prisma.Sql,
  name: string,
  limit: number,
  walk: Walk,
): Promise<PageKeys> {
  const rows = await prisma.$queryRaw<(Key & { hit: boolean; looked: bigint })[]>`
    WITH looked AS MATERIALIZED (${union}),
      hits AS (SELECT id, created_at FROM looked WHERE name ILIKE ${likePart(name)}
        ORDER BY ${walk.order} LIMIT ${limit + 1}::int),
      tail AS (SELECT id, created_at FROM looked ORDER BY ${walk.back} LIMIT 1)
    SELECT id, created_at, true AS hit, 0::bigint AS looked FROM hits
    UNION ALL SELECT id, created_at, false, (SELECT count(*) FROM looked) FROM tail`;
  const hits = rows.filter((row) => row.hit);
  hits.sort((a, b) => (walk.isBefore(a, b) ? -1 : 1));
  const page = cut(hits, limit, walk);
  const tail = rows.find((row) => !row.hit);
  if (page.nextCursor === null && tail !== undefined && tail.looked >= LOOKED_AT)
    page.nextCursor = cursorOf(tail, walk);
  return page;
}

/** A part of a text as a LIKE pattern; the pattern's own signs stand for themselves. */
export function likePart(part: string): string {
  return `%${part.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function branchesOf(
  scope: Scope,
  where: Where,
  query: JobsQuery,
  { walk, after, depth }: { walk: Walk; after: Key | null; depth: number },
): Prisma.Sql[] {
  const queues = queuesOf(scope, where, query.queue);
  if (queues?.length === 0 || query.status?.length === 0 || query.definition?.length === 0) return [];
  const common = Prisma.sql`${ofRun(where)} AND parent_aws_id IS NULL
    AND ${query.relay === true ? Prisma.sql`is_relay` : Prisma.sql`NOT is_relay`}
    ${after === null ? Prisma.empty : walk.after(after)}`;
  const branch = (
    condition: Prisma.Sql,
  ) => Prisma.sql`(SELECT id, created_at, name FROM job WHERE ${common} ${condition}
    ORDER BY ${walk.order} LIMIT ${depth}::int)`;
  const ofQueues = queues === null ? Prisma.empty : Prisma.sql`AND queue = ANY(${queues}::text[])`;
  const ofDefinitions =
    query.definition === undefined ? Prisma.empty : Prisma.sql`AND definition = ANY(${query.definition}::text[])`;

  const parents =
    query.status === undefined
      ? []
      : [
          branch(
            Prisma.sql`AND array_size IS NOT NULL ${ofQueues} ${ofDefinitions} AND ${hasChildIn(where, query.status)}`,
          ),
        ];
  const single = query.status === undefined ? Prisma.empty : Prisma.sql`AND array_size IS NULL`;
  if (query.definition !== undefined && query.definition.length <= MOST_BRANCHES) {
    const inStates = query.status === undefined ? Prisma.empty : Prisma.sql`AND status = ANY(${query.status}::text[])`;
    const each = query.definition.map((name) =>
      branch(Prisma.sql`AND definition = ${name} ${single} ${ofQueues} ${inStates}`),
    );
    return [...each, ...parents];
  }
  if (queues === null && query.status === undefined) return [branch(ofDefinitions)];
  const states = query.status ?? JOB_STATUSES;
  const splits = queues !== null && queues.length * states.length <= MOST_BRANCHES;
  const each = states.flatMap((status) => {
    const inState = Prisma.sql`AND status = ${status} ${single} ${ofDefinitions}`;
    if (queues === null || !splits) return [branch(Prisma.sql`${inState} ${ofQueues}`)];
    return queues.map((queue) => branch(Prisma.sql`AND queue = ${queue} ${inState}`));
  });
  return [...each, ...parents];
}

/** An array matches a state that one of its children is in. */
export function hasChildIn(where: Where, status: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM job AS child WHERE ${ofRun(where, 'child')}
    AND child.parent_aws_id = job.aws_id AND child.status = ANY(${[...status]}::text[]))`;
}

async function keysOfIds(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  asked: readonly string[],
): Promise<PageKeys> {
  const rows = await prisma.$queryRaw<{ id: bigint }[]>`
    SELECT j.id FROM unnest(${[...asked]}::text[]) WITH ORDINALITY AS a(aws_id, place)
    JOIN job AS j ON j.aws_id = a.aws_id
    WHERE ${ofRun(where, 'j')} ${inQueues(scope, where, undefined, 'j')} ORDER BY a.place`;
  return { ids: rows.map((row) => row.id), nextCursor: null };
}

async function childKeys(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: JobsQuery,
  parent: string,
  limit: number,
): Promise<PageKeys> {
  const after = query.cursor === undefined ? -1 : parseIndexCursor(query.cursor);
  const queues = queuesOf(scope, where, query.queue);
  const rows = await prisma.$queryRaw<{ id: bigint; array_index: number }[]>`
    SELECT id, array_index FROM job
    WHERE ${ofRun(where)} AND parent_aws_id = ${parent} AND array_index > ${after}::int
      ${queues === null ? Prisma.empty : Prisma.sql`AND queue = ANY(${queues}::text[])`}
      ${query.status === undefined ? Prisma.empty : Prisma.sql`AND status = ANY(${query.status}::text[])`}
      ${query.name === undefined ? Prisma.empty : Prisma.sql`AND name ILIKE ${likePart(query.name)}`}
    ORDER BY array_index LIMIT ${limit + 1}::int`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map((row) => row.id),
    nextCursor: rows.length > limit && last !== undefined ? encode(`i.${last.array_index}`) : null,
  };
}

function cursorOf(key: Key, { sign }: Walk): string {
  return encode(`${sign}.${key.created_at.getTime()}.${key.id}`);
}

/** A cursor's text as a URL holds it. */
export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** The text of a cursor; that of somebody's own making may be anything. */
export function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

function parseCursor(cursor: string, { sign }: Walk): Key {
  const match = /^([ko])\.(\d{1,16})\.(\d{1,18})$/.exec(decode(cursor));
  if (match?.[2] === undefined || match[3] === undefined || match[1] !== sign) throw new BadCursorError();
  const created_at = new Date(Number(match[2]));
  if (Number.isNaN(created_at.getTime())) throw new BadCursorError();
  return { id: BigInt(match[3]), created_at };
}

function parseIndexCursor(cursor: string): number {
  const match = /^i\.(\d{1,9})$/.exec(decode(cursor));
  if (match?.[1] === undefined) throw new BadCursorError();
  return Number(match[1]);
}
