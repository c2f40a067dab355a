import {
  CreateJobQueueCommand,
  CreateQuotaShareCommand,
  CreateSchedulingPolicyCommand,
  CreateServiceEnvironmentCommand,
  DescribeJobQueuesCommand,
  DescribeQuotaShareCommand,
  DescribeServiceEnvironmentsCommand,
  DescribeServiceJobCommand,
  GetJobQueueSnapshotCommand,
  ListTagsForResourceCommand,
  paginateListQuotaShares,
  paginateListServiceJobs,
  SubmitServiceJobCommand,
  TagResourceCommand,
  TerminateServiceJobsCommand,
  UpdateServiceJobCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { type TransportUnderTest, until } from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

const TYPE = 'ml.g5.xlarge';

const request = JSON.stringify({
  TrainingJobName: 'learn',
  ResourceConfig: { InstanceType: TYPE, InstanceCount: 1 },
  Environment: { SIM_SECONDS: '86000' },
});

/** A queue `train` that goes by quota shares, with one share; gives the share's ARN. */
async function makeQuotaQueue(transport: TransportUnderTest): Promise<string> {
  const { client } = transport;
  await client.send(
    new CreateServiceEnvironmentCommand({
      serviceEnvironmentName: 'sage',
      serviceEnvironmentType: 'SAGEMAKER_TRAINING',
      capacityLimits: [{ maxCapacity: 2, capacityUnit: TYPE }],
    }),
  );
  await until(transport, 'sage VALID', async () => {
    const { serviceEnvironments } = await client.send(new DescribeServiceEnvironmentsCommand({}));
    return serviceEnvironments?.find(({ status }) => status === 'VALID');
  });
  const { arn } = await client.send(
    new CreateSchedulingPolicyCommand({ name: 'quota', quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } }),
  );
  await client.send(
    new CreateJobQueueCommand({
      jobQueueName: 'train',
      jobQueueType: 'SAGEMAKER_TRAINING',
      priority: 1,
      schedulingPolicyArn: arn,
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: 'sage' }],
    }),
  );
  await until(transport, 'train VALID', async () => {
    const { jobQueues } = await client.send(new DescribeJobQueuesCommand({ jobQueues: ['train'] }));
    return jobQueues?.find(({ status }) => status === 'VALID');
  });
  const { quotaShareArn = '' } = await client.send(
    new CreateQuotaShareCommand({
      quotaShareName: 'own',
      jobQueue: 'train',
      capacityLimits: [{ maxCapacity: 1, capacityUnit: TYPE }],
      resourceSharingConfiguration: { strategy: 'RESERVE' },
      preemptionConfiguration: { inSharePreemption: 'DISABLED' },
    }),
  );
  await until(transport, 'own VALID', async () => {
    const share = await client.send(new DescribeQuotaShareCommand({ quotaShareArn }));
    return share.status === 'VALID' ? share : undefined;
  });
  return quotaShareArn;
}

async function serviceJobLives(transport: TransportUnderTest): Promise<void> {
  const { client } = transport;
  const quotaShareArn = await makeQuotaQueue(transport);
  await client.send(new TagResourceCommand({ resourceArn: quotaShareArn, tags: { team: 'a' } }));
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: quotaShareArn }));
  expect(tags).toEqual({ team: 'a' });
  const ids: string[] = [];
  for (const jobName of ['first', 'second']) {
    const made = await client.send(
      new SubmitServiceJobCommand({
        jobName,
        jobQueue: 'train',
        serviceJobType: 'SAGEMAKER_TRAINING',
        serviceRequestPayload: request,
        quotaShareName: 'own',
      }),
    );
    expect(made.jobArn).toMatch(/^arn:aws:batch:[a-z0-9-]+:\d{12}:service-job\/[0-9a-f-]{36}$/);
    ids.push(made.jobId ?? '');
  }
  const [first = '', second = ''] = ids;
  await until(transport, 'first RUNNING', async () => {
    const job = await client.send(new DescribeServiceJobCommand({ jobId: first }));
    return job.status === 'RUNNING' ? job : undefined;
  });
  await client.send(new UpdateServiceJobCommand({ jobId: second, schedulingPriority: 5 }));
  const waiting = await client.send(new DescribeServiceJobCommand({ jobId: second }));
  expect(waiting).toMatchObject({ status: 'RUNNABLE', schedulingPriority: 5, serviceRequestPayload: request });
  const snapshot = await client.send(new GetJobQueueSnapshotCommand({ jobQueue: 'train' }));
  expect(snapshot.frontOfQuotaShares?.quotaShares?.own?.[0]?.jobArn).toContain(second);
  const ended = await client.send(new TerminateServiceJobsCommand({ jobs: [first, second, 'a b'], reason: 'over' }));
  expect(ended).toMatchObject({ successful: ids, errors: [{ job: 'a b', code: 'ValidationException' }] });
  await until(transport, 'both FAILED', async () => {
    const found: (string | undefined)[] = [];
    const asked = { jobQueue: 'train', jobStatus: 'FAILED' as const };
    for await (const page of paginateListServiceJobs({ client, pageSize: 1 }, asked)) {
      found.push(...(page.jobSummaryList ?? []).map(({ jobName }) => jobName));
    }
    return found.length === 2 ? found : undefined;
  });
  const shares: (string | undefined)[] = [];
  for await (const page of paginateListQuotaShares({ client }, { jobQueue: 'train' })) {
    shares.push(...(page.quotaShares ?? []).map(({ quotaShareName }) => quotaShareName));
  }
  expect(shares).toEqual(['own']);
}

/** Service environments, quota shares and service jobs. */
export function describeServices(use: Use): void {
  describe('service jobs', () => {
    it('queues a request to SageMaker within its quota share, from its submission to its end', use(serviceJobLives));
  });
}
