import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { DefinitionList, DefinitionRow } from './definitions-contract';
import { factsOf } from './definitions-documents';
import { authorOf } from './versions';
import { inQueues, inScope, ofRun, recordedUpTo } from './where';

const SINCE_MS = 7 * 86_400_000;
/** Jobs that ended are counted among this many of the newest. */
const ENDED_LOOKED_AT = 200_000;

interface Newest {
  base: string;
  revision: number;
  revisions: number;
  active: number[] | null;
  document: object;
  changed_at: Date;
  changed_by: unknown;
}

/** All definitions by name: the newest active revision of each, and how jobs of any revision did in the last 7 days. */
export async function listDefinitions(prisma: PrismaClient, scope: Scope, where: Where): Promise<DefinitionList> {
  if (!inScope(scope, where)) return { rows: [], newest: null };
  const now = (await recordedUpTo(prisma, where)) ?? 0;
  const [newest, ended, used] = await Promise.all([
    newestOfEach(prisma, where),
    endedSince(prisma, scope, where, now - SINCE_MS),
    lastUse(prisma, scope, where),
  ]);
  return {
    rows: newest.map((row): DefinitionRow => {
      const { status, ...facts } = factsOf(row.document);
      const how = ended.counts.get(row.base);
      return {
        name: row.base,
        revision: row.revision,
        revisions: row.revisions,
        active: row.active ?? [],
        status: row.active === null ? status : 'ACTIVE',
        ...facts,
        ended: how?.ended ?? 0,
        failed: how?.failed ?? 0,
        lastUsedAt: used.get(row.base) ?? null,
        lastChange: { at: row.changed_at.getTime(), by: authorOf(row.changed_by)?.actor ?? null },
      };
    }),
    newest: ended.isCut ? ENDED_LOOKED_AT : null,
  };
}

/** A name holds no colon, so the revision is what follows the only one. */
function newestOfEach(prisma: PrismaClient, where: Where): Promise<Newest[]> {
  return prisma.$queryRaw<Newest[]>`
    WITH revision AS (
      SELECT id, arn, split_part(name, ':', 1) AS base, split_part(name, ':', 2)::int AS revision,
        coalesce(document ->> 'status', 'ACTIVE') = 'ACTIVE' AS active, valid_from, by
      FROM resource_version
      WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND document IS NOT NULL),
    each AS (
      SELECT DISTINCT ON (base) base, id, revision FROM revision ORDER BY base, active DESC, revision DESC),
    counted AS (
      SELECT base, count(*)::int AS revisions, 
        array_agg(revision ORDER BY revision DESC) FILTER (WHERE active) AS active FROM revision GROUP BY base),
    changed AS (
      SELECT DISTINCT ON (base) base, valid_from, by FROM revision ORDER BY base, valid_from DESC, revision DESC)
    SELECT each.base, each.revision, counted.revisions, counted.active, v.document,
      changed.valid_from AS changed_at, changed.by AS changed_by
    FROM each JOIN counted USING (base) JOIN changed USING (base) JOIN resource_version AS v ON v.id = each.id
    ORDER BY each.base COLLATE "C"`;
}

async function endedSince(prisma: PrismaClient, scope: Scope, where: Where, since: number) {
  const rows = await prisma.$queryRaw<{ base: string; ended: number; failed: number }[]>`
    SELECT split_part(definition, ':', 1) AS base, count(*)::int AS ended,
      count(*) FILTER (WHERE status = 'FAILED')::int AS failed
    FROM (SELECT definition, status FROM job
      WHERE ${ofRun(where)} AND stopped_at >= ${new Date(since)} AND array_size IS NULL AND NOT is_relay
        ${inQueues(scope, where, undefined)}
      ORDER BY stopped_at DESC LIMIT ${ENDED_LOOKED_AT}::int) AS newest
    GROUP BY 1`;
  const looked = rows.reduce((sum, row) => sum + row.ended, 0);
  return { counts: new Map(rows.map((row) => [row.base, row])), isCut: looked >= ENDED_LOOKED_AT };
}

async function lastUse(prisma: PrismaClient, scope: Scope, where: Where): Promise<Map<string, number>> {
  const rows = await prisma.$queryRaw<{ base: string; at: Date }[]>`
    SELECT split_part(d.name, ':', 1) AS base, max(j.created_at) AS at
    FROM (SELECT DISTINCT name FROM resource_version WHERE ${ofRun(where)} AND kind = 'job-definition'
      AND valid_to IS NULL) AS d
    CROSS JOIN LATERAL (SELECT created_at FROM job
      WHERE ${ofRun(where)} AND definition = d.name AND parent_aws_id IS NULL AND NOT is_relay
        ${inQueues(scope, where, undefined)}
      ORDER BY created_at DESC, id DESC LIMIT 1) AS j
    GROUP BY 1`;
  return new Map(rows.map((row) => [row.base, row.at.getTime()]));
}
