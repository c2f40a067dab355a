import { isServiceJob, JOBS_A_BULK_CALL } from '@/lib/batch';
import { tellEnd } from './audit';
import { endJobs } from './calls';
import type { BulkOperation } from './contract';
import { advanceMove } from './move';
import { type BulkConnection, type BulkParts, keep, type Portion, type PortionEnd, problemOf, refuse } from './portion';
import { endBulk, type ItemOutcome, itemsOf } from './store';
import { advanceSubmits } from './submit-again';

/** How long a portion waits for history to have what was done before. Ms. */
const PATIENCE_MS = 2000;

/**
 * Sends one portion of an operation and keeps what came of it. Whatever this was stopped at, the next one takes up what is
 * left: ending a job twice is harmless, a submit goes by its intent.
 */
export async function advance(
  parts: BulkParts,
  connection: BulkConnection,
  operation: BulkOperation,
  turn: () => Promise<void>,
): Promise<PortionEnd | 'over'> {
  const { prisma, clock } = parts;
  const items = await itemsOf(prisma, operation.id, { states: ['left', 'sent'], limit: JOBS_A_BULK_CALL });
  if (items.length === 0) {
    const ended = await endBulk(prisma, operation.id, clock());
    if (ended !== null) await tellEnd(parts, ended);
    return 'over';
  }
  // What has started is told from history: only there does it matter how fresh that is.
  if (operation.kind === 'cancel') await connection.caughtUp(PATIENCE_MS);
  const batch = connection.driver.batchAs(operation.actor);
  const portion: Portion = { parts, connection, batch, operation, items, turn };
  if (operation.kind === 'submit-again') return advanceSubmits(portion);
  return operation.kind === 'move' ? advanceMove(portion) : advanceEnds(portion);
}

/** SCHEDULED service jobs are with SageMaker already. */
const RUNS = new Set(['SCHEDULED', 'STARTING', 'RUNNING']);
const HAS_ENDED = new Set(['SUCCEEDED', 'FAILED']);
/** What a cancel that comes too late is told. */
const TOO_LATE = 'It had started: a cancel does not touch it.';

async function advanceEnds(portion: Portion): Promise<PortionEnd> {
  const { operation, items, batch, turn } = portion;
  const isCancel = operation.kind === 'cancel';
  const known = await knownJobs(portion);
  const outcomes: ItemOutcome[] = [];
  const open = items.filter(({ n, jobId }) => {
    const status = known.get(jobId)?.status ?? '';
    if (HAS_ENDED.has(status)) outcomes.push({ n, state: 'done', message: 'It had ended already.' });
    else if (isCancel && RUNS.has(status)) outcomes.push({ n, state: 'failed', message: TOO_LATE });
    else return true;
    return false;
  });
  // One call is for jobs of one kind: those of the other kind stay for the next portion.
  const services = open.filter(({ jobId }) => known.get(jobId)?.isService === true);
  const isService = open.length > 0 && services.length === open.length;
  const toSend = isService ? open : open.filter((item) => !services.includes(item));
  if (toSend.length === 0) {
    await keep(portion, { outcomes });
    return 'moved';
  }
  await turn();
  try {
    // A service job has no cancel: one that waits is ended by its terminate alike.
    const containers = isCancel ? 'CancelJobs' : 'TerminateJobs';
    const answer = await endJobs(batch, isService ? 'TerminateServiceJobs' : containers, toSend, operation.reason);
    const problem = answer.again === 0 ? null : problemOf(portion, `AWS asks to send ${answer.again} of these later.`);
    await keep(portion, {
      outcomes: [...outcomes, ...answer.outcomes],
      calls: 1,
      throttled: answer.isThrottled ? 1 : 0,
      problem,
    });
    return answer.again > 0 ? 'again' : 'moved';
  } catch (error) {
    return refuse(portion, error, toSend, outcomes);
  }
}

/** What history has of a portion's jobs, by id. */
async function knownJobs({
  parts,
  connection,
  items,
}: Portion): Promise<Map<string, { status: string; isService: boolean }>> {
  const rows = await parts.prisma.job.findMany({
    where: { connectionId: connection.id, epoch: connection.epoch, awsId: { in: items.map(({ jobId }) => jobId) } },
    select: { awsId: true, status: true, definition: true, name: true },
  });
  return new Map(rows.map((row) => [row.awsId, { status: row.status, isService: isServiceJob(row) }]));
}
