import {
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  ec2Environment,
  jobIn,
  jobOf,
  makeEnvironment,
  makeQueue,
  makeWorld,
  submit,
  type TransportUnderTest,
  until,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

const queuesOf = async ({ client }: TransportUnderTest) =>
  (await client.send(new DescribeJobQueuesCommand({}))).jobQueues ?? [];
const environmentsOf = async ({ client }: TransportUnderTest) =>
  (await client.send(new DescribeComputeEnvironmentsCommand({}))).computeEnvironments ?? [];

async function closeQueue(transport: TransportUnderTest): Promise<void> {
  await transport.client.send(new UpdateJobQueueCommand({ jobQueue: 'main', state: 'DISABLED' }));
  await until(transport, 'main VALID', async () =>
    (await queuesOf(transport)).find((queue) => queue.status === 'VALID'),
  );
}

async function closeEnvironment(transport: TransportUnderTest): Promise<void> {
  await transport.client.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: 'fleet', state: 'DISABLED' }));
  await until(transport, 'fleet VALID', async () =>
    (await environmentsOf(transport)).find((environment) => environment.status === 'VALID'),
  );
}

async function theWayDown(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeWorld(transport);
  const jobId = await submit(transport, 'endless');
  await jobIn(transport, jobId, 'RUNNING');
  await expect(client.send(new DeleteJobQueueCommand({ jobQueue: 'main' }))).rejects.toMatchObject({
    name: 'ClientException',
    message: 'Cannot delete, job queue must be in DISABLED state',
  });
  await closeQueue(transport);
  await closeEnvironment(transport);
  await expect(client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'fleet' }))).rejects.toMatchObject(
    { name: 'ClientException', message: 'Cannot delete, found existing JobQueue relationship' },
  );
  await client.send(new DeleteJobQueueCommand({ jobQueue: 'main' }));
  await until(transport, 'main gone', async () => ((await queuesOf(transport)).length === 0 ? true : undefined));
  expect(await jobOf(transport, jobId)).toMatchObject({ status: 'FAILED', isTerminated: true });
  await client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'fleet' }));
  await until(transport, 'fleet gone', async () => ((await environmentsOf(transport)).length === 0 ? true : undefined));
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeQueue(transport, 'main', ['fleet']);
  const again = await submit(transport, 'quick');
  await jobIn(transport, again, 'SUCCEEDED');
}

async function whatIsNotThere({ client }: TransportUnderTest): Promise<void> {
  await client.send(new DeleteJobQueueCommand({ jobQueue: 'none' }));
  await client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'none' }));
  expect((await client.send(new DescribeJobQueuesCommand({}))).jobQueues).toEqual([]);
}

/** Queues and environments on their way out. */
export function describeDeletions(use: Use): void {
  describe('deletions', () => {
    it('goes down in order, and the names are free again', use(theWayDown));
    it('deletes what is not there without a word', use(whatIsNotThere));
  });
}
