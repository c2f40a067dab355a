import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import { batchArn } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { firstOutOfScope, type Touched } from './touched';

const place = { region: 'us-east-1', account: '123456789012' };
const where = { connectionId: 1, epoch: 1 };
const narrow = makeScope([1], new Map([[1, ['mine', 'planned']]]));
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const { prisma } = db;
  await prisma.connection.create({
    data: { id: 1, slug: 'simulator', name: 'S', kind: 'simulated', ...place, createdAt: new Date(0) },
  });
  await queue('mine', ['own', 'both'], 'fair');
  await queue('theirs', ['both', 'other'], 'unfair');
  await version('job-definition', 'solo:1', {});
  await version('job-definition', 'shared:1', {});
  await version('job-definition', 'shared:2', {});
  await job('job-mine', 'mine', 'solo:1');
  await job('job-theirs', 'theirs', 'shared:1');
});
afterAll(() => db.close());

async function version(kind: 'job-queue' | 'job-definition', name: string, document: object): Promise<void> {
  const [row] = await db.prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM resource_version`;
  await db.prisma.resourceVersion.create({
    data: {
      ...where,
      arn: batchArn(place, kind, name),
      kind,
      name,
      document,
      edit: true,
      seq: BigInt((row?.n ?? 0) + 1),
      validFrom: new Date(0),
    },
  });
}

async function queue(name: string, environments: readonly string[], policy: string): Promise<void> {
  await version('job-queue', name, {
    computeEnvironmentOrder: environments.map((one, order) => ({
      order,
      computeEnvironment: batchArn(place, 'compute-environment', one),
    })),
    schedulingPolicyArn: batchArn(place, 'scheduling-policy', policy),
  });
}

async function job(awsId: string, inQueue: string, definition: string): Promise<void> {
  await db.prisma.$executeRaw`
    INSERT INTO job (connection_id, epoch, aws_id, name, queue, definition, status, rank, attempts_ended, is_relay,
      milli_vcpus, memory_mib, gpus, created_at, seq, recorded_at)
    VALUES (1, 1, ${awsId}, 'n', ${inQueue}, ${definition}, 'RUNNABLE', 2, 0, false, 1000, 128, 0, now(), 1, now())`;
}

const codeOf = async (touched: Touched) => (await firstOutOfScope(db.prisma, narrow, where, [touched]))?.code ?? null;

describe('who is narrowed to some queues', () => {
  test.each<[string, Touched, 'not-found' | 'forbidden' | null]>([
    ['their queue', { kind: 'queue', name: 'mine' }, null],
    ['their queue by ARN', { kind: 'queue', name: batchArn(place, 'job-queue', 'mine') }, null],
    ['a queue that is not there yet', { kind: 'queue', name: 'planned' }, null],
    ['another queue', { kind: 'queue', name: 'theirs' }, 'not-found'],
    ['a queue that nobody has', { kind: 'queue', name: 'nowhere' }, 'not-found'],
    ['an environment that only feeds theirs', { kind: 'environment', name: 'own' }, null],
    ['an environment that feeds another too', { kind: 'environment', name: 'both' }, 'forbidden'],
    ['an environment that feeds another only', { kind: 'environment', name: 'other' }, 'not-found'],
    ['an environment that feeds none', { kind: 'environment', name: 'new' }, 'not-found'],
    ['a policy of theirs', { kind: 'policy', name: batchArn(place, 'scheduling-policy', 'fair') }, null],
    ['another policy', { kind: 'policy', name: 'unfair' }, 'not-found'],
    ['a definition that only they used', { kind: 'definition', name: 'solo:1' }, null],
    ['a definition that nobody used', { kind: 'definition', name: 'fresh' }, null],
    ['a definition that others used', { kind: 'definition', name: 'shared' }, 'forbidden'],
    ['a revision that others used, in another spelling', { kind: 'definition', name: 'shared:01' }, 'forbidden'],
    ['a revision that nobody used', { kind: 'definition', name: 'shared:2' }, null],
    ['a job of theirs', { kind: 'jobs', ids: ['job-mine', 'never-seen'] }, null],
    ['a job of others among theirs', { kind: 'jobs', ids: ['job-mine', 'job-theirs'] }, 'not-found'],
    ['the clock', { kind: 'whole' }, 'forbidden'],
  ])('changes %s: %j gives %s', async (_, touched, code) => {
    expect(await codeOf(touched)).toBe(code);
  });
});

test('who sees the whole connection changes everything on it, and nothing on another', async () => {
  const all: Touched[] = [{ kind: 'whole' }, { kind: 'queue', name: 'theirs' }, { kind: 'environment', name: 'both' }];
  expect(await firstOutOfScope(db.prisma, makeScope([1]), where, all)).toBeNull();
  expect(await firstOutOfScope(db.prisma, makeScope([2]), where, [])).toMatchObject({ code: 'not-found' });
});

test('names of others are not told', async () => {
  const refusal = await firstOutOfScope(db.prisma, narrow, where, [{ kind: 'environment', name: 'both' }]);
  expect(refusal?.message).not.toContain('theirs');
});
