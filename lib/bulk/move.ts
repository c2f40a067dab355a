import { describeJobs, endJobs } from './calls';
import type { BulkItem } from './contract';
import { cannotSubmitAgain, type FormerJob, readFormerJob } from './former-job';
import { keep, type Portion, type PortionEnd, problemOf, refuse } from './portion';
import { type ItemOutcome, markSent } from './store';
import { settleIntended, submitEach } from './submit-again';

const WAITS = new Set(['SUBMITTED', 'PENDING', 'RUNNABLE']);

/**
 * Cancels jobs that wait and submits them again elsewhere. A job is submitted only when AWS shows that its cancel holds,
 * so that it never runs in both; that a cancel is sent is kept before it is.
 */
export async function advanceMove(portion: Portion): Promise<PortionEnd> {
  const open = await settleIntended(portion);
  if (open.length === 0) return 'moved';
  try {
    await portion.turn();
    const before = await seen(portion, open);
    const ready = await refuseUnfit(portion, open, before);
    if (ready.length === 0) return 'moved';
    const toCancel = ready.filter(({ jobId }) => !isCancelled(before.get(jobId)));
    await cancel(portion, toCancel);
    await portion.turn();
    const after = await seen(portion, ready);
    const held = ready.filter(({ jobId }) => !isUndecided(after.get(jobId)));
    const end = await submitEach(portion, held, ({ jobId }) => {
      const job = after.get(jobId);
      if (job === undefined || typeof job === 'string') return job ?? GONE;
      return isCancelled(job) && !hasStarted(job)
        ? job
        : 'It started meanwhile and goes on: it was not submitted again.';
    });
    if (end === 'again' || held.length === ready.length) return end;
    await keep(portion, { problem: problemOf(portion, 'AWS has not settled all cancels yet.') });
    return 'again';
  } catch (error) {
    return refuse(portion, error, open);
  }
}

/** States that a cancel does not bring about. */
const STARTED = ['STARTING', 'RUNNING', 'SUCCEEDED'];
/** Whether it, or a child of it, has begun: what is submitted again would run twice. */
const hasStarted = ({ status = '', arrayProperties }: FormerJob) =>
  STARTED.includes(status) || STARTED.some((state) => (arrayProperties?.statusSummary?.[state] ?? 0) > 0);
const GONE = 'AWS no longer has this job.';
type Seen = FormerJob | string | undefined;
const isCancelled = (job: Seen) => typeof job === 'object' && job.isCancelled === true;
const isUndecided = (job: Seen) => typeof job === 'object' && WAITS.has(job.status ?? '') && !isCancelled(job);

async function seen({ batch }: Portion, items: readonly BulkItem[]): Promise<Map<string, FormerJob | string>> {
  const found = await describeJobs(
    batch,
    items.map(({ jobId }) => jobId),
  );
  return new Map([...found].map(([id, detail]) => [id, readFormerJob(detail)]));
}

function whyUnfit(job: FormerJob, state: BulkItem['state']): string | null {
  const waits = WAITS.has(job.status ?? '') && !hasStarted(job);
  return state === 'left' && !waits ? 'It waits no longer, so it was not moved.' : cannotSubmitAgain(job);
}

/** Settles those that can't be moved; gives the others. One whose cancel was sent by this very operation goes on. */
async function refuseUnfit(
  portion: Portion,
  items: readonly BulkItem[],
  jobs: ReadonlyMap<string, FormerJob | string>,
): Promise<readonly BulkItem[]> {
  const outcomes: ItemOutcome[] = [];
  const ready = items.filter(({ n, jobId, state }) => {
    const job = jobs.get(jobId);
    const why = typeof job === 'object' ? whyUnfit(job, state) : (job ?? GONE);
    if (why !== null) outcomes.push({ n, state: 'failed', message: why });
    return why === null;
  });
  if (outcomes.length > 0) await keep(portion, { outcomes });
  return ready;
}

async function cancel(portion: Portion, items: readonly BulkItem[]): Promise<void> {
  if (items.length === 0) return;
  const { parts, batch, operation, turn } = portion;
  await markSent(
    parts.prisma,
    operation.id,
    items.map(({ n }) => n),
  );
  await turn();
  const { outcomes } = await endJobs(batch, 'CancelJobs', items, operation.reason);
  await keep(portion, { outcomes: outcomes.filter(({ state }) => state === 'failed'), calls: 1 });
}
