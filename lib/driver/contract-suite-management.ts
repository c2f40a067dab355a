import {
  CancelJobsCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  GetJobQueueSnapshotCommand,
  ListTagsForResourceCommand,
  RegisterJobDefinitionCommand,
  TagResourceCommand,
  TerminateJobsCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  containerDefinition,
  jobIn,
  jobOf,
  makeEnvironment,
  makeQueue,
  makeWorld,
  submit,
  type TransportUnderTest,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

async function tags(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeWorld(transport);
  const { jobQueues } = await client.send(new DescribeJobQueuesCommand({ jobQueues: ['main'] }));
  const { jobArn } = await jobOf(transport, await submit(transport, 'endless', { tags: { kept: 'k' } }));
  for (const resourceArn of [jobQueues?.[0]?.jobQueueArn, jobArn]) {
    const given = { 'team / name': 'a=b&c', stage: '', über: '<b>' };
    await client.send(new TagResourceCommand({ resourceArn, tags: given }));
    const listed = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed.tags).toMatchObject(given);
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team / name', 'über', 'kept'] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ stage: '' });
  }
  await expect(client.send(new ListTagsForResourceCommand({ resourceArn: `${jobArn}0` }))).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining('not found'),
  });
}

async function bulk(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeWorld(transport);
  const running = await submit(transport, 'endless');
  await jobIn(transport, running, 'RUNNING');
  const waiting = await submit(transport, 'endless', {
    containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '1000' }] },
  });
  await jobIn(transport, waiting, 'RUNNABLE');
  const cancelled = await client.send(new CancelJobsCommand({ jobs: [waiting, running, 'no id'], reason: 'enough' }));
  expect(cancelled.successful).toEqual([waiting, running]);
  expect(cancelled.errors).toMatchObject([{ job: 'no id', code: 'ValidationException' }]);
  expect(await jobIn(transport, waiting, 'FAILED')).toMatchObject({ statusReason: 'enough', isCancelled: true });
  expect(await jobOf(transport, running)).toMatchObject({ status: 'RUNNING' });
  const ended = await client.send(new TerminateJobsCommand({ jobs: [running], reason: 'now' }));
  expect(ended).toMatchObject({ successful: [running], errors: [] });
  expect(await jobIn(transport, running, 'FAILED')).toMatchObject({ statusReason: 'now', isTerminated: true });
}

async function snapshot(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeWorld(transport);
  const running = await submit(transport, 'endless');
  await jobIn(transport, running, 'RUNNING');
  const tooLarge = { containerOverrides: { resourceRequirements: [{ type: 'VCPU' as const, value: '1000' }] } };
  const blocked = [await submit(transport, 'endless', tooLarge), await submit(transport, 'endless', tooLarge)];
  for (const jobId of blocked) await jobIn(transport, jobId, 'RUNNABLE');
  const { frontOfQueue, queueUtilization } = await client.send(new GetJobQueueSnapshotCommand({ jobQueue: 'main' }));
  const arns = frontOfQueue?.jobs?.map((job) => job.jobArn ?? '') ?? [];
  expect(arns.map((arn) => arn.slice(arn.indexOf('/') + 1))).toEqual(blocked);
  for (const { earliestTimeAtPosition } of frontOfQueue?.jobs ?? []) expect(earliestTimeAtPosition).toBeGreaterThan(0);
  expect(frontOfQueue?.lastUpdatedAt).toBeGreaterThan(0);
  expect(queueUtilization?.totalCapacityUsage).toEqual([{ capacityUnit: 'VCPU', quantity: 1 }]);
}

async function unmanaged(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeEnvironment(transport, {
    computeEnvironmentName: 'own',
    type: 'UNMANAGED',
    serviceRole: 'arn:aws:iam::123456789012:role/batch',
    unmanagedvCpus: 8,
  });
  const asked = new DescribeComputeEnvironmentsCommand({ computeEnvironments: ['own'] });
  const [environment] = (await client.send(asked)).computeEnvironments ?? [];
  expect(environment).toMatchObject({ type: 'UNMANAGED', unmanagedvCpus: 8, containerOrchestrationType: 'ECS' });
  expect(environment?.computeResources).toBeUndefined();
  await makeQueue(transport, 'main', ['own']);
  await client.send(new RegisterJobDefinitionCommand(containerDefinition('quick', ['true'])));
  const jobId = await submit(transport, 'quick');
  await transport.advance(600_000);
  expect(await jobOf(transport, jobId)).toMatchObject({ status: 'RUNNABLE' });
}

/** Tags, bulk calls, the snapshot of a queue, environments of one's own instances. */
export function describeManagement(use: Use): void {
  describe('management', () => {
    it('adds, lists and takes away tags of a queue and a job', use(tags));
    it('cancels and terminates in bulk, with an answer for each id', use(bulk));
    it('takes an UNMANAGED environment, whose jobs wait for instances', use(unmanaged));
    it('shows the front of a queue and what it uses', use(snapshot));
  });
}
