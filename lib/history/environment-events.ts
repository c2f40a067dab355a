import type { PrismaClient } from '@/lib/db';
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
    prisma.$queryRaw<{ at: Date; actor: string | null; state: string | null }[]>`
      SELECT valid_from AS at, by ->> 'actor' AS actor, document ->> 'state' AS state FROM resource_version
      WHERE ${ofRun(where)} AND arn = ${arn} AND edit ORDER BY valid_from DESC LIMIT ${MOST}::int`,
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
      text: `${row.state === null ? 'Deleted' : 'Changed'}${row.actor === null ? '' : ` by ${row.actor}`}`,
    })),
  ];
  return events.sort((a, b) => b.at - a.at).slice(0, MOST);
}

function endWords(endedBy: string | null): string {
  if (endedBy === 'interruption') return 'was reclaimed by Spot';
  if (endedBy === 'failure') return 'was lost';
  if (endedBy === 'user') return 'was ended by a person';
  if (endedBy === 'update') return 'was replaced by an update';
  return endedBy === 'scale-down' ? 'ended as nothing needed it' : 'ended';
}
