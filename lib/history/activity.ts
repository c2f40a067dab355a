import { queuesSeen, type Scope, seesConnection } from '@/lib/access';
import { Prisma, type PrismaClient } from '@/lib/db';
import type {
  ActivityEntry,
  ActivityFacets,
  ActivityPage,
  ActivityQuery,
  ActivityResult,
  ActivityRow,
} from './activity-contract';
import { BadCursorError } from './job-keys';
import { subjectsOf } from './touched';

/** How calls by access key are signed in the simulator's log; the key's id follows. */
const KEY_ACTOR = 'access key ';
const MOST_ROWS = 200;
const FACETS_OF = 5000;

/** Whose activity: the connections that are asked for, and who asks. */
export interface ActivityReader {
  scope: Scope;
  userId: string;
  /** What belongs to no connection (people, sessions) is for who manages people, and one's own. */
  seesPeople: boolean;
  connections: readonly { id: number; slug: string; epoch: number }[];
  /** Entries of no connection too. */
  withPortal: boolean;
}

interface StoredRow {
  key: string;
  id: string;
  at: Date;
  recorded_at: Date;
  actor: string;
  action: string;
  connection_id: number | null;
  subject: string | null;
  reason: string | null;
  phase: string;
  error: { code: string; message: string } | null;
}

/** An act is its outcome, or its attempt where no outcome was written. */
const ONE_EACH = Prisma.sql`(e.phase <> 'attempted' OR NOT EXISTS (
  SELECT 1 FROM audit.entry AS o WHERE o.attempt_id = e.attempt_id AND o.phase <> 'attempted'))`;

const COLUMNS = Prisma.sql`'p' || e.attempt_id::text AS key, e.attempt_id::text AS id, e.at, e.recorded_at, e.actor, e.action,
  e.connection_id, e.subject, e.input ->> 'reason' AS reason, e.phase, e.error`;

/** A page of what was done, newest first: acts in the portal, and calls by access key. */
export async function readActivity(
  prisma: PrismaClient,
  reader: ActivityReader,
  query: ActivityQuery,
): Promise<ActivityPage> {
  const limit = Math.min(Math.max(1, query.limit ?? 100), MOST_ROWS);
  const after = query.cursor === undefined ? null : parseCursor(query.cursor);
  const [acts, calls] = await Promise.all([
    actsOf(prisma, await visible(prisma, reader), query, after, limit + 1),
    callsByKey(prisma, reader, query, after, limit + 1),
  ]);
  const merged = [...acts, ...calls].sort(newestFirst);
  const rows = merged.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => toRow(reader, row)),
    nextCursor: merged.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** One act by the id of its row, or null where there is none that may be seen. */
export async function readActivityEntry(
  prisma: PrismaClient,
  reader: ActivityReader,
  id: string,
): Promise<ActivityEntry | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return callByKey(prisma, reader, id);
  const [row] = await prisma.$queryRaw<(StoredRow & Omit<ActivityEntry, keyof ActivityRow> & { begun: Date | null })[]>`
    SELECT ${COLUMNS}, e.permission, e.address, e.user_agent AS "userAgent", e.input, e.before, e.after, e.masked,
      (SELECT min(b.at) FROM audit.entry AS b WHERE b.attempt_id = e.attempt_id AND b.phase = 'attempted') AS begun
    FROM audit.entry AS e
    WHERE e.attempt_id = ${id}::uuid AND ${ONE_EACH} AND ${await visible(prisma, reader)} LIMIT 1`;
  if (row === undefined) return null;
  const { permission, address, userAgent, input, before, after, masked } = row;
  const tookMs = row.phase === 'attempted' || row.begun === null ? null : row.at.getTime() - row.begun.getTime();
  return { ...toRow(reader, row), permission, address, userAgent, input, before, after, masked, tookMs };
}

