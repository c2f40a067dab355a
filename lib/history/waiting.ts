import type { Scope } from '@/lib/access';
import { type JobStatus, WAITING_CAUSES, type WaitingCause, type WaitingEvidence } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { WaitingReason, Where } from './contract';
import { inQueues, ofRun } from './where';

/** One open row of the tally: jobs of one queue, share and shape that wait for one cause. */
export interface OpenWait {
  queue: string;
  share: string;
  shape: string;
  cause: WaitingCause;
  since: number;
  count: number;
  evidence: WaitingEvidence;
}

interface Row {
  queue: string;
  share: string;
  shape: string;
  cause: string;
  since_at: Date;
  count: number;
  evidence: WaitingEvidence;
}

/** Everything that waits now, as the tally has it. */
export async function openWaits(prisma: PrismaClient, scope: Scope, where: Where): Promise<OpenWait[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT queue, share, shape, cause, since_at, count, evidence FROM waiting
    WHERE ${ofRun(where)} AND until_at IS NULL AND count > 0 ${inQueues(scope, where, undefined)}`;
  return rows.map(({ since_at, cause, ...row }) => ({
    ...row,
    cause: WAITING_CAUSES.find((known) => known === cause) ?? 'unknown',
    since: since_at.getTime(),
  }));
}

/** The reasons of the overview and of queues: summed by queue and cause, most first, with the largest group's evidence. */
export function reasonsOf(waits: readonly OpenWait[]): WaitingReason[] {
  const groups = new Map<string, { reason: WaitingReason; largest: number }>();
  for (const wait of waits) {
    const key = `${wait.queue}\n${wait.cause}`;
    const group = groups.get(key);
    if (group === undefined) {
      const { queue, cause, count, since, evidence } = wait;
      groups.set(key, { reason: { queue, cause, count, since, evidence }, largest: count });
      continue;
    }
    group.reason.count += wait.count;
    group.reason.since = Math.min(group.reason.since, wait.since);
    if (wait.count > group.largest) {
      group.largest = wait.count;
      group.reason.evidence = wait.evidence;
    }
  }
  return [...groups.values()]
    .map((group) => group.reason)
    .sort((a, b) => b.count - a.count || order(a.cause) - order(b.cause) || (a.queue < b.queue ? -1 : 1));
}

function order(cause: WaitingCause): number {
  return WAITING_CAUSES.indexOf(cause);
}

/** What the tally needs to know of a job. */
export interface WaitingJob {
  queue: string;
  share: string | null;
  status: JobStatus;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** What a service job asks for; null in any other job. */
  instances: string | null;
  createdAt: number;
}

/** The text under which the tally keeps jobs that ask for the same; a multi-node job's goes on with its nodes'. */
export function shapeOf(job: Pick<WaitingJob, 'milliVcpus' | 'memoryMib' | 'gpus' | 'instances'>): string {
  const asked = `${job.milliVcpus}m/${job.memoryMib}/${job.gpus}`;
  return job.instances === null ? asked : `${asked}/${job.instances}`;
}

/**
 * Why one job waits, from the tally of its queue, share and shape: a PENDING one for its dependency, a RUNNABLE one for
 * what refuses most jobs like it. Null where nothing is known or the job does not wait.
 */
export function waitOf(waits: readonly OpenWait[], job: WaitingJob): OpenWait | null {
  if (job.status !== 'PENDING' && job.status !== 'RUNNABLE') return null;
  const shape = shapeOf(job);
  const alike = waits.filter(
    (wait) =>
      wait.queue === job.queue &&
      wait.share === (job.share ?? '') &&
      (wait.shape === shape || wait.shape.startsWith(`${shape}/`)) &&
      (wait.cause === 'dependency') === (job.status === 'PENDING'),
  );
  const [most] = alike.sort((a, b) => b.count - a.count || order(a.cause) - order(b.cause));
  return most === undefined ? null : { ...most, since: Math.max(most.since, job.createdAt) };
}
