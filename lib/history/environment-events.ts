import type { PrismaClient } from '@/lib/db';
import { changeWords } from './change-words';
import type { EnvironmentPage, Where } from './contract';
import { ofRun } from './where';

const MOST = 50;
type Event = EnvironmentPage['events'][number];

/** Launches, ends, interruptions and edits of one environment, newest first. */
export async function environmentEvents(
  prisma: PrismaClient,
  where: Where,
  name: string,
  arn: string,
): Promise<Event[]> {
  const [ended, launched, edits] = await Promise.all([
    prisma.$queryRaw<{ at: Date; instance_id: string; type: string; zone: string; ended_by: string | null }[]>`
      SELECT terminated_at AS at, instance_id, type, zone, ended_by FROM instance
      WHERE ${ofRun(where)} AND environment = ${name} AND terminated_at IS NOT NULL
      ORDER BY terminated_at DESC LIMIT ${MOST}::int`,
    prisma.$queryRaw<{ at: Date; instance_id: string; type: string; zone: string }[]>`
      SELECT coalesce(running_at, pending_at) AS at, instance_id, type, zone FROM instance
      WHERE ${ofRun(where)} AND environment = ${name} AND state IN ('pending', 'running')
        AND coalesce(running_at, pending_at) IS NOT NULL
      ORDER BY 1 DESC LIMIT ${MOST}::int`,
    prisma.$queryRaw<{ at: Date; actor: string | null; document: unknown; before: unknown }[]>`
      SELECT e.valid_from AS at, e.by ->> 'actor' AS actor, e.document, p.document AS before
      FROM resource_version AS e
      LEFT JOIN LATERAL (
        SELECT document FROM resource_version AS v
        WHERE ${ofRun(where, 'v')} AND v.arn = e.arn AND v.valid_from <= e.valid_from AND v.seq < e.seq
        ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS p ON true
      WHERE ${ofRun(where, 'e')} AND e.arn = ${arn} AND e.edit ORDER BY e.valid_from DESC, e.seq DESC LIMIT ${MOST}::int`,
  ]);
  const events: Event[] = [
    ...ended.map((row) => ({
      at: row.at.getTime(),
      kind: row.ended_by === 'interruption' ? ('interrupted' as const) : ('ended' as const),
      text: `${row.type} ${row.instance_id} in ${row.zone} ${endWords(row.ended_by)}`,
    })),
    ...launched.map((row) => ({
      at: row.at.getTime(),
      kind: 'launched' as const,
      text: `${row.type} ${row.instance_id} launched in ${row.zone}`,
    })),
    ...edits.map((row) => ({
      at: row.at.getTime(),
      kind: 'changed' as const,
      text: editWords(changeWords(row.before, row.document) ?? 'changed', row.actor),
    })),
  ];
  return events.sort((a, b) => b.at - a.at).slice(0, MOST);
}

/** `Maximum 256 → 128, by ann@example.com`. */
function editWords(what: string, actor: string | null): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${actor === null ? '' : `, by ${actor}`}`;
}

function endWords(endedBy: string | null): string {
  if (endedBy === 'interruption') return 'was reclaimed by Spot';
  if (endedBy === 'failure') return 'was lost';
  if (endedBy === 'user') return 'was ended by a person';
  if (endedBy === 'update') return 'was replaced by an update';
  return endedBy === 'scale-down' ? 'ended as nothing needed it' : 'ended';
}
