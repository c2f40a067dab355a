import {
  CreateJobQueueCommand,
  CreateSchedulingPolicyCommand,
  DeleteSchedulingPolicyCommand,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  paginateListSchedulingPolicies,
  UpdateJobQueueCommand,
  UpdateSchedulingPolicyCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { ec2Environment, makeEnvironment, makeQueue, type TransportUnderTest, until } from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

async function makePolicy({ client }: TransportUnderTest, name: string): Promise<string> {
  const { arn } = await client.send(new CreateSchedulingPolicyCommand({ name, fairsharePolicy: {} }));
  if (arn === undefined) throw new Error('CreateSchedulingPolicy answered without an arn.');
  return arn;
}

async function makeFairQueue(transport: TransportUnderTest, schedulingPolicyArn: string): Promise<void> {
  const order = [{ order: 1, computeEnvironment: 'fleet' }];
  await transport.client.send(
    new CreateJobQueueCommand({
      jobQueueName: 'fair',
      priority: 1,
      computeEnvironmentOrder: order,
      schedulingPolicyArn,
    }),
  );
  await until(transport, 'fair VALID', async () => {
    const { jobQueues } = await transport.client.send(new DescribeJobQueuesCommand({ jobQueues: ['fair'] }));
    return jobQueues?.find((queue) => queue.status === 'VALID' && queue.schedulingPolicyArn === schedulingPolicyArn);
  });
}

async function policyDocuments({ client }: TransportUnderTest): Promise<void> {
  const fairsharePolicy = {
    shareDecaySeconds: 3600,
    computeReservation: 10,
    shareDistribution: [{ shareIdentifier: 'team*', weightFactor: 0.125 }, { shareIdentifier: 'other' }],
  };
  const made = await client.send(
    new CreateSchedulingPolicyCommand({ name: 'fair', fairsharePolicy, tags: { team: 'a' } }),
  );
  expect(made.name).toBe('fair');
  expect(made.arn).toMatch(/^arn:aws:batch:[a-z0-9-]+:\d{12}:scheduling-policy\/fair$/);
  const arns = [made.arn ?? '', `${made.arn}-none`];
  const shown = await client.send(new DescribeSchedulingPoliciesCommand({ arns }));
  expect(shown.schedulingPolicies).toEqual([
    {
      name: 'fair',
      arn: made.arn,
      tags: { team: 'a' },
      fairsharePolicy: {
        ...fairsharePolicy,
        shareDistribution: [
          { shareIdentifier: 'team*', weightFactor: 0.125 },
          { shareIdentifier: 'other', weightFactor: 1 },
        ],
      },
    },
  ]);
  await client.send(new UpdateSchedulingPolicyCommand({ arn: made.arn, fairsharePolicy: { shareDecaySeconds: 60 } }));
  const updated = await client.send(new DescribeSchedulingPoliciesCommand({ arns }));
  expect(updated.schedulingPolicies?.[0]).toMatchObject({
    tags: { team: 'a' },
    fairsharePolicy: { shareDecaySeconds: 60, computeReservation: 0, shareDistribution: [] },
  });
}

async function policyPages(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const wanted: string[] = [];
  for (const name of ['c', 'a', 'b']) wanted.push(await makePolicy(transport, name));
  const found: (string | undefined)[] = [];
  for await (const page of paginateListSchedulingPolicies({ client, pageSize: 2 }, {})) {
    expect(page.schedulingPolicies?.length).toBeLessThanOrEqual(2);
    found.push(...(page.schedulingPolicies ?? []).map((policy) => policy.arn));
  }
  expect(found).toEqual(wanted.sort());
}

async function policyInUse(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const [first, second] = [await makePolicy(transport, 'first'), await makePolicy(transport, 'second')];
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeFairQueue(transport, first);
  await expect(client.send(new DeleteSchedulingPolicyCommand({ arn: first }))).rejects.toMatchObject({
    name: 'ClientException',
    message: 'Cannot delete, found existing JobQueue relationship',
  });
  await client.send(new UpdateJobQueueCommand({ jobQueue: 'fair', schedulingPolicyArn: second }));
  await client.send(new DeleteSchedulingPolicyCommand({ arn: first }));
  await client.send(new DeleteSchedulingPolicyCommand({ arn: first }));
  const { schedulingPolicies } = await client.send(new DescribeSchedulingPoliciesCommand({ arns: [first, second] }));
  expect(schedulingPolicies?.map((policy) => policy.arn)).toEqual([second]);
}

async function fifoStaysFifo(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const schedulingPolicyArn = await makePolicy(transport, 'fair');
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeQueue(transport, 'main', ['fleet']);
  await expect(client.send(new UpdateJobQueueCommand({ jobQueue: 'main', schedulingPolicyArn }))).rejects.toMatchObject(
    { name: 'ClientException' },
  );
  const { jobQueues } = await client.send(new DescribeJobQueuesCommand({ jobQueues: ['main'] }));
  expect(jobQueues?.[0]).toMatchObject({ status: 'VALID' });
  expect(jobQueues?.[0]?.schedulingPolicyArn).toBeUndefined();
}

/** Scheduling policies: what Describe shows, and how queues hold on to them. */
export function describePolicies(use: Use): void {
  describe('scheduling policies', () => {
    it('shows a policy with its defaults, and replaces its content', use(policyDocuments));
    it('lists ARNs in pages', use(policyPages));
    it('keeps a policy that a queue uses, until the queue has another', use(policyInUse));
    it('gives a FIFO queue no policy', use(fifoStaysFifo));
  });
}
