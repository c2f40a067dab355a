import { describe, expect, it } from 'vitest';
import { answerOf, fullAccount, goodCalls, send } from '@/test/full-account';
import type { Simulator } from '../contract';

interface Listing {
  operation: string;
  /** Input besides the page. */
  input: (jobIds: readonly string[]) => object;
  member: string;
  key: string;
}

const LISTS: Listing[] = [
  { operation: 'DescribeComputeEnvironments', input: () => ({}), member: 'computeEnvironments', key: 'uuid' },
  { operation: 'DescribeJobQueues', input: () => ({}), member: 'jobQueues', key: 'jobQueueArn' },
  { operation: 'DescribeJobDefinitions', input: () => ({}), member: 'jobDefinitions', key: 'jobDefinitionArn' },
  {
    operation: 'DescribeServiceEnvironments',
    input: () => ({}),
    member: 'serviceEnvironments',
    key: 'serviceEnvironmentName',
  },
  { operation: 'ListSchedulingPolicies', input: () => ({}), member: 'schedulingPolicies', key: 'arn' },
  {
    operation: 'ListConsumableResources',
    input: () => ({}),
    member: 'consumableResources',
    key: 'consumableResourceName',
  },
  { operation: 'ListQuotaShares', input: () => ({ jobQueue: 'train' }), member: 'quotaShares', key: 'quotaShareArn' },
  {
    operation: 'ListJobs',
    input: () => ({ jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: ['*'] }] }),
    member: 'jobSummaryList',
    key: 'jobId',
  },
  {
    operation: 'ListJobs',
    input: () => ({ jobQueue: 'main', jobStatus: 'RUNNABLE' }),
    member: 'jobSummaryList',
    key: 'jobId',
  },
  {
    operation: 'ListJobs',
    input: (jobIds) => ({ arrayJobId: jobIds[2], jobStatus: 'RUNNING' }),
    member: 'jobSummaryList',
    key: 'jobId',
  },
  {
    operation: 'ListServiceJobs',
    input: () => ({ jobQueue: 'services', filters: [{ name: 'JOB_NAME', values: ['*'] }] }),
    member: 'jobSummaryList',
    key: 'jobId',
  },
  {
    operation: 'ListJobsByConsumableResource',
    input: () => ({ consumableResource: 'licence' }),
    member: 'jobs',
    key: 'jobArn',
  },
];

/** An operator at work between two pages: something of every kind is made, something goes, and jobs come and end. */
function disturb(simulator: Simulator, jobIds: readonly string[], turn: number): void {
  const good = goodCalls(jobIds);
  const named = (name: string) => `${name}${turn}`;
  const calls: [string, object][] = [
    ['CreateComputeEnvironment', { computeEnvironmentName: named('f') }],
    ['CreateJobQueue', { jobQueueName: named('m') }],
    ['CreateServiceEnvironment', { serviceEnvironmentName: named('h') }],
    ['CreateSchedulingPolicy', { name: named('g') }],
    ['CreateConsumableResource', { consumableResourceName: named('k') }],
    ['CreateQuotaShare', { quotaShareName: named('p') }],
    ['RegisterJobDefinition', { jobDefinitionName: 'quick' }],
    ['DeleteComputeEnvironment', {}],
    ['DeleteJobQueue', {}],
    ['DeleteServiceEnvironment', {}],
    ['DeleteSchedulingPolicy', {}],
    ['DeleteQuotaShare', {}],
    ['SubmitJob', { consumableResourcePropertiesOverride: licence }],
    ['SubmitJob', { containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '900' }] } }],
    ['SubmitServiceJob', {}],
  ];
  for (const [name, over] of calls) send(simulator, name, JSON.stringify({ ...good[name], ...over }));
  simulator.advance(simulator.now() + 40_000);
}

const licence = { consumableResourceList: [{ consumableResource: 'licence', quantity: 1 }] };

function page(
  simulator: Simulator,
  { operation, member, key }: Listing,
  input: object,
): { keys: string[]; token: unknown } {
  const response = send(simulator, operation, JSON.stringify(input));
  const { [member]: items, nextToken: token } = answerOf(response);
  if (response.status !== 200 || !Array.isArray(items)) throw new Error(`${operation} is refused`);
  return { keys: items.map((item: Record<string, unknown>) => String(item[key])), token };
}

/** The account, with a few more jobs of each kind. */
function world() {
  const account = fullAccount();
  for (let turn = 100; turn < 103; turn++) disturb(account.simulator, account.jobIds, turn);
  return account;
}

describe.each(LISTS)('$operation, page by page while the account changes', (listing) => {
  it('gives everything that stays, and nothing twice [API-6]', () => {
    const { simulator, jobIds } = world();
    const input = listing.input(jobIds);
    const before = page(simulator, listing, input).keys;
    expect(before.length).toBeGreaterThan(1);
    const seen: string[] = [];
    let token: unknown;
    for (let turn = 0; turn < 40; turn++) {
      const one = page(simulator, listing, { ...input, maxResults: 1, ...(turn === 0 ? {} : { nextToken: token }) });
      expect(one.keys.length).toBeLessThanOrEqual(1);
      seen.push(...one.keys);
      token = one.token;
      if (token === undefined) break;
      disturb(simulator, jobIds, turn);
    }
    expect(token).toBeUndefined();
    expect(new Set(seen).size).toBe(seen.length);
    const after = new Set(page(simulator, listing, input).keys);
    expect(before.filter((key) => after.has(key) && !seen.includes(key))).toEqual([]);
  });

  it('takes its own token again, and refuses one that is forged or of another question [API-6]', () => {
    const { simulator, jobIds } = world();
    const input = { ...listing.input(jobIds), maxResults: 1 };
    const { token } = page(simulator, listing, input);
    if (typeof token !== 'string') throw new Error('There is one page only.');
    const ask = (nextToken: string) => send(simulator, listing.operation, JSON.stringify({ ...input, nextToken }));
    expect(page(simulator, listing, { ...input, nextToken: token }).keys).toHaveLength(1);
    const elsewhere = page(
      simulator,
      { operation: 'ListJobs', input: () => ({}), member: 'jobSummaryList', key: 'jobId' },
      {
        jobQueue: 'main',
        maxResults: 1,
        filters: [{ name: 'JOB_DEFINITION', values: ['quick'] }],
      },
    ).token;
    for (const bad of ['', 'x', 'ä', btoa('1'), token.slice(1), `${token.slice(0, -4)}AAAA`, String(elsewhere)]) {
      const response = ask(bad);
      expect(response.status, bad).toBe(400);
      expect(answerOf(response).message).toContain('Invalid nextToken.');
    }
  });
});
