import {
  type BatchClient,
  DescribeJobsCommand,
  DescribeServiceJobCommand,
  type DescribeServiceJobResponse,
  type JobDetail,
  ListJobsCommand,
  SubmitJobCommand,
  SubmitServiceJobCommand,
} from '@aws-sdk/client-batch';
import { makeScope } from '@/lib/access';
import {
  advanceBulk,
  type BulkConnection,
  type BulkItem,
  type BulkKind,
  type BulkOperation,
  type BulkParts,
  type BulkRequest,
  beginBulk,
  bulkById,
  readBulkItems,
} from '@/lib/bulk';
import type { TestDatabase } from './database';
import { clock, openSimulated } from './simulated-world';

const everything = makeScope('all');

const queue = (name: string) => ({
  operation: 'CreateJobQueue',
  input: {
    jobQueueName: name,
    state: 'ENABLED',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
  },
});
const SCENARIO = {
  seed: 7,
  startAt: '2026-01-01T00:00:00Z',
  resources: [
    {
      operation: 'CreateComputeEnvironment',
      input: {
        computeEnvironmentName: 'fleet',
        type: 'MANAGED',
        state: 'ENABLED',
        computeResources: {
          type: 'EC2',
          minvCpus: 2,
          maxvCpus: 2,
          allocationStrategy: 'BEST_FIT_PROGRESSIVE',
          instanceTypes: ['c5.large'],
          subnets: ['subnet-1'],
          securityGroupIds: ['sg-1'],
          instanceRole: 'ecsInstanceRole',
        },
      },
    },
    queue('main'),
    queue('other'),
    {
      operation: 'CreateServiceEnvironment',
      input: {
        serviceEnvironmentName: 'sage',
        serviceEnvironmentType: 'SAGEMAKER_TRAINING',
        capacityLimits: [{ maxCapacity: 1, capacityUnit: 'NUM_INSTANCES' }],
      },
    },
    {
      operation: 'CreateJobQueue',
      input: {
        jobQueueName: 'train',
        priority: 1,
        serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: 'sage' }],
      },
    },
    {
      operation: 'RegisterJobDefinition',
      input: {
        jobDefinitionName: 'one',
        type: 'container',
        containerProperties: {
          image: 'busybox',
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '512' },
          ],
        },
      },
    },
  ],
};

/** What the tests of bulk operations stand on: a simulator of two vCPUs and its recorder, paused. */
export class Stage {
  private constructor(
    private readonly db: TestDatabase,
    readonly connection: BulkConnection,
    readonly batch: BatchClient,
    /** Lets virtual time pass, and history have it. */
    readonly pass: (ms: number) => Promise<void>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(db: TestDatabase): Promise<Stage> {
    const { connection, batch, pass, close } = await openSimulated(db, SCENARIO);
    const passRecorded = async (ms: number) => {
      await pass(ms);
      await connection.caughtUp(5000);
    };
    return new Stage(db, { ...connection, kind: 'simulated' }, batch, passRecorded, close);
  }

  get where() {
    return { connectionId: this.connection.id, epoch: 1 };
  }

  async submit(
    name: string,
    seconds = 600,
    jobQueue = 'main',
    more: readonly { name: string; value: string }[] = [],
  ): Promise<string> {
    const environment = [{ name: 'SIM_SECONDS', value: String(seconds) }, ...more];
    const containerOverrides = { environment };
    const tags = { team: 'blue' };
    const input = { jobName: name, jobQueue, jobDefinition: 'one', containerOverrides, tags };
    const { jobId = '' } = await this.batch.send(new SubmitJobCommand(input));
    // A clock that stands does not say how far history has come with what was just submitted.
    await this.pass(1);
    return jobId;
  }

  /** A service job on one instance. */
  async train(jobName: string): Promise<string> {
    const serviceRequestPayload = JSON.stringify({
      ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
      Environment: { SIM_SECONDS: '80000' },
    });
    const kind = { serviceJobType: 'SAGEMAKER_TRAINING' as const, serviceRequestPayload };
    const { jobId = '' } = await this.batch.send(new SubmitServiceJobCommand({ jobName, jobQueue: 'train', ...kind }));
    await this.pass(1);
    return jobId;
  }

  async service(jobId: string): Promise<DescribeServiceJobResponse> {
    return this.batch.send(new DescribeServiceJobCommand({ jobId }));
  }

  /** Ids of so many new jobs. */
  async many(count: number): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < count) ids.push(await this.submit(`j${ids.length}`));
    return ids;
  }

  begin(kind: BulkKind, ids: readonly string[], queue: string | null = null): Promise<BulkOperation> {
    const request: BulkRequest = { kind, queue, ids, reason: 'enough', actorId: null, actor: 'ops@example.com' };
    return beginBulk(this.db.prisma, everything, this.where, clock(), request);
  }

  /** Sends portions until the operation is over. */
  async through(id: string, world: { parts?: BulkParts; connection?: BulkConnection } = {}): Promise<void> {
    const { parts = { prisma: this.db.prisma, clock }, connection = this.connection } = world;
    for (let portions = 0; portions < 50; portions += 1) {
      const operation = await bulkById(this.db.prisma, id);
      if (operation?.state !== 'running') return;
      await advanceBulk(parts, connection, operation, async () => {});
    }
    throw new Error('It does not end.');
  }

  async results(id: string): Promise<Omit<BulkItem, 'intentId'>[]> {
    return (await readBulkItems(this.db.prisma, everything, this.where, id, {}))?.items ?? [];
  }

  async job(id: string): Promise<JobDetail | undefined> {
    return (await this.batch.send(new DescribeJobsCommand({ jobs: [id] }))).jobs?.[0];
  }

  /** How many jobs of a name a queue has, in any state. */
  async named(name: string, jobQueue = 'main'): Promise<number> {
    const input = { jobQueue, filters: [{ name: 'JOB_NAME', values: [name] }] };
    return (await this.batch.send(new ListJobsCommand(input))).jobSummaryList?.length ?? 0;
  }
}
