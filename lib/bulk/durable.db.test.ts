import { type BatchClient, DescribeJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeScope } from '@/lib/access';
import { Stage } from '@/test/bulk-stage';
import { type TestDatabase, testDatabase } from '@/test/database';
import { clock } from '@/test/simulated-world';
import type { BulkConnection, BulkParts } from './portion';
import { readBulk, readBulkItems } from './read';
import { beginBulk } from './start';
import { bulkById } from './store';
import { startBulkWorker } from './worker';

let db: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  stage = await Stage.open(db);
});
afterEach(() => stage.close());

/** Thrown where the process is killed. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** The portal's part of the world, which is gone at the `at`th thing that is sent or kept. */
function dying(at: number): { parts: BulkParts; connection: BulkConnection } {
  let count = 0;
  const strike = () => {
    count += 1;
    if (count >= at) throw new Killed();
  };
  const prisma = new Proxy(db.prisma, {
    get: (client, key) => {
      if (count >= at) throw new Killed();
      if (key === '$queryRaw') strike();
      return Reflect.get(client, key);
    },
  });
  const batchAs = (actor: string) =>
    new Proxy(stage.connection.driver.batchAs(actor), {
      get: (client, key) => {
        if (key !== 'send') return Reflect.get(client, key);
        return async (...given: Parameters<BatchClient['send']>) => {
          if (count >= at) throw new Killed();
          const answer = await Promise.resolve<unknown>(client.send(...given));
          strike();
          return answer;
        };
      },
    });
  return { parts: { prisma, clock }, connection: { ...stage.connection, driver: { batchAs } } };
}

describe('a kill at every step', () => {
  test.each(Array.from({ length: 14 }, (_, index) => index + 1))(
    'after thing %i: two submits come to two jobs',
    async (at) => {
      const ids = [await stage.submit('first', 5), await stage.submit('second', 5)];
      await stage.pass(900_000);
      const { id } = await stage.begin('submit-again', ids);
      const world = dying(at);
      await stage.through(id, world).catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'Killed') throw error;
      });
      await stage.through(id);
      expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'done', done: 2, failed: 0 });
      expect([await stage.named('first'), await stage.named('second')]).toEqual([2, 2]);
    },
  );

  test.each(Array.from({ length: 12 }, (_, index) => index + 1))('after thing %i: a move makes one job', async (at) => {
    await stage.submit('fills', 6000);
    await stage.submit('fills', 6000);
    const ids = [await stage.submit('waits')];
    await stage.pass(300_000);
    const { id } = await stage.begin('move', ids, 'other');
    const world = dying(at);
    await stage.through(id, world).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'Killed') throw error;
    });
    await stage.through(id);
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
    expect(await stage.named('waits', 'other')).toBe(1);
  });
});

class TooMany extends Error {
  override readonly name = 'TooManyRequestsException';
  readonly $fault = 'client';
  readonly $metadata = { httpStatusCode: 429 };
}

/** A connection that throws back its first `times` writes. */
function throttled(times: number): BulkConnection {
  let left = times;
  const batchAs = (actor: string) =>
    new Proxy(stage.connection.driver.batchAs(actor), {
      get: (client, key) => {
        if (key !== 'send') return Reflect.get(client, key);
        return async (...given: Parameters<BatchClient['send']>) => {
          if (left > 0 && !(given[0] instanceof DescribeJobsCommand)) {
            left -= 1;
            throw new TooMany('Too many requests.');
          }
          return client.send(...given);
        };
      },
    });
  return { ...stage.connection, driver: { batchAs } };
}

describe('throttled', () => {
  test.each(['terminate', 'submit-again'] as const)('%s: counted, tried again, done once', async (kind) => {
    const job = await stage.submit('busy', kind === 'terminate' ? 600 : 5);
    await stage.pass(600_000);
    if (kind === 'terminate') await stage.submit('more');
    const { id } = await stage.begin(kind, [kind === 'terminate' ? await stage.submit('last') : job]);
    await stage.through(id, { connection: throttled(3) });
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'done', done: 1, calls: 4, throttled: 3 });
    expect(await stage.named('busy')).toBe(kind === 'terminate' ? 1 : 2);
  });
});

