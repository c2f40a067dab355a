import { isTerminal, WAITING_CAUSE_TITLE } from '@/lib/batch';
import type { JobPage } from '@/lib/history';
import { formatDuration } from '../format/duration';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatCount, formatNumber, formatPercent } from '../format/number';
import { failureWords, isStuck } from './job-outcome';
import { waitedInAll } from './why-checks';

/** What a job's page answers first; `lost` is what interruptions threw away, or null. */
export interface JobAnswer {
  text: string;
  tone: 'plain' | 'waits' | 'failed';
  lost: string | null;
}

const ORDINALS = ['', 'First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];
const ordinal = (n: number) => ORDINALS[n] ?? `${n}th`;
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Time and money of attempts that ended by an interruption. */
function lostWork(page: JobPage): { ms: number; nanoUsd: bigint | null; times: number } {
  const lost = page.attempts.filter((attempt) => attempt.interrupted);
  const ms = lost.reduce((sum, { startedAt, placedAt, stoppedAt }) => {
    const from = startedAt ?? placedAt;
    return sum + Math.max(0, (stoppedAt ?? from) - from);
  }, 0);
  const sums = lost.map(({ charge }) => parseNanoUsd(charge?.paidNanoUsd ?? null));
  const nanoUsd = sums.some((sum) => sum === null)
    ? null
    : sums.reduce<bigint>((total, sum) => total + (sum ?? 0n), 0n);
  return { ms, nanoUsd, times: lost.length };
}

function lostWords(page: JobPage): string | null {
  const { ms, nanoUsd, times } = lostWork(page);
  if (times === 0) return null;
  const money = nanoUsd === null ? '' : ` and ${formatMoney(nanoUsd)}`;
  return `${formatCount(times, 'interruption')} threw away ${formatDuration(ms)}${money}.`;
}

function arrayAnswer(page: JobPage, now: number): JobAnswer {
  const { job } = page;
  const counts = job.array?.counts ?? {};
  const size = job.array?.size ?? 0;
  const [succeeded, failed] = [counts.SUCCEEDED ?? 0, counts.FAILED ?? 0];
  const done = succeeded + failed;
  const took = formatDuration((job.stoppedAt ?? now) - job.createdAt);
  const of = `${formatNumber(succeeded)} succeeded, ${formatNumber(failed)} failed of ${formatNumber(size)}`;
  if (isTerminal(job.status))
    return {
      text: `${job.status === 'SUCCEEDED' ? 'Succeeded' : 'Failed'} after ${took}: ${of}.`,
      tone: job.status === 'FAILED' ? 'failed' : 'plain',
      lost: null,
    };
  const head = done === 0 ? `None done after ${took}` : `${formatPercent(done, size)} done after ${took}`;
  return { text: `${head}: ${of}.`, tone: 'plain', lost: null };
}

function endedAnswer(page: JobPage): JobAnswer {
  const { job } = page;
  const last = [...page.attempts].sort((a, b) => b.n - a.n)[0];
  const ran =
    last === undefined || last.startedAt === null || last.stoppedAt === null ? null : last.stoppedAt - last.startedAt;
  const after = ran === null ? '' : `${job.status === 'SUCCEEDED' ? ' in' : ' after'} ${formatDuration(ran)}`;
  const attempt = job.attempts > 1 ? `, in attempt ${job.attempts}` : '';
  if (job.status === 'SUCCEEDED') return { text: `Succeeded${after}${attempt}.`, tone: 'plain', lost: lostWords(page) };
  const began = page.attempts.length === 0 ? ', before it started' : `${after}${attempt}`;
  return { text: `Failed: ${failureWords(job)}${began}.`, tone: 'failed', lost: lostWords(page) };
}

function waitingAnswer(page: JobPage, now: number): JobAnswer {
  const { job, wait } = page;
  const time = formatDuration(waitedInAll(page, now));
  const open = page.dependsOn.filter((one) => one.status === null || !isTerminal(one.status)).length;
  const lost = lostWords(page);
  if (job.status === 'PENDING' && open > 0)
    return { text: `Waits ${time} for ${formatCount(open, 'job')} to end first.`, tone: 'plain', lost };
  if (wait !== null) {
    if (wait.cause === 'is-next') return { text: `Waits ${time}; it is next.`, tone: 'plain', lost };
    const never =
      wait.cause === 'fits-no-type' || wait.cause === 'exceeds-maximum' || wait.cause === 'exceeds-quota-share';
    const reason = lowerFirst(WAITING_CAUSE_TITLE[wait.cause]);
    return {
      text: `Waits ${time}${never ? ' and will never start as it is' : ''}: ${reason}.`,
      tone: isStuck(wait.cause) ? 'waits' : 'plain',
      lost,
    };
  }
  if (job.status === 'SUBMITTED') return { text: `Submitted ${time} ago; Batch looks at it.`, tone: 'plain', lost };
  return { text: `Waits ${time}; why is not known yet.`, tone: 'plain', lost };
}

/** What a job does, why it does not, or how it ended, in one sentence. `now` in ms of the connection's time. Pure. */
export function jobAnswer(page: JobPage, now: number): JobAnswer {
  const { job } = page;
  if (job.array !== null) return arrayAnswer(page, now);
  if (isTerminal(job.status)) return endedAnswer(page);
  if (job.status !== 'STARTING' && job.status !== 'RUNNING') return waitingAnswer(page, now);
  const current = [...page.attempts].sort((a, b) => b.n - a.n)[0];
  const head = `${ordinal(Math.max(1, job.attempts))} attempt`;
  if (job.status === 'STARTING' || current?.startedAt == null) {
    const since = current === undefined ? '' : ` for ${formatDuration(now - current.placedAt)}`;
    return { text: `${head}, starting${since}.`, tone: 'plain', lost: lostWords(page) };
  }
  return { text: `${head}, running ${formatDuration(now - current.startedAt)}.`, tone: 'plain', lost: lostWords(page) };
}
