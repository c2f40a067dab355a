import {
  type BatchClient,
  DescribeJobsCommand,
  paginateListJobs,
  SubmitJobCommand,
  type SubmitJobCommandInput,
} from '@aws-sdk/client-batch';
import { maskSecrets } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';

/** The tag by which a submitted job is found again when its answer was lost. */
export const INTENT_TAG = 'batchdeck:intent';
const MOST_TAGS = 50;
const DESCRIBED_AT_ONCE = 100;

/** One submit that somebody wants; `id` is made once by the page, so that a second press is the same intent. */
export interface SubmitIntent {
  readonly id: string;
  readonly connectionId: number;
  readonly epoch: number;
  readonly actor: string;
  readonly input: SubmitJobCommandInput;
}

export type SubmitOutcome =
  | { kind: 'submitted'; jobId: string; jobName: string; isNew: boolean }
  /** AWS said no, in its own words; nothing was submitted. */
  | { kind: 'refused'; message: string }
  /** No answer came, and no job with the intent's tag is there (yet). The same intent can be sent again safely. */
  | { kind: 'unknown'; message: string; isThrottled: boolean };

/**
 * Submits a job at most once, though SubmitJob has no token: the intent is written first, the job carries it as a tag, and
 * where an earlier try left no answer the tag is looked for before anything is sent. `batch` must not retry by itself.
 */
export async function submitOnce(
  prisma: PrismaClient,
  clock: () => number,
  batch: BatchClient,
  intent: SubmitIntent,
): Promise<SubmitOutcome> {
  const begun = await begin(prisma, clock, intent);
  const jobName = intent.input.jobName ?? '';
  if (begun.jobId !== null) return { kind: 'submitted', jobId: begun.jobId, jobName, isNew: false };
  if (!begun.isNew) {
    const found = await findByTag(batch, intent).catch((error: unknown) => unknownAfter(error));
    if (typeof found === 'object' && found !== null) return found;
    if (found !== null) return settle(prisma, intent, found, false);
  }
  const tags = intent.input.tags ?? {};
  const hasRoom = Object.keys(tags).length < MOST_TAGS;
  const input = hasRoom ? { ...intent.input, tags: { ...tags, [INTENT_TAG]: intent.id } } : intent.input;
  try {
    const answer = await batch.send(new SubmitJobCommand(input));
    if (answer.jobId === undefined) throw new Error('SubmitJob answered without a job id.');
    return await settle(prisma, intent, answer.jobId, true);
  } catch (error) {
    if (error instanceof Error && error.name === 'ClientException') {
      await mark(prisma, intent.id, 'refused');
      return { kind: 'refused', message: error.message };
    }
    const isThrottled = wasThrottled(error);
    // What AWS threw back unread made no job.
    const found = isThrottled ? null : await findByTag(batch, intent).catch(() => null);
    if (found !== null) return settle(prisma, intent, found, true);
    await mark(prisma, intent.id, 'unknown');
    return unknownAfter(error);
  }
}

function unknownAfter(error: unknown): Extract<SubmitOutcome, { kind: 'unknown' }> {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'unknown', message, isThrottled: wasThrottled(error) };
}

/** Whether AWS refused a call for coming too soon (429): nothing was done. */
export function wasThrottled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/Throttl|TooManyRequests/i.test(error.name)) return true;
  const metadata = '$metadata' in error ? error.$metadata : null;
  return (
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && metadata.httpStatusCode === 429
  );
}

async function begin(
  prisma: PrismaClient,
  clock: () => number,
  intent: SubmitIntent,
): Promise<{ isNew: boolean; jobId: string | null }> {
  const kept = Buffer.from(JSON.stringify(maskSecrets(intent.input).document), 'utf8');
  const made = await prisma.intent.createMany({
    data: {
      id: intent.id,
      connectionId: intent.connectionId,
      epoch: intent.epoch,
      operation: 'SubmitJob',
      input: kept,
      actor: intent.actor,
      state: 'intended',
      createdAt: new Date(clock()),
    },
    skipDuplicates: true,
  });
  if (made.count > 0) return { isNew: true, jobId: null };
  const earlier = await prisma.intent.findUnique({ where: { id: intent.id } });
  const isSame = earlier?.connectionId === intent.connectionId && earlier.epoch === intent.epoch;
  if (!isSame || !Buffer.from(earlier.input).equals(kept)) throw new IntentReusedError();
  return { isNew: false, jobId: earlier.jobId };
}

/** The same intent was sent for something else. Match it by `name`. */
class IntentReusedError extends Error {
  override readonly name = 'IntentReusedError';
  constructor() {
    super('This submit was already sent with other members: open the form again.');
  }
}

async function settle(
  prisma: PrismaClient,
  intent: SubmitIntent,
  jobId: string,
  isNew: boolean,
): Promise<SubmitOutcome> {
  await prisma.intent.update({ where: { id: intent.id }, data: { state: 'submitted', jobId } });
  return { kind: 'submitted', jobId, jobName: intent.input.jobName ?? '', isNew };
}

async function mark(prisma: PrismaClient, id: string, state: 'refused' | 'unknown'): Promise<void> {
  await prisma.intent.update({ where: { id }, data: { state } });
}

/** A job of this name in this queue that carries the intent's tag, in any state. */
async function findByTag(batch: BatchClient, intent: SubmitIntent): Promise<string | null> {
  const { jobName, jobQueue } = intent.input;
  if (jobName === undefined || jobQueue === undefined) return null;
  const pages = paginateListJobs(
    { client: batch, pageSize: DESCRIBED_AT_ONCE },
    { jobQueue, filters: [{ name: 'JOB_NAME', values: [jobName] }] },
  );
  for await (const page of pages) {
    const jobs = (page.jobSummaryList ?? []).flatMap((job) => job.jobId ?? []);
    if (jobs.length === 0) continue;
    const { jobs: described = [] } = await batch.send(new DescribeJobsCommand({ jobs }));
    const found = described.find((job) => job.tags?.[INTENT_TAG] === intent.id);
    if (found?.jobId !== undefined) return found.jobId;
  }
  return null;
}
