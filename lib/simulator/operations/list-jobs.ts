import type { KeyValuesPair, ListJobsCommandInput } from '@aws-sdk/client-batch';
import type { JobQuery, JobView, Machine } from '../machine';
import { makeToken, pageSize, readToken } from './pages';
import { knownQueue } from './queue-lookup';
import { refuseValue } from './refusals';

const PAGE_MAX = 1000;
const FILTERED_PAGE_MAX = 100;

type Accept = (view: JobView) => boolean;

function prefixOrWhole(pattern: string): (text: string) => boolean {
  if (!pattern.endsWith('*')) return (text) => text === pattern;
  const prefix = pattern.slice(0, -1);
  return (text) => text.startsWith(prefix);
}

/** Names match in any case; `*` at the end is a prefix. */
export function byName(values: readonly string[]): (view: { jobName: string }) => boolean {
  const matches = values.map((value) => prefixOrWhole(value.toLowerCase()));
  return (view) => {
    const name = view.jobName.toLowerCase();
    return matches.some((match) => match(name));
  };
}

/** A name (with `*` for a prefix) means all of its revisions; an ARN means exactly its one. */
function byDefinition(values: readonly string[]): Accept {
  const arns = new Set(values.filter((value) => value.startsWith('arn:')));
  const matches = values.filter((value) => !value.startsWith('arn:')).map(prefixOrWhole);
  return (view) => {
    const arn = view.spec.jobDefinition;
    if (arns.has(arn)) return true;
    const name = arn.slice(arn.indexOf('/') + 1, arn.lastIndexOf(':'));
    return matches.some((match) => match(name));
  };
}

/** The one time that a filter holds, ms. */
export function millis(values: readonly string[], filter: string): number {
  const [value] = values;
  if (values.length !== 1 || value === undefined || !/^\d{1,15}$/.test(value)) {
    refuseValue(`Filter ${filter} must have one value, a time in milliseconds since the epoch.`);
  }
  return Number(value);
}

function acceptOf(filter: KeyValuesPair): Accept {
  const values = filter.values ?? [];
  if (values.length === 0) refuseValue(`Filter ${filter.name} must have at least one value.`);
  switch (filter.name) {
    case 'JOB_NAME':
      return byName(values);
    case 'JOB_DEFINITION':
      return byDefinition(values);
    case 'BEFORE_CREATED_AT': {
      const limit = millis(values, filter.name);
      return (view) => view.createdAt < limit;
    }
    case 'AFTER_CREATED_AT': {
      const limit = millis(values, filter.name);
      return (view) => view.createdAt > limit;
    }
    case 'SHARE_IDENTIFIER':
      return (view) => view.spec.shareIdentifier !== undefined && values.includes(view.spec.shareIdentifier);
    default:
      return refuseValue(
        `Filter ${filter.name} is not valid. Valid filters: [JOB_NAME, JOB_DEFINITION, BEFORE_CREATED_AT, AFTER_CREATED_AT, SHARE_IDENTIFIER]`,
      );
  }
}

function checkOneSource(input: ListJobsCommandInput): void {
  const given = [input.jobQueue, input.arrayJobId, input.multiNodeJobId].filter((source) => source !== undefined);
  if (given.length !== 1) refuseValue('Exactly one of jobQueue, arrayJobId or multiNodeJobId must be specified.');
}

type Source = Pick<JobQuery, 'queue' | 'array' | 'multiNode'>;

/** The queue, array or multi-node job to list; null where the id names nothing that has children or nodes. */
function sourceOf(machine: Machine, input: ListJobsCommandInput): Source | null {
  if (input.jobQueue !== undefined) return { queue: knownQueue(machine, input.jobQueue).name };
  const row = machine.findJob(input.arrayJobId ?? input.multiNodeJobId ?? '');
  if (row < 0) return null;
  const { arraySize, nodeCount } = machine.view(row);
  if (input.arrayJobId !== undefined) return arraySize === null ? null : { array: row };
  return nodeCount === null ? null : { multiNode: row };
}

function afterRow(machine: Machine, scope: string, token: string | undefined): number | undefined {
  const key = readToken(machine, scope, token);
  return key === undefined ? undefined : Number(key);
}

/**
 * ListJobs: of a queue the jobs and array parents, newest first; of an array its children and of a multi-node job its
 * nodes, by index. Only RUNNING ones unless a status is given; a filter (of queues only) looks at every status.
 */
export function listJobs(machine: Machine, input: ListJobsCommandInput): object {
  checkOneSource(input);
  const filters = input.filters ?? [];
  if (filters.length > 1) refuseValue('Only one filter can be used at a time.');
  const filter = input.jobQueue === undefined ? undefined : filters[0];
  const accept = filter === undefined ? undefined : acceptOf(filter);
  const limit = pageSize(input.maxResults, filters.length > 0 ? FILTERED_PAGE_MAX : PAGE_MAX);
  const scope = `ListJobs ${JSON.stringify([input.jobQueue, input.arrayJobId, input.multiNodeJobId, input.jobStatus, filters])}`;
  const after = afterRow(machine, scope, input.nextToken);
  const source = sourceOf(machine, input);
  if (source === null) return { jobSummaryList: [] };

  const usesStatus = filter === undefined || filter.name === 'SHARE_IDENTIFIER';
  const status = usesStatus ? (input.jobStatus ?? (filter === undefined ? 'RUNNING' : undefined)) : undefined;
  const { rows, more } = machine.listJobs({
    ...source,
    ...(status === undefined ? {} : { status }),
    ...(accept === undefined ? {} : { accept: (row: number) => accept(machine.view(row)) }),
    ...(after === undefined ? {} : { after }),
    limit,
  });
  const last = rows.at(-1);
  const nextToken = more && last !== undefined ? makeToken(machine, scope, String(last)) : undefined;
  return { jobSummaryList: rows.map((row) => machine.jobSummary(row)), nextToken };
}
