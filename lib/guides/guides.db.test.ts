import { type BatchClient, DescribeJobQueuesCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import { type TestDatabase, testDatabase } from '@/test/database';
import { clock, openSimulated } from '@/test/simulated-world';
import { advance, type GuideConnection } from './advance';
import type { Guide, GuideKind } from './contract';
import { readGuide, readOpenGuides } from './read';
import { beginGuide, type GuideRequest } from './start';
import { directGuide, guideById } from './store';

const MINUTE_MS = 60_000;
const everything = makeScope('all');

const environment = (name: string) => ({
  operation: 'CreateComputeEnvironment',
  input: {
    computeEnvironmentName: name,
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: {
      type: 'EC2',
      minvCpus: 0,
      maxvCpus: 16,
      allocationStrategy: 'BEST_FIT_PROGRESSIVE',
      instanceTypes: ['c5.large'],
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      instanceRole: 'ecsInstanceRole',
    },
  },
});
const queue = (name: string, environments: string[]) => ({
  operation: 'CreateJobQueue',
  input: {
    jobQueueName: name,
    state: 'ENABLED',
    priority: 1,
    computeEnvironmentOrder: environments.map((computeEnvironment, index) => ({
      order: index + 1,
      computeEnvironment,
    })),
  },
});
const SCENARIO = {
  seed: 7,
  startAt: '2026-01-01T00:00:00Z',
  resources: [
    environment('old'),
    environment('new'),
    queue('assembly', ['old', 'new']),
    queue('legacy', ['old']),
    {
      operation: 'RegisterJobDefinition',
      input: {
        jobDefinitionName: 'one',
        type: 'container',
        containerProperties: {
          image: 'busybox',
          environment: [{ name: 'SIM_SECONDS', value: '600' }],
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '512' },
          ],
        },
      },
    },
  ],
};

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

