import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  paginateDescribeComputeEnvironments,
  paginateDescribeJobDefinitions,
  RegisterJobDefinitionCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  containerDefinition,
  ec2Environment,
  fargateEnvironment,
  makeEnvironment,
  makeQueue,
  type TransportUnderTest,
  until,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

async function environmentDocuments(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const made = await client.send(
    new CreateComputeEnvironmentCommand({ ...ec2Environment('fleet'), tags: { team: 'a' } }),
  );
  expect(made.computeEnvironmentName).toBe('fleet');
  expect(made.computeEnvironmentArn).toMatch(/^arn:aws:batch:[a-z0-9-]+:\d{12}:compute-environment\/fleet$/);
  const valid = await until(transport, 'fleet VALID', async () => {
    const { computeEnvironments } = await client.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: [made.computeEnvironmentArn ?? ''] }),
    );
    expect(computeEnvironments).toHaveLength(1);
    return computeEnvironments?.find((environment) => environment.status === 'VALID');
  });
  expect(valid).toMatchObject({
    computeEnvironmentName: 'fleet',
    computeEnvironmentArn: made.computeEnvironmentArn,
    type: 'MANAGED',
    state: 'ENABLED',
    statusReason: 'ComputeEnvironment Healthy',
    containerOrchestrationType: 'ECS',
    tags: { team: 'a' },
    updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 30 },
    computeResources: {
      type: 'EC2',
      minvCpus: 0,
      maxvCpus: 64,
      desiredvCpus: 0,
      instanceTypes: ['c5.large', 'm5.xlarge'],
    },
  });
  expect(valid.ecsClusterArn).toContain(`cluster/AWSBatch-fleet-${valid.uuid}`);
  expect(valid.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
}

async function scalingUpdate(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeEnvironment(transport, ec2Environment('fleet'));
  await client.send(
    new UpdateComputeEnvironmentCommand({
      computeEnvironment: 'fleet',
      state: 'DISABLED',
      computeResources: { maxvCpus: 8 },
    }),
  );
  const updated = await until(transport, 'fleet VALID again', async () => {
    const { computeEnvironments } = await client.send(new DescribeComputeEnvironmentsCommand({}));
    return computeEnvironments?.find((environment) => environment.status === 'VALID');
  });
  expect(updated).toMatchObject({ state: 'DISABLED', computeResources: { minvCpus: 0, maxvCpus: 8 } });
}

async function infrastructureUpdate(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeEnvironment(transport, ec2Environment('fleet'));
  const computeResources = { instanceTypes: ['m5.xlarge'], tags: { team: 'a' } };
  const updatePolicy = { jobExecutionTimeoutMinutes: 5 };
  await client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: 'fleet', computeResources, updatePolicy }),
  );
  const updated = await until(transport, 'fleet VALID again', async () => {
    const { computeEnvironments } = await client.send(new DescribeComputeEnvironmentsCommand({}));
    return computeEnvironments?.find((environment) => environment.status === 'VALID');
  });
  expect(updated).toMatchObject({
    statusReason: 'ComputeEnvironment Healthy',
    computeResources: { ...computeResources, type: 'EC2', maxvCpus: 64, subnets: ['subnet-1'] },
    updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 5 },
  });
}

async function queueDocuments(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  await makeEnvironment(transport, fargateEnvironment('tasks'));
  await makeEnvironment(transport, fargateEnvironment('more'));
  await makeQueue(transport, 'main', ['tasks', 'more']);
  const { jobQueues = [] } = await client.send(new DescribeJobQueuesCommand({}));
  expect(jobQueues).toHaveLength(1);
  expect(jobQueues[0]).toMatchObject({
    jobQueueName: 'main',
    state: 'ENABLED',
    statusReason: 'JobQueue Healthy',
    priority: 1,
    jobQueueType: 'ECS_FARGATE',
    tags: {},
  });
  const order = jobQueues[0]?.computeEnvironmentOrder ?? [];
  expect(order.map((entry) => entry.order)).toEqual([1, 2]);
  expect(order[0]?.computeEnvironment).toMatch(/:compute-environment\/tasks$/);
  await client.send(new UpdateJobQueueCommand({ jobQueue: 'main', state: 'DISABLED', priority: 7 }));
  const updated = await until(transport, 'main VALID again', async () => {
    const answer = await client.send(new DescribeJobQueuesCommand({ jobQueues: ['main'] }));
    return answer.jobQueues?.find((queue) => queue.status === 'VALID');
  });
  expect(updated).toMatchObject({ state: 'DISABLED', priority: 7 });
}

