import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stage } from '@/test/bulk-stage';
import { type TestDatabase, testDatabase } from '@/test/database';
import { clock } from '@/test/simulated-world';
import { advance } from './advance';
import { bulkById, directBulk } from './store';

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

describe('ending jobs', () => {
  test('terminates by calls of 50, tells each, and refuses what was never recorded', async () => {
    const ids = await stage.many(60);
    await stage.pass(120_000);
    const { id } = await stage.begin('terminate', [...ids, 'unheard-of', ids[0] ?? '']);
    await stage.through(id);
    const over = await bulkById(db.prisma, id);
    expect(over).toMatchObject({ state: 'done', jobs: 61, done: 60, failed: 1, calls: 2, throttled: 0 });
    const results = await stage.results(id);
    expect(results.at(-1)).toMatchObject({ jobId: 'unheard-of', state: 'failed', name: null });
    await stage.pass(60_000);
    expect(await stage.job(ids[7] ?? '')).toMatchObject({ status: 'FAILED', statusReason: 'enough' });
  });

  test('cancels what waits, and says of what runs that it is not touched', async () => {
    const running = await stage.submit('runs');
    await stage.pass(300_000);
    await stage.submit('fills');
    const waiting = await stage.submit('waits');
    await stage.pass(60_000);
    expect(await stage.job(running)).toMatchObject({ status: 'RUNNING' });
    const { id } = await stage.begin('cancel', [running, waiting]);
    await stage.through(id);
    expect((await stage.results(id)).map(({ state }) => state)).toEqual(['failed', 'done']);
    expect((await stage.results(id))[0]?.message).toContain('had started');
    await stage.pass(60_000);
    expect(await stage.job(running)).toMatchObject({ status: 'RUNNING' });
    expect(await stage.job(waiting)).toMatchObject({ status: 'FAILED', isCancelled: true });
  });

  test('ends service jobs among others by the call that is theirs', async () => {
    const [plain, running, waiting] = [
      await stage.submit('plain'),
      await stage.train('runs'),
      await stage.train('waits'),
    ];
    await stage.pass(600_000);
    const cancel = await stage.begin('cancel', [running, waiting]);
    await stage.through(cancel.id);
    expect((await stage.results(cancel.id)).map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(await stage.service(waiting)).toMatchObject({ status: 'FAILED', statusReason: 'enough' });
    expect(await stage.service(running)).toMatchObject({ status: 'RUNNING' });
    const { id } = await stage.begin('terminate', [plain, running]);
    await stage.through(id);
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'done', done: 2, failed: 0, calls: 2 });
    await stage.pass(300_000);
    expect(await stage.service(running)).toMatchObject({ status: 'FAILED', isTerminated: true });
    expect(await stage.job(plain)).toMatchObject({ status: 'FAILED' });
    const again = await stage.begin('submit-again', [running]);
    await stage.through(again.id);
    expect((await stage.results(again.id))[0]?.message).toContain('service job');
  });

  test('pauses, goes on and aborts; what nobody knew is not tried again', async () => {
    const { id } = await stage.begin('terminate', [...(await stage.many(120)), 'nobody']);
    const operation = await bulkById(db.prisma, id);
    if (operation === null) throw new Error('none');
    await advance({ prisma: db.prisma, clock }, stage.connection, operation, async () => {});
    expect(await directBulk(db.prisma, id, 'pause', clock())).toBe(true);
    expect(await directBulk(db.prisma, id, 'retry', clock())).toBe(false);
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'paused', done: 50, calls: 1 });
    expect(await directBulk(db.prisma, id, 'resume', clock())).toBe(true);
    expect(await directBulk(db.prisma, id, 'abort', clock())).toBe(true);
    expect((await stage.results(id)).filter(({ state }) => state === 'skipped')).toHaveLength(70);
    expect(await directBulk(db.prisma, id, 'retry', clock())).toBe(false);
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'aborted', done: 50, failed: 1 });
  });
});

describe('submitting again', () => {
  test('sends the same once more, with its overrides and tags, and keeps the link', async () => {
    const former = await stage.submit('short', 5);
    await stage.pass(600_000);
    expect(await stage.job(former)).toMatchObject({ status: 'SUCCEEDED' });
    const { id } = await stage.begin('submit-again', [former], 'other');
    await stage.through(id);
    const [result] = await stage.results(id);
    expect(result).toMatchObject({ state: 'done', jobId: former });
    const again = await stage.job(result?.newJobId ?? '');
    expect(again).toMatchObject({ jobName: 'short', tags: { team: 'blue' } });
    expect(again?.jobQueue).toContain('job-queue/other');
    expect(again?.container?.environment).toEqual([{ name: 'SIM_SECONDS', value: '5' }]);
  });

  test('refuses what has not ended, and does it when asked again after it has', async () => {
    const { id } = await stage.begin('submit-again', [await stage.submit('still')]);
    await stage.through(id);
    expect((await stage.results(id))[0]).toMatchObject({ name: 'still', state: 'failed', newJobId: null });
    expect(await stage.named('still')).toBe(1);
    await stage.pass(3_600_000);
    expect(await directBulk(db.prisma, id, 'retry', clock())).toBe(true);
    await stage.through(id);
    expect(await bulkById(db.prisma, id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
    expect(await stage.named('still')).toBe(2);
  });

  test('moves what waits: cancelled here, submitted there, and never what has started', async () => {
    const running = await stage.submit('runs');
    await stage.pass(300_000);
    await stage.submit('fills');
    const waiting = await stage.submit('waits');
    await stage.pass(60_000);
    const { id } = await stage.begin('move', [running, waiting], 'other');
    await stage.through(id);
    expect((await stage.results(id)).map(({ state }) => state)).toEqual(['failed', 'done']);
    await stage.pass(60_000);
    expect(await stage.job(waiting)).toMatchObject({ status: 'FAILED', isCancelled: true });
    expect(await stage.job(running)).toMatchObject({ status: 'RUNNING' });
    expect(await stage.named('waits', 'other')).toBe(1);
    expect(await stage.named('runs', 'other')).toBe(0);
  });
});
