import type { CancelJobCommandInput, DescribeJobsCommandInput, TerminateJobCommandInput } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuseValue } from './refusals';
import { checkReason } from './request-rules';

const JOBS_DESCRIBED_MAX = 100;

/** DescribeJobs: the jobs of up to 100 ids, array children by theirs; what is unknown is left out. */
export function describeJobs(machine: Machine, input: DescribeJobsCommandInput): object {
  const asked = input.jobs ?? [];
  if (asked.length > JOBS_DESCRIBED_MAX) refuseValue(`Maximum number of jobs supported is ${JOBS_DESCRIBED_MAX} .`);
  const rows = [...new Set(asked)].map((jobId) => machine.findJob(jobId)).filter((row) => row >= 0);
  return { jobs: rows.map((row) => machine.jobDetail(row)) };
}

/** TerminateJob: ends a job in any state before its end; an unknown id succeeds and does nothing, as AWS's bulk form says. */
export function terminateJob(machine: Machine, input: TerminateJobCommandInput): object {
  const reason = input.reason ?? '';
  checkReason(reason);
  const row = machine.findJob(input.jobId ?? '');
  if (row >= 0) machine.terminate(row, reason);
  return {};
}

/** CancelJob: ends a job that has not reached STARTING, and succeeds without effect on any other. */
export function cancelJob(machine: Machine, input: CancelJobCommandInput): object {
  const reason = input.reason ?? '';
  checkReason(reason);
  const row = machine.findJob(input.jobId ?? '');
  if (row >= 0) machine.cancel(row, reason);
  return {};
}
