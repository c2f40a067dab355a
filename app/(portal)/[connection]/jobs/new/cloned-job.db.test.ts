import type { BatchClient } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeScope } from '@/lib/access';
import { MASK } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { cloneJob } from './cloned-job';

const T0 = new Date(Date.UTC(2026, 0, 5, 8));
const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const where = { connectionId: 1, epoch: 1 };
const all = makeScope('all');

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.prisma.connection.create({
    data: {
      id: 1,
      slug: 'one',
      name: 'one',
      kind: 'simulated',
      region: 'us-east-1',
      account: '123456789012',
      createdAt: T0,
    },
  });
  const container = {
    command: ['run'],
    environment: [
      { name: 'REF', value: 'GRCh38' },
      { name: 'API_TOKEN', value: MASK.name },
    ],
  };
  await db.prisma.job.create({
    data: {
      ...where,
      awsId: ID,
      name: 'forgotten',
      queue: 'main',
      definition: 'one:1',
      status: 'SUCCEEDED',
      rank: 6,
      attemptsEnded: 1,
      milliVcpus: 1000,
      memoryMib: 128,
      gpus: 0,
      arraySize: 3,
      createdAt: T0,
      life: [],
      seq: 1n,
      recordedAt: T0,
      detail: { container, tags: { team: 'a' }, masked: ['container.environment.API_TOKEN'] },
    },
  });
  await db.prisma.resourceVersion.create({
    data: {
      ...where,
      kind: 'job-definition',
      arn: 'arn:aws:batch:us-east-1:123456789012:job-definition/one:1',
      name: 'one:1',
      validFrom: T0,
      document: {
        status: 'ACTIVE',
        containerProperties: {
          ...container,
          environment: [{ name: 'REF', value: 'x' }],
          resourceRequirements: [
            { type: 'VCPU', value: '1.0' },
            { type: 'MEMORY', value: '64' },
          ],
        },
      },
      edit: true,
      seq: 1n,
    },
  });
});
afterAll(() => db.close());

/** A client of which only `send` is asked: it answers as AWS does of what it has forgotten, or not at all. */
function clientThat(send: () => Promise<object>): BatchClient {
  return Object.assign(Object.create(null), { send });
}

const CALL = {
  jobName: 'forgotten',
  jobQueue: 'main',
  jobDefinition: 'one:1',
  arrayProperties: { size: 3 },
  containerOverrides: {
    environment: [
      { name: 'REF', value: 'GRCh38' },
      { name: 'API_TOKEN', value: MASK.name },
    ],
    resourceRequirements: [{ type: 'MEMORY', value: '128' }],
  },
  tags: { team: 'a' },
};

it('takes from history what AWS has forgotten, masks and all', async () => {
  const forgets = clientThat(async () => ({ jobs: [] }));
  for (const id of [ID, `${ID}:2`]) {
    expect(await cloneJob(db.prisma, all, where, forgets, id)).toEqual({
      id: ID,
      name: 'forgotten',
      call: CALL,
      isFromHistory: true,
    });
  }
});

it('takes it from history where AWS does not answer, and says so in the log', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const silent = clientThat(() => Promise.reject(new Error('no answer')));
  expect(await cloneJob(db.prisma, all, where, silent, ID)).toMatchObject({ isFromHistory: true, call: CALL });
  expect(told).toHaveBeenCalledOnce();
  told.mockRestore();
});

it('asks AWS nothing about a job that is unknown or out of scope', async () => {
  const send = vi.fn(async () => ({ jobs: [] }));
  const client = clientThat(send);
  const other = makeScope('all', new Map([[1, ['other']]]));
  expect(await cloneJob(db.prisma, other, where, client, ID)).toBeNull();
  expect(await cloneJob(db.prisma, all, where, client, 'unknown')).toBeNull();
  expect(send).not.toHaveBeenCalled();
});
