import { z } from 'zod';
import { currentResources, keptJobs } from '@/lib/history';
import { submitOnce } from '@/lib/intents';
import { describeJobs } from './calls';
import type { BulkItem } from './contract';
import { againInput, cannotSubmitAgain, type FormerJob, readFormerJob } from './former-job';
import { keep, type Portion, type PortionEnd, problemOf, refuse } from './portion';
import type { ItemOutcome } from './store';

const HAS_ENDED = new Set(['SUCCEEDED', 'FAILED']);

/** Submits what ended again, one call a job. */
export async function advanceSubmits(portion: Portion): Promise<PortionEnd> {
  const open = await settleIntended(portion);
  if (open.length === 0) return 'moved';
  let jobs: Map<string, FormerJob | string>;
  try {
    jobs = await formerJobs({ ...portion, items: open });
  } catch (error) {
    return refuse(portion, error, open);
  }
  return submitEach(portion, open, (item) => {
    const job = jobs.get(item.jobId);
    if (job === undefined) return 'Neither AWS nor history has this job any more.';
    if (typeof job !== 'string' && !HAS_ENDED.has(job.status ?? ''))
      return 'It has not ended yet: it is not submitted a second time.';
    return job;
  });
}

/** Items whose intent was carried out before this process took them up are done; gives those that are not. */
export async function settleIntended(portion: Portion): Promise<readonly BulkItem[]> {
  const { parts, items } = portion;
  const rows = await parts.prisma.intent.findMany({
    where: { id: { in: items.flatMap(({ intentId }) => intentId ?? []) }, jobId: { not: null } },
    select: { id: true, jobId: true },
  });
  const byIntent = new Map(rows.map((row) => [row.id, row.jobId]));
  const isDone = (item: BulkItem) => item.intentId !== null && byIntent.has(item.intentId);
  const outcomes = items.filter(isDone).map(({ n, intentId }): ItemOutcome => {
    const newJobId = byIntent.get(intentId ?? '');
    return { n, state: 'done', message: null, ...(typeof newJobId === 'string' && { newJobId }) };
  });
  if (outcomes.length > 0) await keep(portion, { outcomes });
  return items.filter((item) => !isDone(item));
}

/** What is known of the jobs: as AWS tells it, unmasked, else as history kept it. */
async function formerJobs({
  parts,
  connection,
  batch,
  items,
  turn,
}: Portion): Promise<Map<string, FormerJob | string>> {
  const ids = items.map(({ jobId }) => jobId);
  await turn();
  const found = await describeJobs(batch, ids);
  const jobs = new Map<string, FormerJob | string>();
  for (const [id, detail] of found) jobs.set(id, readFormerJob(detail));
  const gone = ids.filter((id) => !jobs.has(id));
  const kept =
    gone.length === 0
      ? []
      : await keptJobs(parts.prisma, { connectionId: connection.id, epoch: connection.epoch }, gone);
  for (const { id, name, queue, definition, share, status, detail } of kept) {
    const told = readFormerJob({
      ...detail,
      ...{ jobId: id, jobName: name, jobQueue: queue, jobDefinition: definition, status },
      ...(share !== null && { shareIdentifier: share }),
    });
    jobs.set(id, told);
  }
  return jobs;
}

/** Submits items one by one under their intents; `jobOf` gives the job, or why it is not submitted. */
export async function submitEach(
  portion: Portion,
  items: readonly BulkItem[],
  jobOf: (item: BulkItem) => FormerJob | string,
): Promise<PortionEnd> {
  const queue = await queueToGo(portion);
  for (const item of items) {
    const job = jobOf(item);
    const why = typeof job === 'string' ? job : cannotSubmitAgain(job);
    if (typeof job === 'string' || why !== null) {
      const isRunning = await keep(portion, { outcomes: [{ n: item.n, state: 'failed', message: why }] });
      if (!isRunning) return 'moved';
      continue;
    }
    await portion.turn();
    const end = await submitOne(portion, item, job, queue);
    if (end !== 'next') return end;
  }
  return 'moved';
}

async function submitOne(
  portion: Portion,
  item: BulkItem,
  job: FormerJob,
  queue: Parameters<typeof againInput>[1],
): Promise<PortionEnd | 'next'> {
  const { parts, connection, batch, operation } = portion;
  const { n, intentId } = item;
  if (intentId === null) throw new Error(`Item ${n} of ${operation.id} has no intent.`);
  const outcome = await submitOnce(parts.prisma, parts.clock, batch, {
    id: intentId,
    connectionId: connection.id,
    epoch: connection.epoch,
    actor: operation.actor,
    input: againInput(job, queue),
  }).catch((error: unknown) => {
    // The job was changed since it was first tried, so that its submit is another one: it is told, never sent.
    if (!(error instanceof Error) || error.name !== 'IntentReusedError') throw error;
    return { kind: 'refused' as const, message: 'The job was changed since it was first tried.' };
  });
  if (outcome.kind === 'unknown') {
    const { message, isThrottled } = outcome;
    await keep(portion, { calls: 1, throttled: isThrottled ? 1 : 0, problem: problemOf(portion, message) });
    return 'again';
  }
  const told: ItemOutcome =
    outcome.kind === 'submitted'
      ? { n, state: 'done', message: null, newJobId: outcome.jobId }
      : { n, state: 'failed', message: outcome.message };
  return (await keep(portion, { outcomes: [told], calls: 1 })) ? 'next' : 'moved';
}

const followsPolicy = z.looseObject({ schedulingPolicyArn: z.string() });

/** The queue that jobs go to where it is not their own, and whether it takes shares. */
async function queueToGo({ parts, connection, operation }: Portion): Promise<Parameters<typeof againInput>[1]> {
  if (operation.queue === null) return null;
  const where = { connectionId: connection.id, epoch: connection.epoch };
  const queues = await currentResources(parts.prisma, where, 'job-queue');
  const found = queues.find(({ name }) => name === operation.queue);
  return { name: operation.queue, isFair: followsPolicy.safeParse(found?.document).success };
}
