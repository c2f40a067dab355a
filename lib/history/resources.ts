import { z } from 'zod';
import { type ResourceKind, WAITING_STATUSES } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import { changeWords } from './change-words';
import type { LastChange, Where } from './contract';
import { ms, ofRun } from './where';

/** The newest version of one resource. Times in ms. */
export interface CurrentResource {
  arn: string;
  name: string;
  document: object;
  tags: Record<string, string>;
  lastChange: LastChange | null;
  /** Sequence of the last edit: an edit that starts from another one is out of date. 0 where none was recorded. */
  version: number;
  /** Since when its state and status stand, where they are not ENABLED and VALID. */
  stateSince: number | null;
}

interface Row {
  arn: string;
  name: string;
  document: object;
  changed_at: Date | null;
  changed_by: unknown;
  version: bigint | null;
  changed_to: unknown;
  changed_from: unknown;
  since: Date | null;
}

const author = z.object({ actor: z.string() });
const tagged = z.looseObject({ tags: z.record(z.string(), z.string()).catch({}).default({}) });

/** All resources of a kind that exist now, by name, with the last edit that a person or tool made. */
export async function currentResources(
  prisma: PrismaClient,
  where: Where,
  kind: ResourceKind,
  name?: string,
): Promise<CurrentResource[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT r.arn, r.name, r.document, e.valid_from AS changed_at, e.by AS changed_by, e.seq AS version,
      e.document AS changed_to, p.document AS changed_from, s.since
    FROM resource_version AS r
    LEFT JOIN LATERAL (
      SELECT valid_from, by, seq, document FROM resource_version AS v
      WHERE ${ofRun(where, 'v')} AND v.arn = r.arn AND v.edit ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS e ON true
    LEFT JOIN LATERAL (
      SELECT document FROM resource_version AS v
      WHERE ${ofRun(where, 'v')} AND v.arn = r.arn AND v.valid_from <= e.valid_from AND v.seq < e.seq
      ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS p ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(v.valid_to, r.valid_from) AS since FROM resource_version AS v
      WHERE (r.document ->> 'state' <> 'ENABLED' OR r.document ->> 'status' <> 'VALID')
        AND ${ofRun(where, 'v')} AND v.arn = r.arn
        AND (v.document ->> 'state' IS DISTINCT FROM r.document ->> 'state'
          OR v.document ->> 'status' IS DISTINCT FROM r.document ->> 'status')
      ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS s ON true
    WHERE ${ofRun(where, 'r')} AND r.kind = ${kind} AND r.valid_to IS NULL AND r.document IS NOT NULL
      ${name === undefined ? Prisma.empty : Prisma.sql`AND r.name = ${name}`}
    ORDER BY r.name COLLATE "C"`;
  return rows.map((row) => {
    const by = author.safeParse(row.changed_by);
    return {
      arn: row.arn,
      name: row.name,
      document: row.document,
      tags: tagged.parse(row.document).tags,
      version: Number(row.version ?? 0),
      stateSince: ms(row.since),
      lastChange:
        row.changed_at === null
          ? null
          : {
              at: row.changed_at.getTime(),
              by: by.success ? by.data.actor : null,
              what: changeWords(row.changed_from, row.changed_to),
            },
    };
  });
}

/** Whether anybody but `actor` edited a resource since its version `since`. One's own edits don't make a start outdated. */
export async function editedByOthers(
  prisma: PrismaClient,
  where: Where,
  { arn, since, actor }: { arn: string; since: number; actor: string },
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM resource_version WHERE ${ofRun(where)} AND arn = ${arn} AND edit
      AND seq > ${since}::bigint AND by ->> 'actor' IS DISTINCT FROM ${actor}) AS found`;
  return row?.found ?? false;
}

/** The document of a definition `name:revision`, also of one that is gone; null where it was never seen. */
export async function definitionDocument(
  prisma: PrismaClient,
  where: Where,
  definition: string,
): Promise<object | null> {
  const [row] = await prisma.$queryRaw<{ document: object }[]>`
    SELECT document FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND name = ${definition} AND document IS NOT NULL
    ORDER BY valid_from DESC, seq DESC LIMIT 1`;
  return row?.document ?? null;
}

/** When the oldest job that waits in each of these queues was submitted, ms. */
export async function oldestWaiting(
  prisma: PrismaClient,
  where: Where,
  queues: readonly string[],
): Promise<Map<string, number>> {
  if (queues.length === 0) return new Map();
  const rows = await prisma.$queryRaw<{ queue: string; created_at: Date }[]>`
    SELECT q.queue, min(o.created_at) AS created_at
    FROM unnest(${[...queues]}::text[]) AS q(queue), unnest(${[...WAITING_STATUSES]}::text[]) AS s(status),
      LATERAL (SELECT created_at FROM job
        WHERE ${ofRun(where)} AND queue = q.queue AND status = s.status AND array_size IS NULL AND NOT is_relay
        ORDER BY created_at, id LIMIT 1) AS o
    GROUP BY 1`;
  return new Map(rows.map((row) => [row.queue, row.created_at.getTime()]));
}
