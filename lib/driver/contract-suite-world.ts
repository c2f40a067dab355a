import {
  type BatchClient,
  CreateComputeEnvironmentCommand,
  type CreateComputeEnvironmentCommandInput,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  type JobDetail,
  RegisterJobDefinitionCommand,
  type RegisterJobDefinitionCommandInput,
  SubmitJobCommand,
  type SubmitJobCommandInput,
} from '@aws-sdk/client-batch';

/** A connection under test: the SDK's client on it, and a hand on its clock. */
export interface TransportUnderTest {
  client: BatchClient;
  /** Lets the connection's time go on by this much before it resolves. */
  advance(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

const STEP_MS = 5_000;
const STEPS_MAX = 2_000;

/** Lets time go on until `read` gives something; fails after about three hours of the connection's time. */
export async function until<T>(
  transport: TransportUnderTest,
  what: string,
  read: () => Promise<T | undefined>,
): Promise<T> {
  for (let step = 0; step < STEPS_MAX; step++) {
    const found = await read();
    if (found !== undefined) return found;
    await transport.advance(STEP_MS);
  }
  throw new Error(`${what} did not come true within ${(STEP_MS * STEPS_MAX) / 1000} s of the connection's time.`);
}

export function ec2Environment(name: string, maxvCpus = 64): CreateComputeEnvironmentCommandInput {
  return {
    computeEnvironmentName: name,
    type: 'MANAGED',
    computeResources: {
      type: 'EC2',
      allocationStrategy: 'BEST_FIT_PROGRESSIVE',
      minvCpus: 0,
      maxvCpus,
      instanceTypes: ['c5.large', 'm5.xlarge'],
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      instanceRole: 'ecsInstanceRole',
    },
  };
}

export function fargateEnvironment(name: string): CreateComputeEnvironmentCommandInput {
  return {
    computeEnvironmentName: name,
    type: 'MANAGED',
    computeResources: { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
  };
}

export function containerDefinition(
  name: string,
  command: string[],
  over: Partial<RegisterJobDefinitionCommandInput> = {},
): RegisterJobDefinitionCommandInput {
  return {
    jobDefinitionName: name,
    type: 'container',
    containerProperties: {
      image: 'public.ecr.aws/docker/library/busybox:latest',
      command,
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '512' },
      ],
    },
    ...over,
  };
}

/** Makes an environment and waits until it is VALID. */
export async function makeEnvironment(
  transport: TransportUnderTest,
  input: CreateComputeEnvironmentCommandInput,
): Promise<void> {
  await transport.client.send(new CreateComputeEnvironmentCommand(input));
  const name = input.computeEnvironmentName ?? '';
  await until(transport, `Environment ${name} VALID`, async () => {
    const { computeEnvironments } = await transport.client.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
    );
    return computeEnvironments?.find((environment) => environment.status === 'VALID');
  });
}

/** Makes a queue on these environments, in their order, and waits until it is VALID. */
export async function makeQueue(transport: TransportUnderTest, name: string, environments: string[]): Promise<void> {
  await transport.client.send(
    new CreateJobQueueCommand({
      jobQueueName: name,
      priority: 1,
      computeEnvironmentOrder: environments.map((computeEnvironment, index) => ({
        order: index + 1,
        computeEnvironment,
      })),
    }),
  );
  await until(transport, `Queue ${name} VALID`, async () => {
    const { jobQueues } = await transport.client.send(new DescribeJobQueuesCommand({ jobQueues: [name] }));
    return jobQueues?.find((queue) => queue.status === 'VALID');
  });
}

/** An EC2 environment `fleet`, a queue `main` on it, and the definitions `quick`, `endless` and `failing`. */
export async function makeWorld(transport: TransportUnderTest): Promise<void> {
  await makeEnvironment(transport, ec2Environment('fleet'));
  await makeQueue(transport, 'main', ['fleet']);
  for (const [name, command] of [
    ['quick', ['sleep', '30']],
    ['endless', ['sleep', '900000']],
    ['failing', ['sh', '-c', 'exit 3']],
  ] as const) {
    await transport.client.send(new RegisterJobDefinitionCommand(containerDefinition(name, [...command])));
  }
}

/** Submits a job to `main` and gives its id. */
export async function submit(
  transport: TransportUnderTest,
  jobDefinition: string,
  over: Partial<SubmitJobCommandInput> = {},
): Promise<string> {
  const { jobId } = await transport.client.send(
    new SubmitJobCommand({ jobName: `${jobDefinition}-job`, jobQueue: 'main', jobDefinition, ...over }),
  );
  if (jobId === undefined) throw new Error('SubmitJob answered without a jobId.');
  return jobId;
}

export async function jobOf(transport: TransportUnderTest, jobId: string): Promise<JobDetail> {
  const { jobs } = await transport.client.send(new DescribeJobsCommand({ jobs: [jobId] }));
  const [job] = jobs ?? [];
  if (job === undefined) throw new Error(`DescribeJobs does not know ${jobId}.`);
  return job;
}

/** Lets time go on until the job is in one of these states. */
export async function jobIn(transport: TransportUnderTest, jobId: string, ...states: string[]): Promise<JobDetail> {
  return until(transport, `Job ${jobId} in ${states.join(' or ')}`, async () => {
    const job = await jobOf(transport, jobId);
    return states.includes(job.status ?? '') ? job : undefined;
  });
}