async function definitionRevisions(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  for (const revision of [1, 2, 3]) {
    const made = await client.send(
      new RegisterJobDefinitionCommand(containerDefinition('tool', ['echo', `${revision}`])),
    );
    expect(made.revision).toBe(revision);
    expect(made.jobDefinitionArn).toMatch(new RegExp(`:job-definition/tool:${revision}$`));
  }
  await client.send(new DeregisterJobDefinitionCommand({ jobDefinition: 'tool:2' }));
  const revisions = async (status?: string) => {
    const { jobDefinitions = [] } = await client.send(
      new DescribeJobDefinitionsCommand({ jobDefinitionName: 'tool', ...(status === undefined ? {} : { status }) }),
    );
    return jobDefinitions.map((definition) => definition.revision);
  };
  expect(await revisions()).toEqual([3, 2, 1]);
  expect(await revisions('ACTIVE')).toEqual([3, 1]);
  expect(await revisions('INACTIVE')).toEqual([2]);
  const { jobDefinitions = [] } = await client.send(new DescribeJobDefinitionsCommand({ jobDefinitions: ['tool:1'] }));
  expect(jobDefinitions).toHaveLength(1);
  expect(jobDefinitions[0]).toMatchObject({
    status: 'ACTIVE',
    type: 'container',
    parameters: {},
    platformCapabilities: ['EC2'],
    containerProperties: {
      command: ['echo', '1'],
      volumes: [],
      environment: [],
      mountPoints: [],
      ulimits: [],
      secrets: [],
    },
  });
}

async function pagesOfResources(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) {
    await client.send(new CreateComputeEnvironmentCommand(fargateEnvironment(name)));
    await client.send(new RegisterJobDefinitionCommand(containerDefinition(name, ['true'])));
  }
  const environments: (string | undefined)[] = [];
  for await (const page of paginateDescribeComputeEnvironments({ client, pageSize: 2 }, {})) {
    expect(page.computeEnvironments?.length).toBeLessThanOrEqual(2);
    environments.push(...(page.computeEnvironments ?? []).map((environment) => environment.computeEnvironmentName));
    if (environments.length === 2) await client.send(new CreateComputeEnvironmentCommand(fargateEnvironment('aa')));
  }
  expect(environments.filter((name) => name !== 'aa')).toEqual(names);
  const definitions: (string | undefined)[] = [];
  for await (const page of paginateDescribeJobDefinitions({ client, pageSize: 2 }, { status: 'ACTIVE' })) {
    definitions.push(...(page.jobDefinitions ?? []).map((definition) => definition.jobDefinitionName));
  }
  expect(definitions).toEqual(names);
}

async function unknownNames(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  expect(
    (await client.send(new DescribeComputeEnvironmentsCommand({ computeEnvironments: ['none'] }))).computeEnvironments,
  ).toEqual([]);
  expect((await client.send(new DescribeJobQueuesCommand({ jobQueues: ['none'] }))).jobQueues).toEqual([]);
  expect((await client.send(new DescribeJobDefinitionsCommand({ jobDefinitions: ['none:1'] }))).jobDefinitions).toEqual(
    [],
  );
}

async function mixedKinds(transport: TransportUnderTest): Promise<void> {
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeEnvironment(transport, fargateEnvironment('tasks'));
  const order = ['fleet', 'tasks'].map((computeEnvironment, index) => ({ order: index, computeEnvironment }));
  const mixed = new CreateJobQueueCommand({ jobQueueName: 'mixed', priority: 1, computeEnvironmentOrder: order });
  await expect(transport.client.send(mixed)).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining('Fargate and EC2 compute environments can not be mixed.'),
  });
  expect((await transport.client.send(new DescribeJobQueuesCommand({}))).jobQueues).toEqual([]);
}

/** Environments, queues and definitions: what Describe shows after each call, and in which pages. */
export function describeResources(use: Use): void {
  describe('resources', () => {
    it('shows an environment as AWS does, by name and by ARN', use(environmentDocuments));
    it('carries out a scaling update', use(scalingUpdate));
    it('carries out an infrastructure update', use(infrastructureUpdate));
    it('shows a queue as AWS does, and updates it', use(queueDocuments));
    it('numbers the revisions of a definition and deregisters one', use(definitionRevisions));
    it('pages through environments and definitions, also while they grow', use(pagesOfResources));
    it('leaves out what it does not know', use(unknownNames));
    it('refuses a queue of Fargate and EC2 together', use(mixedKinds));
  });
}
