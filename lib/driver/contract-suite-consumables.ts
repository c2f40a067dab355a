import {
  CreateConsumableResourceCommand,
  DeleteConsumableResourceCommand,
  DescribeConsumableResourceCommand,
  DescribeJobsCommand,
  ListJobsByConsumableResourceCommand,
  ListTagsForResourceCommand,
  paginateListConsumableResources,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  UpdateConsumableResourceCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  containerDefinition,
  ec2Environment,
  makeEnvironment,
  makeQueue,
  type TransportUnderTest,
  until,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

async function documents({ client }: TransportUnderTest): Promise<void> {
  const made = await client.send(
    new CreateConsumableResourceCommand({ consumableResourceName: 'seats', totalQuantity: 2, tags: { team: 'a' } }),
  );
  expect(made.consumableResourceArn).toMatch(/^arn:aws:batch:[a-z0-9-]+:\d{12}:consumable-resource\/seats$/);
  const consumableResource = made.consumableResourceArn ?? '';
  const update = { consumableResource, operation: 'ADD', quantity: 3, clientToken: 'once' };
  for (const _ of [1, 2]) {
    const { totalQuantity } = await client.send(new UpdateConsumableResourceCommand(update));
    expect(totalQuantity).toBe(5);
  }
  const shown = await client.send(new DescribeConsumableResourceCommand({ consumableResource: 'seats' }));
  expect(shown).toMatchObject({
    consumableResourceName: 'seats',
    consumableResourceArn: consumableResource,
    resourceType: 'REPLENISHABLE',
    totalQuantity: 5,
    inUseQuantity: 0,
    availableQuantity: 5,
    createdAt: expect.any(Number),
    tags: { team: 'a' },
  });
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: consumableResource }));
  expect(tags).toEqual({ team: 'a' });
  await client.send(new DeleteConsumableResourceCommand({ consumableResource }));
  await expect(client.send(new DescribeConsumableResourceCommand({ consumableResource }))).rejects.toMatchObject({
    name: 'ClientException',
  });
}

async function pages({ client }: TransportUnderTest): Promise<void> {
  for (const consumableResourceName of ['c', 'a', 'b'])
    await client.send(new CreateConsumableResourceCommand({ consumableResourceName, totalQuantity: 1 }));
  const found: (string | undefined)[] = [];
  for await (const page of paginateListConsumableResources({ client, pageSize: 2 }, {})) {
    expect(page.consumableResources?.length).toBeLessThanOrEqual(2);
    found.push(...(page.consumableResources ?? []).map((one) => one.consumableResourceName));
  }
  expect(found).toEqual(['a', 'b', 'c']);
}

async function turns(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeQueue(transport, 'main', ['fleet']);
  await client.send(new CreateConsumableResourceCommand({ consumableResourceName: 'seat', totalQuantity: 1 }));
  const consumableResourceProperties = { consumableResourceList: [{ consumableResource: 'seat', quantity: 1 }] };
  await client.send(
    new RegisterJobDefinitionCommand(containerDefinition('seated', ['sleep', '600'], { consumableResourceProperties })),
  );
  const submit = async (jobName: string): Promise<string> => {
    const job = { jobName, jobQueue: 'main', jobDefinition: 'seated' };
    return (await client.send(new SubmitJobCommand(job))).jobId ?? '';
  };
  const jobs = [await submit('first'), await submit('second')];
  const shown = async () => (await client.send(new DescribeJobsCommand({ jobs }))).jobs ?? [];
  const statuses = async () => {
    const byId = new Map((await shown()).map(({ jobId, status }) => [jobId, status]));
    return jobs.map((id) => byId.get(id));
  };
  await until(transport, 'first RUNNING', async () => ((await statuses())[0] === 'RUNNING' ? true : undefined));
  expect((await statuses())[1]).toBe('RUNNABLE');
  expect(await shown()).toEqual(jobs.map(() => expect.objectContaining({ consumableResourceProperties })));
  const filters = [{ name: 'JOB_STATUS', values: ['RUNNING'] }];
  const list = await client.send(new ListJobsByConsumableResourceCommand({ consumableResource: 'seat', filters }));
  expect(list.jobs).toMatchObject([{ jobName: 'first', jobStatus: 'RUNNING', quantity: 1 }]);
  await until(transport, 'second RUNNING', async () => ((await statuses())[1] === 'RUNNING' ? true : undefined));
  expect((await statuses())[0]).toBe('SUCCEEDED');
}

/** Consumable resources: what Describe shows, and how jobs take turns at one. */
export function describeConsumables(use: Use): void {
  describe('consumable resources', () => {
    it('shows a consumable resource, and applies an update with a token once', use(documents));
    it('lists them in pages', use(pages));
    it('lets jobs take turns at a unit: the second waits in RUNNABLE', use(turns));
  });
}
