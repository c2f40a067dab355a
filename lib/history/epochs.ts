import { type Scope, seesConnection } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';

/** One run of a simulated connection, from its making or a reset to the next. Times in ms. */
export interface EpochRow {
  epoch: number;
  seed: number;
  /** Name of its scenario; null where it has none. */
  scenario: string | null;
  /** Wall time at which it was opened. */
  openedAt: number;
  /** The connection's time at which it began, and to which history has come. */
  startAt: number;
  upTo: number;
  /** Calls, workloads and faults that it was given. */
  inputs: number;
  /** Jobs that history has of it: what can run. */
  jobs: number;
}

/** The epochs of a simulated connection, newest first; none of one that is out of scope. */
export async function readEpochs(prisma: PrismaClient, scope: Scope, connectionId: number): Promise<EpochRow[]> {
  if (!seesConnection(scope, connectionId)) return [];
  const rows = await prisma.$queryRaw<
    {
      epoch: number;
      seed: bigint;
      scenario: string | null;
      opened_at: Date;
      start_at: Date;
      up_to: Date | null;
      inputs: number;
      jobs: number;
    }[]
  >`
    SELECT e.epoch, e.seed, e.scenario::jsonb ->> 'name' AS scenario, e.opened_at, e.start_at, c.up_to,
      (SELECT count(*)::int FROM sim_log AS l WHERE l.connection_id = e.connection_id AND l.epoch = e.epoch) AS inputs,
      (SELECT count(*)::int FROM job AS j WHERE j.connection_id = e.connection_id AND j.epoch = e.epoch
        AND j.array_size IS NULL AND NOT j.is_relay) AS jobs
    FROM sim_epoch AS e
    LEFT JOIN recorder_cursor AS c ON c.connection_id = e.connection_id AND c.epoch = e.epoch
    WHERE e.connection_id = ${connectionId}::smallint ORDER BY e.epoch DESC`;
  return rows.map(({ seed, opened_at, start_at, up_to, ...row }) => ({
    ...row,
    seed: Number(seed),
    openedAt: opened_at.getTime(),
    startAt: start_at.getTime(),
    upTo: (up_to ?? start_at).getTime(),
  }));
}