interface Stage {
  connection: GuideConnection;
  batch: BatchClient;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A simulator and its recorder, with one job that runs in `old` for ten minutes. */
async function stage(): Promise<Stage> {
  const world = await openSimulated(db, SCENARIO);
  await world.batch.send(new SubmitJobCommand({ jobName: 'long', jobQueue: 'legacy', jobDefinition: 'one' }));
  await world.pass(5 * MINUTE_MS);
  return world;
}

const request = (kind: GuideKind, name: string, given: Partial<GuideRequest> = {}): GuideRequest => ({
  kind,
  name,
  jobs: 'wait',
  reason: 'm5 is old',
  replacements: { legacy: 'new' },
  actorId: null,
  actor: 'ops@example.com',
  ...given,
});

async function begun(on: Stage, asked: GuideRequest): Promise<Guide> {
  const guide = await beginGuide(db.prisma, on.connection, clock, asked);
  if (!('id' in guide)) throw new Error(`Refused: ${JSON.stringify(guide)}`);
  return guide;
}

/** Thrown where the process is killed. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** The portal's part of the world, which is gone at the `at`th thing that a guide sends or keeps. */
function dying(on: Stage, at: number): { parts: Parameters<typeof advance>[0]; connection: GuideConnection } {
  let count = 0;
  const strike = () => {
    count += 1;
    if (count >= at) throw new Killed();
  };
  const guide = new Proxy(db.prisma.guide, {
    get: (model, key) => {
      if (key === 'update' || key === 'updateMany') strike();
      return Reflect.get(model, key);
    },
  });
  const prisma = new Proxy(db.prisma, {
    get: (client, key) => {
      if (count >= at) throw new Killed();
      return key === 'guide' ? guide : Reflect.get(client, key);
    },
  });
  const batchAs = (actor: string) => {
    const batch = on.connection.driver.batchAs(actor);
    return new Proxy(batch, {
      get: (client, key) => {
        if (key !== 'send') return Reflect.get(client, key);
        return async (...given: Parameters<BatchClient['send']>) => {
          const answer = await Promise.resolve<unknown>(client.send(...given));
          strike();
          return answer;
        };
      },
    });
  };
  return { parts: { prisma, clock }, connection: { ...on.connection, driver: { ...on.connection.driver, batchAs } } };
}

/** Moves a guide to its end, virtual time going on where it waits. */
async function toEnd(on: Stage, id: string): Promise<Guide> {
  for (let turn = 0; turn < 120; turn += 1) {
    const outcome = await advance({ prisma: db.prisma, clock }, on.connection, id);
    if (outcome === 'waits') await on.pass(MINUTE_MS / 2);
    if (outcome === 'over') break;
  }
  const guide = await guideById(db.prisma, id);
  if (guide === null) throw new Error('The guide is gone.');
  return guide;
}

/** As `toEnd`, but the portal is killed at the `at`th thing it does, again and again by `at`. Gives how often. */
async function toEndKilled(on: Stage, id: string, at: number): Promise<number> {
  let kills = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    const { parts, connection } =
      kills < 12 ? dying(on, at) : { parts: { prisma: db.prisma, clock }, connection: on.connection };
    try {
      for (let moves = 0; moves < 40; moves += 1) {
        const outcome = await advance(parts, connection, id);
        if (outcome === 'over') return kills;
        if (outcome === 'waits') await on.pass(MINUTE_MS / 2);
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
    }
  }
  throw new Error('It never came to its end.');
}

async function orders(on: Stage): Promise<Record<string, string[]>> {
  const { jobQueues = [] } = await on.batch.send(new DescribeJobQueuesCommand({}));
  return Object.fromEntries(
    jobQueues.map(({ jobQueueName = '', computeEnvironmentOrder = [] }) => [
      jobQueueName,
      computeEnvironmentOrder.map(({ computeEnvironment = '' }) => computeEnvironment.split('/').at(-1) ?? ''),
    ]),
  );
}

describe('an environment is deleted step by step', () => {
  test('its queues keep or get another, its job comes to its end, each call stands in the audit log', async () => {
    const on = await stage();
    const { id } = await begun(on, request('environment', 'old'));
    const again = await beginGuide(db.prisma, on.connection, clock, request('environment', 'old'));
    expect(again).toEqual({ kind: 'open' });
    const where = { connectionId: on.connection.id, epoch: 1 };
    expect(await readOpenGuides(db.prisma, everything, where)).toMatchObject([{ name: 'old', step: 1, steps: 4 }]);
    const guide = await toEnd(on, id);
    expect(guide).toMatchObject({ state: 'done', problem: null });
    expect(guide.calls.map(({ operation, ok }) => [operation, ok])).toEqual([
      ['UpdateJobQueue', true],
      ['UpdateJobQueue', true],
      ['UpdateComputeEnvironment', true],
      ['DeleteComputeEnvironment', true],
    ]);
    expect(await orders(on)).toEqual({ assembly: ['new'], legacy: ['new'] });
    const took = (guide.steps.jobs?.endedAt ?? 0) - (guide.steps.jobs?.startedAt ?? 0);
    expect(took).toBeGreaterThan(MINUTE_MS);
    const told = await db.prisma.$queryRaw<{ phase: string }[]>`
      SELECT phase FROM audit.entry WHERE connection_id = ${on.connection.id}::smallint AND subject = 'environment old'`;
    expect(told.filter(({ phase }) => phase === 'succeeded')).toHaveLength(4);
    expect(await readGuide(db.prisma, everything, where, 'environment', 'old')).toMatchObject({ state: 'done' });
    await on.close();
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('killed at each %i. thing it does, it comes to the same end', async (at) => {
    const on = await stage();
    const { id } = await begun(on, request('environment', 'old', { jobs: 'terminate' }));
    const kills = await toEndKilled(on, id, at);
    expect(kills).toBeGreaterThan(0);
    expect(await guideById(db.prisma, id)).toMatchObject({ state: 'done' });
    expect(await orders(on)).toEqual({ assembly: ['new'], legacy: ['new'] });
    await on.close();
  });

  test('stopped on its way, everything is put back as it was', async () => {
    const on = await stage();
    const before = await orders(on);
    const { id } = await begun(on, request('environment', 'old'));
    for (let turn = 0; turn < 12; turn += 1) {
      await advance({ prisma: db.prisma, clock }, on.connection, id);
      await on.pass(MINUTE_MS / 4);
    }
    expect(await orders(on)).toEqual({ assembly: ['new'], legacy: ['new'] });
    expect(await directGuide(db.prisma, id, ['running'], { state: 'paused' })).toBe(true);
    expect(await advance({ prisma: db.prisma, clock }, on.connection, id)).toBe('over');
    expect(await directGuide(db.prisma, id, ['paused'], { state: 'putting-back' })).toBe(true);
    expect(await toEnd(on, id)).toMatchObject({ state: 'put-back' });
    expect(await orders(on)).toEqual(before);
    await on.close();
  });

  test('a queue that would have none is named before anything begins', async () => {
    const on = await stage();
    const refused = (given: Partial<GuideRequest>) =>
      beginGuide(db.prisma, on.connection, clock, request('environment', 'old', given));
    expect(await refused({ replacements: {} })).toEqual({ kind: 'needs-replacement', queue: 'legacy' });
    expect(await refused({ replacements: { legacy: 'no' } })).toMatchObject({ kind: 'bad-replacement' });
    expect(await refused({ replacements: { legacy: 'old' } })).toMatchObject({ kind: 'bad-replacement' });
    expect(await refused({ name: 'none' })).toEqual({ kind: 'gone' });
    await on.close();
  });
});

test('a queue is deleted with its jobs terminated', async () => {
  const on = await stage();
  const { id } = await begun(on, request('queue', 'legacy', { jobs: 'terminate' }));
  const guide = await toEnd(on, id);
  expect(guide.calls.map(({ operation }) => operation)).toEqual(['UpdateJobQueue', 'TerminateJobs', 'DeleteJobQueue']);
  expect(Object.keys(await orders(on))).toEqual(['assembly']);
  await on.close();
});
