import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import type { Change } from '@/lib/batch';
import { listJobs, readJob, readQueue, readVersions } from '@/lib/history';
import { createSimulator } from '@/lib/simulator';
import { type TestDatabase, testDatabase } from '@/test/database';
import { loadState } from './load-state';
import { clearHistory, dumpHistory } from './test-dump';
import { writeBatch } from './write-batch';

const START = Date.UTC(2026, 0, 1, 8);
const place = { connectionId: 1, epoch: 1 };
const all = makeScope('all');
const TYPE = 'ml.g5.xlarge';
const SHARES = ['lender', 'borrower'] as const;
let database: TestDatabase;
let told: { changes: Change[]; end: number; taken: string; waiting: string };

/** Two jobs of one share, one on lent capacity that its owner takes back. */
function life(): typeof told {
  const sim = createSimulator({ seed: 5, timing: 'aws', startAt: START, region: 'us-east-1', account: '123456789012' });
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  const call = (operation: string, input: object, seconds = 60): string => {
    const answer = sim.call(operation, input, { actor: 'ann@example.com', source: 'portal' });
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`);
    sim.advance(sim.now() + seconds * 1000);
    return 'jobId' in answer.output ? String(answer.output.jobId) : '';
  };
  const limits = (maxCapacity: number) => [{ maxCapacity, capacityUnit: TYPE }];
  const serviceEnvironmentType = 'SAGEMAKER_TRAINING';
  call('CreateServiceEnvironment', {
    serviceEnvironmentName: 'sage',
    serviceEnvironmentType,
    capacityLimits: limits(2),
  });
  call('CreateSchedulingPolicy', { name: 'p', quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } });
  call('CreateJobQueue', {
    jobQueueName: 'train',
    priority: 1,
    schedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/p',
    serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: 'sage' }],
  });
  for (const quotaShareName of SHARES) {
    const strategy = quotaShareName === 'lender' ? 'LEND' : 'LEND_AND_BORROW';
    const preemptionConfiguration = { inSharePreemption: 'DISABLED' };
    const resourceSharingConfiguration = { strategy };
    const capacityLimits = limits(1);
    const jobQueue = 'train';
    call('CreateQuotaShare', {
      quotaShareName,
      jobQueue,
      capacityLimits,
      resourceSharingConfiguration,
      preemptionConfiguration,
    });
  }
  const submit = (quotaShareName: string, seconds: number, InstanceCount = 1): string =>
    call(
      'SubmitServiceJob',
      {
        jobName: 'train',
        jobQueue: 'train',
        serviceJobType: serviceEnvironmentType,
        quotaShareName,
        serviceRequestPayload: JSON.stringify({
          ResourceConfig: { InstanceType: TYPE, InstanceCount },
          Environment: { SIM_SECONDS: String(seconds), DB_PASSWORD: 'hunter2' },
        }),
        tags: { team: 'a' },
      },
      300,
    );
  submit('borrower', 9000);
  const taken = submit('borrower', 600);
  submit('lender', 1200);
  sim.advance(sim.now() + 3_600_000);
  submit('borrower', 60);
  const waiting = submit('borrower', 60, 3);
  return { changes, end: sim.now(), taken, waiting };
}

async function record(size: number, restarts: boolean): Promise<void> {
  let state = await database.prisma.$transaction((tx) => loadState(tx, place));
  for (let from = 0; from < told.changes.length; from += size) {
    if (restarts) state = await database.prisma.$transaction((tx) => loadState(tx, place));
    const part = told.changes.slice(from, from + size);
    const upTo = Math.max(...part.map((change) => change.at ?? 0));
    const batch = { changes: part, seq: part.at(-1)?.seq ?? 0, upTo };
    await database.prisma.$transaction((tx) => writeBatch(tx, place, state, batch, new Date(1)), { timeout: 60_000 });
  }
}

beforeAll(async () => {
  database = await testDatabase();
  told = life();
  await record(told.changes.length, false);
});
afterAll(() => database.close());

it('keeps a service job’s life with its preempted attempt, its document masked, and no charge', async () => {
  const job = await readJob(database.prisma, all, place, told.taken);
  expect(job).toMatchObject({
    job: { name: 'train', queue: 'train', share: 'borrower', definition: '', status: 'SUCCEEDED' },
    attempts: [
      { purchase: 'SAGEMAKER', environment: 'sage', interrupted: true },
      { purchase: 'SAGEMAKER', interrupted: false },
    ],
    detail: {
      service: {
        serviceJobType: 'SAGEMAKER_TRAINING',
        quotaShareName: 'borrower',
        capacityUsage: [{ capacityUnit: TYPE, quantity: 1 }],
      },
      tags: { team: 'a' },
    },
    masked: ['service.serviceRequestPayload.Environment.DB_PASSWORD'],
  });
  expect(JSON.stringify(job)).not.toContain('hunter2');
  const { rows } = await database.pool.query('SELECT 1 FROM charge');
  expect(rows).toEqual([]);
});

it('lists service jobs by their state, SCHEDULED among them', async () => {
  const states = new Set(told.changes.flatMap((change) => (change.kind === 'job' ? [change.status] : [])));
  expect(states).toContain('SCHEDULED');
  const { rows } = await listJobs(database.prisma, all, place, { status: ['SUCCEEDED'], queue: ['train'] });
  expect(rows.map(({ id }) => id)).toContain(told.taken);
});

it('tells of each waiting job why jobs that ask for the same wait', async () => {
  const { rows } = await listJobs(database.prisma, all, place, { ids: [told.waiting] });
  expect(rows).toMatchObject([{ instances: `3x${TYPE}`, waits: { cause: 'exceeds-maximum' } }]);
});

it('keeps versions of service environments and quota shares', async () => {
  for (const [kind, name] of [
    ['service-environment', 'sage'],
    ['quota-share', 'train/lender'],
  ] as const) {
    const found = await readVersions(database.prisma, all, place, kind, name);
    expect(
      found?.versions.map((version) => version.document),
      kind,
    ).toMatchObject([{ capacityLimits: [{ capacityUnit: TYPE }] }]);
  }
});

it('reads what a queue’s shares own, hold and borrow, and what its service environment has left', async () => {
  const page = await readQueue(database.prisma, all, place, 'train');
  expect(page?.queue).toMatchObject({ serviceEnvironment: 'sage', hasQuotaShares: true, environments: [] });
  const held = { unit: TYPE, maximum: 1, used: 1, borrowed: 0, lendable: 0 };
  expect(page?.service).toMatchObject({
    environment: { name: 'sage', queues: ['train'], capacity: [{ unit: TYPE, maximum: 2, used: 1 }] },
    shares: [
      { name: 'borrower', strategy: 'LEND_AND_BORROW', borrowLimit: -1, capacity: [held] },
      { name: 'lender', strategy: 'LEND', borrowLimit: null, capacity: [{ unit: TYPE, used: 0, lendable: 1 }] },
    ],
  });
  const none = await readQueue(database.prisma, makeScope([1], new Map([[1, ['other']]])), place, 'train');
  expect(none).toBeNull();
});

it('is the same in small batches, over restarts', async () => {
  const whole = await dumpHistory(database.pool);
  for (const restarts of [false, true]) {
    await clearHistory(database.pool);
    await record(3, restarts);
    expect(await dumpHistory(database.pool)).toEqual(whole);
  }
});
