import {
  CancelJobCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  paginateListJobs,
  RegisterJobDefinitionCommand,
  TerminateJobCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  containerDefinition,
  jobIn,
  jobOf,
  makeWorld,
  submit,
  type TransportUnderTest,
  until,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

async function fromSubmitToEnd(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const jobId = await submit(transport, 'quick', { tags: { run: '1' } });
  const first = await jobOf(transport, jobId);
  expect(first.jobArn).toMatch(new RegExp(`^arn:aws:batch:[a-z0-9-]+:\\d{12}:job/${jobId}$`));
  expect(first.jobQueue).toMatch(/:job-queue\/main$/);
  expect(first.jobDefinition).toMatch(/:job-definition\/quick:1$/);
  expect(first).toMatchObject({ jobName: 'quick-job', attempts: [], dependsOn: [], tags: { run: '1' } });
  const done = await jobIn(transport, jobId, 'SUCCEEDED', 'FAILED');
  expect(done).toMatchObject({ status: 'SUCCEEDED', statusReason: 'Essential container in task exited' });
  expect((done.stoppedAt ?? 0) - (done.startedAt ?? 0)).toBe(30_000);
  expect(done.createdAt).toBeLessThanOrEqual(done.startedAt ?? 0);
  expect(done.container).toMatchObject({
    exitCode: 0,
    command: ['sleep', '30'],
    logStreamName: expect.stringMatching(/^quick\/default\//),
  });
  expect(done.attempts).toHaveLength(1);
  expect(done.attempts?.[0]).toMatchObject({
    startedAt: done.startedAt,
    stoppedAt: done.stoppedAt,
    container: { exitCode: 0, taskArn: done.container?.taskArn },
  });
}

async function overridesAndParameters(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  await transport.client.send(
    new RegisterJobDefinitionCommand(
      containerDefinition('copy', ['cp', 'Ref::from', 'Ref::to'], { parameters: { from: 'a', to: 'b' } }),
    ),
  );
  const jobId = await submit(transport, 'copy', {
    parameters: { to: 'c' },
    containerOverrides: {
      environment: [{ name: 'MODE', value: 'fast' }],
      resourceRequirements: [{ type: 'VCPU', value: '2' }],
    },
  });
  const job = await jobOf(transport, jobId);
  expect(job.parameters).toEqual({ from: 'a', to: 'c' });
  expect(job.container).toMatchObject({ command: ['cp', 'a', 'c'], environment: [{ name: 'MODE', value: 'fast' }] });
  expect(new Map(job.container?.resourceRequirements?.map((entry) => [entry.type, entry.value]))).toEqual(
    new Map([
      ['VCPU', '2'],
      ['MEMORY', '512'],
    ]),
  );
}

async function arrays(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const { client } = transport;
  const parent = await submit(transport, 'quick', { arrayProperties: { size: 5 } });
  const done = await jobIn(transport, parent, 'SUCCEEDED', 'FAILED');
  expect(done).toMatchObject({ status: 'SUCCEEDED', arrayProperties: { size: 5, statusSummary: { SUCCEEDED: 5 } } });
  const children: (string | undefined)[] = [];
  for await (const page of paginateListJobs({ client, pageSize: 2 }, { arrayJobId: parent, jobStatus: 'SUCCEEDED' })) {
    children.push(...(page.jobSummaryList ?? []).map((summary) => summary.jobId));
  }
  expect(children.sort()).toEqual([0, 1, 2, 3, 4].map((index) => `${parent}:${index}`));
  expect(await jobOf(transport, `${parent}:3`)).toMatchObject({ status: 'SUCCEEDED', arrayProperties: { index: 3 } });
}

async function dependencies(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const good = await submit(transport, 'quick');
  const bad = await submit(transport, 'failing');
  const afterGood = await submit(transport, 'quick', { dependsOn: [{ jobId: good }] });
  const afterBad = await submit(transport, 'quick', { dependsOn: [{ jobId: bad }] });
  const failed = await jobIn(transport, afterBad, 'FAILED', 'SUCCEEDED');
  expect(failed).toMatchObject({ status: 'FAILED', statusReason: 'Dependent Job failed', attempts: [] });
  const second = await jobIn(transport, afterGood, 'SUCCEEDED', 'FAILED');
  const first = await jobOf(transport, good);
  expect(second.status).toBe('SUCCEEDED');
  expect(second.dependsOn).toEqual([{ jobId: good }]);
  expect(second.startedAt).toBeGreaterThanOrEqual(first.stoppedAt ?? Number.POSITIVE_INFINITY);
}

async function retries(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const tried = await submit(transport, 'failing', { retryStrategy: { attempts: 3 } });
  const stopped = await submit(transport, 'failing', {
    retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '3' }] },
  });
  const picked = await submit(transport, 'failing', {
    retryStrategy: {
      attempts: 2,
      evaluateOnExit: [
        { action: 'RETRY', onExitCode: '3' },
        { action: 'EXIT', onReason: '*' },
      ],
    },
  });
  for (const [jobId, attempts] of [
    [tried, 3],
    [stopped, 1],
    [picked, 2],
  ] as const) {
    const job = await jobIn(transport, jobId, 'FAILED', 'SUCCEEDED');
    expect(job).toMatchObject({ status: 'FAILED', container: { exitCode: 3 } });
    expect(job.attempts).toHaveLength(attempts);
  }
}