/** What the filters may offer, of the newest entries that may be seen; and what happened since `since` (wall ms). */
export async function readActivityFacets(
  prisma: PrismaClient,
  reader: ActivityReader,
  since: number,
): Promise<ActivityFacets> {
  const seen = await visible(prisma, reader);
  const keyed = Prisma.sql`l.connection_id = ANY(${wholeConnections(reader)}::smallint[]) AND l.actor LIKE 'access key %'`;
  const [rows, [acts], [calls]] = await Promise.all([
    prisma.$queryRaw<{ actor: string; action: string }[]>`
      SELECT DISTINCT actor, action FROM (
        SELECT e.actor, e.action FROM audit.entry AS e WHERE ${ONE_EACH} AND ${seen}
        ORDER BY e.recorded_at DESC, e.id DESC LIMIT ${FACETS_OF}::int) AS newest
      UNION SELECT actor, action FROM (
        SELECT l.actor, coalesce(l.operation, l.kind) AS action FROM sim_log AS l WHERE ${keyed}
        ORDER BY l.recorded_at DESC, l.seq DESC LIMIT ${FACETS_OF}::int) AS newest`,
    prisma.$queryRaw<{ changes: number; failed: number }[]>`
      SELECT count(*) FILTER (WHERE e.phase <> 'failed')::int AS changes,
        count(*) FILTER (WHERE e.phase = 'failed')::int AS failed
      FROM audit.entry AS e
      WHERE e.recorded_at >= ${new Date(since)} AND ${ONE_EACH} AND e.action NOT LIKE 'session.%' AND ${seen}`,
    prisma.$queryRaw<{ changes: number }[]>`
      SELECT count(*)::int AS changes FROM sim_log AS l WHERE l.recorded_at >= ${new Date(since)} AND ${keyed}`,
  ]);
  const inOrder = (texts: readonly string[]) => [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
  const byKey = calls?.changes ?? 0;
  return {
    actors: inOrder(rows.map((row) => row.actor)),
    actions: inOrder(rows.map((row) => row.action)),
    changes: (acts?.changes ?? 0) + byKey,
    byKey,
    failed: acts?.failed ?? 0,
  };
}

/** The condition under which an entry may be seen. */
async function visible(prisma: PrismaClient, reader: ActivityReader): Promise<Prisma.Sql> {
  const { scope, userId } = reader;
  const inside = reader.connections.filter(({ id }) => seesConnection(scope, id));
  const ids = inside.map(({ id }) => id);
  const own = Prisma.sql`e.actor_id = ${userId}::uuid`;
  const whole = inside.filter(({ id }) => queuesSeen(scope, id) === 'all').map(({ id }) => id);
  const parts = [Prisma.sql`e.connection_id = ANY(${ids}::smallint[]) AND ${own}`];
  if (whole.length > 0) parts.push(Prisma.sql`e.connection_id = ANY(${whole}::smallint[])`);
  if (reader.withPortal) {
    parts.push(
      reader.seesPeople ? Prisma.sql`e.connection_id IS NULL` : Prisma.sql`e.connection_id IS NULL AND ${own}`,
    );
  }
  for (const { id, epoch } of inside) {
    const queues = queuesSeen(scope, id);
    if (queues === 'all') continue;
    const subjects = await subjectsOf(prisma, { connectionId: id, epoch }, queues);
    parts.push(Prisma.sql`e.connection_id = ${id}::smallint AND (e.subject = ANY(${subjects}::text[])
      OR e.subject LIKE 'definition %' OR e.subject ~ '^[0-9]+ definitions$' OR e.subject LIKE 'job %' AND EXISTS (SELECT 1 FROM job AS j
        WHERE j.connection_id = ${id}::smallint AND j.epoch = ${epoch}::int AND j.aws_id = substr(e.subject, 5)
          AND j.queue = ANY(${[...queues]}::text[]))
      OR e.subject LIKE 'bulk %' AND EXISTS (SELECT 1 FROM bulk_operation AS o
        WHERE o.id::text = substr(e.subject, 6) AND o.queues <> '{}' AND o.queues <@ ${[...queues]}::text[]))`);
  }
  return Prisma.sql`(${Prisma.join(
    parts.map((part) => Prisma.sql`(${part})`),
    ' OR ',
  )})`;
}

const PHASE: Readonly<Record<ActivityResult, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  unfinished: 'attempted',
};

/**
 * A definition without its revision stands for all of them. A job was also acted on by the operations that had it among others,
 * and a definition by the acts on several.
 */
function isAbout(subject: string): Prisma.Sql {
  const name = subject.slice(subject.indexOf(' ') + 1);
  if (subject.startsWith('job ')) {
    return Prisma.sql`(e.subject = ${subject} OR e.subject = ANY(ARRAY(SELECT 'bulk ' || i.operation_id
      FROM bulk_item AS i WHERE i.aws_job_id = ${name})))`;
  }
  if (!subject.startsWith('definition ')) return Prisma.sql`e.subject = ${subject}`;
  const isIts = (text: Prisma.Sql, its: string) =>
    name.includes(':')
      ? Prisma.sql`${text} = ${its}`
      : Prisma.sql`(${text} = ${its} OR starts_with(${text}, ${`${its}:`}))`;
  return Prisma.sql`(${isIts(Prisma.sql`e.subject`, subject)} OR e.subject ~ '^[0-9]+ definitions$' AND EXISTS (
    SELECT 1 FROM jsonb_array_elements_text(CASE jsonb_typeof(e.input -> 'definitions') WHEN 'array'
      THEN e.input -> 'definitions' ELSE '[]' END) AS d(given)
    WHERE ${isIts(Prisma.sql`regexp_replace(d.given, '^arn:.*/', '')`, name)}))`;
}

function actsOf(
  prisma: PrismaClient,
  seen: Prisma.Sql,
  query: ActivityQuery,
  after: Place | null,
  limit: number,
): Promise<StoredRow[]> {
  const { actor, action, subject, result, from } = query;
  return prisma.$queryRaw<StoredRow[]>`
    SELECT ${COLUMNS} FROM audit.entry AS e
    WHERE ${ONE_EACH} AND ${seen}
      ${after === null ? Prisma.empty : Prisma.sql`AND e.recorded_at <= ${after.at} AND (e.recorded_at, ('p' || e.attempt_id::text) COLLATE "C") < (${after.at}, ${after.key})`}
      ${actor === undefined ? Prisma.empty : Prisma.sql`AND e.actor = ANY(${actor}::text[])`}
      ${action === undefined ? Prisma.empty : Prisma.sql`AND e.action = ANY(${action}::text[])`}
      ${subject === undefined ? Prisma.empty : Prisma.sql`AND ${isAbout(subject)}`}
      ${result === undefined ? Prisma.empty : Prisma.sql`AND e.phase = ANY(${result.map((one) => PHASE[one])}::text[])`}
      ${from === undefined ? Prisma.empty : Prisma.sql`AND e.recorded_at >= ${new Date(from)}`}
    ORDER BY e.recorded_at DESC, ('p' || e.attempt_id::text) COLLATE "C" DESC LIMIT ${limit}::int`;
}