/** A connection whose AWS has forgotten every job. */
function forgetful(): BulkConnection {
  const batchAs = (actor: string) =>
    new Proxy(stage.connection.driver.batchAs(actor), {
      get: (client, key) => {
        if (key !== 'send') return Reflect.get(client, key);
        return async (...given: Parameters<BatchClient['send']>) =>
          given[0] instanceof DescribeJobsCommand ? { jobs: [] } : client.send(...given);
      },
    });
  return { ...stage.connection, driver: { batchAs } };
}

describe('a job that AWS has forgotten', () => {
  test('is submitted from history, unless history keeps a secret of it masked', async () => {
    const plain = await stage.submit('plain', 5);
    const secret = await stage.submit('secret', 5, 'main', [{ name: 'DB_PASSWORD', value: 'hunter2' }]);
    await stage.pass(900_000);
    const { id } = await stage.begin('submit-again', [plain, secret]);
    await stage.through(id, { connection: forgetful() });
    const [first, second] = await stage.results(id);
    expect(second).toMatchObject({ state: 'failed', message: expect.stringContaining('DB_PASSWORD masked') });
    expect(await stage.named('secret')).toBe(1);
    const again = await stage.job(first?.newJobId ?? '');
    expect(again).toMatchObject({ jobName: 'plain', tags: { team: 'blue' } });
    expect(again?.container?.environment).toEqual([{ name: 'SIM_SECONDS', value: '5' }]);
  });

  test('asks for what it asked for, not for what its definition does', async () => {
    const resourceRequirements = [{ type: 'VCPU' as const, value: '2' }];
    const { jobId = '' } = await stage.batch.send(
      new SubmitJobCommand({
        jobName: 'wide',
        jobQueue: 'main',
        jobDefinition: 'one',
        containerOverrides: { resourceRequirements },
      }),
    );
    await stage.pass(900_000);
    const { id } = await stage.begin('submit-again', [jobId]);
    await stage.through(id, { connection: forgetful() });
    const [result] = await stage.results(id);
    const again = await stage.job(result?.newJobId ?? '');
    expect(again?.container?.resourceRequirements).toEqual(expect.arrayContaining(resourceRequirements));
  });
});

describe('the worker', () => {
  test('takes up what was left, goes to the end, and keeps to the cap where it is AWS', async () => {
    const ids = await stage.many(150);
    const { id } = await stage.begin('terminate', ids);
    const waited: number[] = [];
    const faults: unknown[] = [];
    const worker = startBulkWorker(
      {
        prisma: db.prisma,
        clock: () => 1000,
        wait: async (ms, signal) => {
          if (signal.aborted || ms > 60_000) await aborted(signal);
          else waited.push(ms);
        },
        report: (error) => faults.push(error),
      },
      () => [{ ...stage.connection, kind: 'aws', recorded: () => ({ seq: 1, upTo: 1 }) }],
    );
    expect(await worker.settled(id, 100_000)).toMatchObject({ state: 'done', done: 150, calls: 3 });
    await worker.stop();
    expect(faults).toEqual([]);
    expect(waited).toEqual([500, 1000]);
    const told = await db.pool.query(
      `SELECT phase, subject, after FROM audit.entry WHERE subject = $1 ORDER BY phase`,
      [`bulk ${id}`],
    );
    expect(told.rows.map(({ phase }) => phase)).toEqual(['attempted', 'succeeded']);
    expect(told.rows[1]?.after).toMatchObject({ done: 150, failed: 0 });
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

describe('scope', () => {
  test('who is narrowed ends and sees only what is theirs', async () => {
    const mine = await stage.submit('mine', 600, 'main');
    const theirs = await stage.submit('theirs', 600, 'other');
    const narrow = makeScope([stage.connection.id], new Map([[stage.connection.id, ['main']]]));
    const request = { queue: null, reason: 'r', actorId: null, actor: 'me@example.com' };
    const begun = await beginBulk(db.prisma, narrow, stage.where, clock(), {
      ...request,
      kind: 'terminate',
      ids: [mine, theirs],
    });
    await stage.through(begun.id);
    expect((await stage.results(begun.id)).map(({ state, name }) => [name, state])).toEqual([
      ['mine', 'done'],
      [null, 'failed'],
    ]);
    const both = await stage.begin('terminate', [mine, theirs]);
    const seen = await readBulk(db.prisma, narrow, stage.where, null);
    expect(seen.map(({ id }) => id)).toEqual([begun.id]);
    expect(await readBulkItems(db.prisma, narrow, stage.where, both.id, {})).toBeNull();
  });
});
