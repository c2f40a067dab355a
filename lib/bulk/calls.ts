import {
  type BatchClient,
  CancelJobsCommand,
  DescribeJobsCommand,
  type JobDetail,
  TerminateJobsCommand,
  TerminateServiceJobsCommand,
} from '@aws-sdk/client-batch';
import type { ItemOutcome } from './store';

const THROTTLED = 'ThrottlingException';
/** Codes by which AWS says that a job is to be sent again later. */
const LATER: ReadonlySet<string> = new Set([THROTTLED, 'ServerException']);

/** What a bulk call told of each job; `again` counts those that AWS asks to send later. */
export interface EndAnswer {
  outcomes: ItemOutcome[];
  again: number;
  isThrottled: boolean;
}

type EndCall = 'CancelJobs' | 'TerminateJobs' | 'TerminateServiceJobs';

function sendEnd(batch: BatchClient, operation: EndCall, input: { jobs: string[]; reason: string }) {
  if (operation === 'CancelJobs') return batch.send(new CancelJobsCommand(input));
  if (operation === 'TerminateJobs') return batch.send(new TerminateJobsCommand(input));
  return batch.send(new TerminateServiceJobsCommand(input));
}

/** CancelJobs, TerminateJobs or TerminateServiceJobs for up to 50 jobs. Rejects with AWS's own error where the whole call was refused. */
export async function endJobs(
  batch: BatchClient,
  operation: EndCall,
  items: readonly { n: number; jobId: string }[],
  reason: string,
): Promise<EndAnswer> {
  const { errors = [] } = await sendEnd(batch, operation, { jobs: items.map(({ jobId }) => jobId), reason });
  const faults = new Map(errors.map((error) => [error.job, error]));
  let again = 0;
  const outcomes = items.flatMap(({ n, jobId }): ItemOutcome[] => {
    const fault = faults.get(jobId);
    if (fault === undefined) return [{ n, state: 'done', message: null }];
    if (LATER.has(fault.code ?? '')) {
      again += 1;
      return [];
    }
    return [{ n, state: 'failed', message: fault.message ?? fault.code ?? 'AWS gave no reason.' }];
  });
  return { outcomes, again, isThrottled: errors.some(({ code }) => code === THROTTLED) };
}

/** The jobs that AWS still has, by id. At most 100 at once. */
export async function describeJobs(batch: BatchClient, ids: readonly string[]): Promise<Map<string, JobDetail>> {
  const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [...ids] }));
  return new Map(jobs.flatMap((job) => (job.jobId === undefined ? [] : [[job.jobId, job]])));
}