const CALL_COLUMNS = Prisma.sql`'k' || l.connection_id || '.' || l.epoch || '.' || lpad(l.seq::text, 10, '0') AS key,
  'call.' || l.connection_id || '.' || l.epoch || '.' || l.seq AS id, l.recorded_at AS at, l.recorded_at, l.actor,
  coalesce(l.operation, l.kind) AS action, l.connection_id, NULL AS subject, NULL AS reason, 'succeeded' AS phase,
  NULL AS error`;

/** Calls by access key name no queue in clear, so they are for who sees the whole connection. */
async function callsByKey(
  prisma: PrismaClient,
  reader: ActivityReader,
  query: ActivityQuery,
  after: Place | null,
  limit: number,
): Promise<StoredRow[]> {
  const { actor, action, result, from } = query;
  const ids = wholeConnections(reader);
  const isOther = query.subject !== undefined || (result !== undefined && !result.includes('succeeded'));
  if (ids.length === 0 || isOther) return [];
  return prisma.$queryRaw<StoredRow[]>`
    SELECT * FROM (SELECT ${CALL_COLUMNS} FROM sim_log AS l
      WHERE l.connection_id = ANY(${ids}::smallint[]) AND l.actor LIKE 'access key %'
        ${after === null ? Prisma.empty : Prisma.sql`AND l.recorded_at <= ${after.at}`}
        ${actor === undefined ? Prisma.empty : Prisma.sql`AND l.actor = ANY(${actor}::text[])`}
        ${action === undefined ? Prisma.empty : Prisma.sql`AND l.operation = ANY(${action}::text[])`}
        ${from === undefined ? Prisma.empty : Prisma.sql`AND l.recorded_at >= ${new Date(from)}`}) AS c
    ${after === null ? Prisma.empty : Prisma.sql`WHERE (c.recorded_at, c.key COLLATE "C") < (${after.at}, ${after.key})`}
    ORDER BY c.recorded_at DESC, c.key COLLATE "C" DESC LIMIT ${limit}::int`;
}

function wholeConnections(reader: ActivityReader): number[] {
  return reader.connections.filter(({ id }) => queuesSeen(reader.scope, id) === 'all').map(({ id }) => id);
}

async function callByKey(prisma: PrismaClient, reader: ActivityReader, id: string): Promise<ActivityEntry | null> {
  const match = /^call\.(\d{1,5})\.(\d{1,9})\.(\d{1,9})$/.exec(id);
  if (match === null || !wholeConnections(reader).includes(Number(match[1]))) return null;
  const [row] = await prisma.$queryRaw<StoredRow[]>`
    SELECT ${CALL_COLUMNS} FROM sim_log AS l WHERE l.connection_id = ${Number(match[1])}::smallint
      AND l.epoch = ${Number(match[2])}::int AND l.seq = ${Number(match[3])}::int AND l.actor LIKE 'access key %'`;
  if (row === undefined) return null;
  const unknown = { permission: null, address: 'not kept', userAgent: null, tookMs: null };
  return { ...toRow(reader, row), ...unknown, input: null, before: null, after: null, masked: [] };
}

function toRow(reader: ActivityReader, row: StoredRow): ActivityRow {
  return {
    id: row.id,
    at: row.at.getTime(),
    actor: row.actor,
    source: row.actor.startsWith(KEY_ACTOR) ? 'access-key' : 'portal',
    action: row.action,
    connection: reader.connections.find(({ id }) => id === row.connection_id)?.slug ?? null,
    subject: row.subject,
    reason: row.reason,
    result: row.phase === 'attempted' ? 'unfinished' : row.phase === 'failed' ? 'failed' : 'succeeded',
    error: row.error,
  };
}

function newestFirst(a: StoredRow, b: StoredRow): number {
  return b.recorded_at.getTime() - a.recorded_at.getTime() || (a.key < b.key ? 1 : -1);
}

interface Place {
  at: Date;
  key: string;
}

function cursorOf(row: StoredRow): string {
  return Buffer.from(`v.${row.recorded_at.getTime()}.${row.key}`, 'utf8').toString('base64url');
}

function parseCursor(cursor: string): Place {
  const match = /^v\.(\d{1,16})\.([pk][0-9a-f.-]{1,60})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const at = new Date(Number(match?.[1] ?? Number.NaN));
  if (match?.[2] === undefined || Number.isNaN(at.getTime())) throw new BadCursorError();
  return { at, key: match[2] };
}
