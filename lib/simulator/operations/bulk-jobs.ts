import type { CancelJobsCommandInput, CancelJobsErrorDetail, TerminateJobsCommandInput } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuseValue } from './refusals';
import { checkReason } from './request-rules';

const JOBS_MAX = 50;
/** A job's id, an array child's or a node's. */
const JOB_ID = /^[0-9a-zA-Z-]{1,64}([:#]\d{1,5})?$/;

/** Ends each of up to 50 jobs; ids that name no job succeed, as AWS says, malformed ones are told one by one. */
function endEach(
  machine: Machine,
  input: CancelJobsCommandInput | TerminateJobsCommandInput,
  end: (row: number, reason: string) => void,
): object {
  const { jobs = [], reason = '' } = input;
  if (jobs.length === 0) refuseValue('At least one job is required.');
  if (jobs.length > JOBS_MAX) refuseValue(`Maximum number of jobs supported is ${JOBS_MAX} .`);
  checkReason(reason);
  const successful: string[] = [];
  const errors: CancelJobsErrorDetail[] = [];
  for (const job of jobs) {
    if (!JOB_ID.test(job)) {
      errors.push({ job, code: 'ValidationException', message: `Job identifier ${job} is not valid.` });
      continue;
    }
    successful.push(job);
    const row = machine.findJob(job);
    if (row >= 0) end(row, reason);
  }
  return { successful, errors };
}

/** CancelJobs: CancelJob for up to 50 jobs. */
export function cancelJobs(machine: Machine, input: CancelJobsCommandInput): object {
  return endEach(machine, input, (row, reason) => machine.cancel(row, reason));
}

/** TerminateJobs: TerminateJob for up to 50 jobs. */
export function terminateJobs(machine: Machine, input: TerminateJobsCommandInput): object {
  return endEach(machine, input, (row, reason) => machine.terminate(row, reason));
}
