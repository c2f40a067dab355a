import type {
  DescribeServiceJobCommandInput,
  KeyValuesPair,
  ListServiceJobsCommandInput,
  ServiceJobStatus,
  TerminateServiceJobCommandInput,
  TerminateServiceJobsCommandInput,
  TerminateServiceJobsErrorDetail,
  UpdateServiceJobCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine, ServiceJobView } from '../machine';
import { byName, millis } from './list-jobs';
import { makeToken, pageSize, readToken } from './pages';
import { knownQueue } from './queue-lookup';
import { refuse, refuseValue } from './refusals';
import { checkReason, checkSchedulingPriority } from './request-rules';

const PAGE_MAX = 100;
const JOBS_MAX = 50;
const JOB_ID = /^[0-9a-zA-Z-]{1,64}$/;

/** DescribeServiceJob: one, by its id. */
export function describeServiceJob(machine: Machine, input: DescribeServiceJobCommandInput): object {
  const { jobId = '' } = input;
  return machine.serviceJobDetail(jobId) ?? refuse(`ServiceJob ${jobId} not found.`);
}

/** UpdateServiceJob: another scheduling priority. */
export function updateServiceJob(machine: Machine, input: UpdateServiceJobCommandInput): object {
  const { jobId = '', schedulingPriority } = input;
  checkSchedulingPriority(schedulingPriority);
  const view = machine.serviceJob(jobId) ?? refuse(`ServiceJob ${jobId} not found.`);
  if (view.status === 'SUCCEEDED' || view.status === 'FAILED') refuse(`ServiceJob ${jobId} has already ended.`);
  machine.prioritiseServiceJob(jobId, schedulingPriority ?? 0);
  return { jobArn: batchArn(machine.place, 'service-job', jobId), jobName: view.jobName, jobId };
}

/** TerminateServiceJob: ends a job in any state before its end; an unknown id succeeds and does nothing, as the bulk form says. */
export function terminateServiceJob(machine: Machine, input: TerminateServiceJobCommandInput): object {
  const { jobId = '', reason = '' } = input;
  checkReason(reason);
  machine.terminateServiceJob(jobId, reason);
  return {};
}

/** TerminateServiceJobs: up to 50; ids that name no job succeed, malformed ones are told one by one. */
export function terminateServiceJobs(machine: Machine, input: TerminateServiceJobsCommandInput): object {
  const { jobs = [], reason = '' } = input;
  if (jobs.length === 0) refuseValue('At least one job is required.');
  if (jobs.length > JOBS_MAX) refuseValue(`Maximum number of jobs supported is ${JOBS_MAX} .`);
  checkReason(reason);
  const successful: string[] = [];
  const errors: TerminateServiceJobsErrorDetail[] = [];
  for (const job of jobs) {
    if (!JOB_ID.test(job)) {
      errors.push({ job, code: 'ValidationException', message: `Service job identifier ${job} is not valid.` });
      continue;
    }
    successful.push(job);
    machine.terminateServiceJob(job, reason);
  }
  return { successful, errors };
}

type Accept = (view: ServiceJobView) => boolean;

function acceptOf(filter: KeyValuesPair): Accept {
  const values = filter.values ?? [];
  if (values.length === 0) refuseValue(`Filter ${filter.name} must have at least one value.`);
  switch (filter.name) {
    case 'JOB_NAME':
      return byName(values);
    case 'BEFORE_CREATED_AT': {
      const limit = millis(values, filter.name);
      return (view) => view.createdAt < limit;
    }
    case 'AFTER_CREATED_AT': {
      const limit = millis(values, filter.name);
      return (view) => view.createdAt > limit;
    }
    case 'SHARE_IDENTIFIER':
      return (view) => view.shareIdentifier !== undefined && values.includes(view.shareIdentifier);
    case 'QUOTA_SHARE_NAME':
      return (view) => view.quotaShareName !== undefined && values.includes(view.quotaShareName);
    default:
      return refuseValue(
        `Filter ${filter.name} is not valid. Valid filters: [JOB_NAME, BEFORE_CREATED_AT, AFTER_CREATED_AT, SHARE_IDENTIFIER, QUOTA_SHARE_NAME]`,
      );
  }
}

/** Filters that go with a status; the others look at every one. */
const WITH_STATUS: readonly (string | undefined)[] = ['SHARE_IDENTIFIER', 'QUOTA_SHARE_NAME'];

function statusOf(input: ListServiceJobsCommandInput, filter: KeyValuesPair | undefined): ServiceJobStatus | undefined {
  if (filter === undefined) return input.jobStatus ?? 'RUNNING';
  return WITH_STATUS.includes(filter.name) ? input.jobStatus : undefined;
}

/** ListServiceJobs: of a queue, newest first; only RUNNING ones unless a status or a filter is given. */
export function listServiceJobs(machine: Machine, input: ListServiceJobsCommandInput): object {
  if (input.jobQueue === undefined) refuseValue('jobQueue must be specified.');
  const filters = input.filters ?? [];
  if (filters.length > 1) refuseValue('Only one filter can be used at a time.');
  const [filter] = filters;
  const accept = filter === undefined ? undefined : acceptOf(filter);
  const { name } = knownQueue(machine, input.jobQueue);
  const limit = pageSize(input.maxResults, PAGE_MAX);
  const scope = `ListServiceJobs ${JSON.stringify([name, input.jobStatus, filters])}`;
  const after = Number(readToken(machine, scope, input.nextToken) ?? Number.POSITIVE_INFINITY);
  const status = statusOf(input, filter);
  const found = machine
    .serviceJobs(name)
    .filter(
      (view) => view.ordinal < after && (status === undefined || view.status === status) && (accept?.(view) ?? true),
    );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextToken =
    found.length > limit && last !== undefined ? makeToken(machine, scope, String(last.ordinal)) : undefined;
  return { jobSummaryList: page.map(({ jobId }) => machine.serviceJobSummary(jobId)), nextToken };
}