async function terminating(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const { client } = transport;
  const running = await submit(transport, 'endless');
  await jobIn(transport, running, 'RUNNING');
  const waiting = await submit(transport, 'quick', { dependsOn: [{ jobId: running }] });
  await client.send(new CancelJobCommand({ jobId: running, reason: 'no effect on a running job' }));
  await client.send(new TerminateJobCommand({ jobId: running, reason: '<b>enough</b>' }));
  const ended = await jobIn(transport, running, 'FAILED', 'SUCCEEDED');
  expect(ended).toMatchObject({ status: 'FAILED', statusReason: '<b>enough</b>', isTerminated: true });
  expect((await jobIn(transport, waiting, 'FAILED', 'SUCCEEDED')).statusReason).toBe('Dependent Job failed');
  await client.send(new TerminateJobCommand({ jobId: running, reason: 'twice' }));
  await client.send(new TerminateJobCommand({ jobId: '00000000-0000-0000-0000-000000000000', reason: 'unknown' }));
  expect((await jobOf(transport, running)).statusReason).toBe('<b>enough</b>');
}

async function cancelling(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const tooBig = await submit(transport, 'quick', {
    containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '1000' }] },
  });
  await jobIn(transport, tooBig, 'RUNNABLE');
  await transport.client.send(new CancelJobCommand({ jobId: tooBig, reason: 'fits nowhere' }));
  const ended = await jobIn(transport, tooBig, 'FAILED');
  expect(ended).toMatchObject({ statusReason: 'fits nowhere', isCancelled: true, attempts: [] });
  expect(ended.startedAt ?? 0).toBe(0);
}

async function listing(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const { client } = transport;
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) ids.push(await submit(transport, 'endless', { jobName: `night-${i}` }));
  await until(transport, 'all twelve RUNNING', async () => {
    const { jobSummaryList = [] } = await client.send(new ListJobsCommand({ jobQueue: 'main' }));
    return jobSummaryList.length === ids.length ? true : undefined;
  });
  const seen: string[] = [];
  for await (const page of paginateListJobs({ client, pageSize: 5 }, { jobQueue: 'main', jobStatus: 'RUNNING' })) {
    expect(page.jobSummaryList?.length).toBeLessThanOrEqual(5);
    seen.push(...(page.jobSummaryList ?? []).map((summary) => summary.jobId ?? ''));
    if (seen.length === 5) await submit(transport, 'endless', { jobName: 'late' });
  }
  expect(seen).toEqual([...ids].reverse());
  const byName = await client.send(
    new ListJobsCommand({ jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: ['NIGHT-1*'] }] }),
  );
  expect(byName.jobSummaryList?.map((summary) => summary.jobName)).toEqual(['night-11', 'night-10', 'night-1']);
  const byDefinition = await client.send(
    new ListJobsCommand({ jobQueue: 'main', filters: [{ name: 'JOB_DEFINITION', values: ['endl*'] }], maxResults: 3 }),
  );
  expect(byDefinition.jobSummaryList).toHaveLength(3);
  expect(byDefinition.nextToken).toBeTypeOf('string');
}

async function unknownJobs(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const jobId = await submit(transport, 'quick');
  const { jobs = [] } = await transport.client.send(
    new DescribeJobsCommand({ jobs: ['nothing', jobId, `${jobId}:0`] }),
  );
  expect(jobs.map((job) => job.jobId)).toEqual([jobId]);
}

/** Jobs from submission to their end, and how lists and details show them. */
export function describeJobLives(use: Use): void {
  describe('jobs', () => {
    it('takes a job from submission to its end', use(fromSubmitToEnd));
    it('puts overrides and parameters over the definition', use(overridesAndParameters));
    it('runs an array and lists its children', use(arrays));
    it('waits for dependencies, and fails with them', use(dependencies));
    it('retries by attempts and evaluateOnExit', use(retries));
    it('terminates a running job; cancelling it does nothing', use(terminating));
    it('accepts a job that fits nowhere, and cancels it', use(cancelling));
    it('lists newest first, filters, and pages truly while jobs arrive', use(listing));
    it('leaves out jobs that it does not know', use(unknownJobs));
  });
}
