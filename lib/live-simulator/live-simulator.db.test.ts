import { MessageChannel } from 'node:worker_threads';
import { DescribeJobsCommand, ListJobsCommand, SubmitJobCommand, TerminateJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import { createSimulatedDriver } from '@/lib/driver';
import { builtInScenario, readyScenario } from '@/lib/scenario';
import { bundle } from '@/scripts/bundle.mjs';
import { type TestDatabase, testDatabase } from '@/test/database';
import {
  addConnection,
  cuttableHost,
  follow,
  openLive,
  quietDown,
  recordedChanges,
  testScenario,
} from './live-test-bench';

let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  connectionId = await addConnection(database.pool);
});

const MINUTE = 60_000;
const submit = (name: string) => new SubmitJobCommand({ jobName: name, jobQueue: 'main', jobDefinition: 'work' });

async function jobStatus(driver: ReturnType<typeof createSimulatedDriver>, jobId: string) {
  const { jobs } = await driver.batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
  return jobs?.[0]?.status;
}

describe('a live simulator', () => {
  it('answers the SDK, runs to a moment, and tells its changes', async () => {
    const live = await openLive(database.pool, connectionId, { paused: true });
    const driver = createSimulatedDriver(live);
    const recorder = follow(driver, database.pool, connectionId);
    const { jobId = '' } = await driver.batchAs('ann').send(submit('first'));
    expect(await jobStatus(driver, jobId)).toBe('SUBMITTED');
    const { startAt } = live.genesis;
    const clock = await driver.simulated.advanceTo(startAt + 60 * MINUTE);
    expect(clock).toMatchObject({ now: startAt + 60 * MINUTE, paused: true, epoch: 1, seed: 3 });
    expect(await jobStatus(driver, jobId)).toBe('SUCCEEDED');
    expect(recorder.changes.at(-1)?.at).toBeLessThanOrEqual(startAt + 60 * MINUTE);
    const states = recorder.changes.flatMap((change) =>
      change.kind === 'job' && change.jobId === jobId ? [change.status] : [],
    );
    expect([states[0], states.at(-1)]).toEqual(['SUBMITTED', 'SUCCEEDED']);
    await expect(driver.simulated.advanceTo(startAt)).rejects.toThrow(RangeError);
    await driver.close();
    await recorder.ended;
  });

  it('runs at its pace between calls, and Max runs until nothing is left', async () => {
    const live = await openLive(database.pool, connectionId, { speed: 6000 });
    const driver = createSimulatedDriver(live);
    const recorder = follow(driver, database.pool, connectionId);
    const before = driver.simulated.clock().now;
    await reached(driver, (clock) => clock.now > before + 10 * MINUTE);
    await driver.simulated.setPace({ speed: 'max' });
    const clock = await reached(driver, (clock) => clock.nextEventAt === null || clock.now > before + 600 * MINUTE);
    expect(clock.speed).toBe('max');
    expect(recorder.changes.length).toBeGreaterThan(10);
    await driver.close();
    await recorder.ended;
  });

  it('resumes pace, clock and jobs after a clean stop, from a snapshot', async () => {
    const live = await openLive(database.pool, connectionId, { paused: true });
    const driver = createSimulatedDriver(live);
    const recorder = follow(driver, database.pool, connectionId);
    const { jobId = '' } = await driver.batch.send(submit('kept'));
    const { now } = await driver.simulated.advanceTo(live.genesis.startAt + 30 * MINUTE);
    await driver.simulated.setPace({ speed: 600 });
    await driver.close();
    await recorder.ended;
    const told = recorder.changes.length;
    const kept = await database.pool.query('SELECT change_seq FROM sim_snapshot WHERE connection_id = $1', [
      connectionId,
    ]);
    expect(kept.rows.length).toBe(1);
    const again = createSimulatedDriver(await openLive(database.pool, connectionId, { paused: false }));
    const second = follow(again, database.pool, connectionId);
    expect(await jobStatus(again, jobId)).toBe('SUCCEEDED');
    expect(again.simulated.clock()).toMatchObject({ speed: 600, paused: true });
    expect(again.simulated.clock().now).toBe(now);
    await again.close();
    await second.ended;
    expect(second.changes.length).toBe(told);
  });

  it('writes nothing when the scenario is refused, and says which resource', async () => {
    const scenario = testScenario({ queueEnvironment: 'missing' });
    await expect(openLive(database.pool, connectionId, { paused: true }, scenario)).rejects.toMatchObject({
      name: 'InputRefusedError',
      message: expect.stringContaining('CreateJobQueue of main was refused'),
    });
    const { rows } = await database.pool.query('SELECT 1 FROM sim_epoch WHERE connection_id = $1', [connectionId]);
    expect(rows).toEqual([]);
  });

  it('stops when another process writes its log', async () => {
    const live = await openLive(database.pool, connectionId, { paused: true });
    const driver = createSimulatedDriver(live);
    const other = await openLive(database.pool, connectionId, { paused: true });
    const second = createSimulatedDriver(other);
    await driver.batch.send(submit('a'));
    await expect(second.batch.send(submit('b'))).rejects.toMatchObject({ name: 'SecondWriterError' });
    expect(other.failure()?.name).toBe('SecondWriterError');
    await expect(second.batch.send(submit('c'))).rejects.toThrow('Another process writes the log');
    await driver.batch.send(submit('d'));
    await driver.close();
    await second.close();
  });

  it('keeps calls that come together in one statement', async () => {
    const live = await openLive(database.pool, connectionId, { paused: true });
    const driver = createSimulatedDriver(live);
    await Promise.all(Array.from({ length: 200 }, (_, n) => driver.batch.send(submit(`job-${n}`))));
    const { rows } = await database.pool.query<{ inputs: string; times: string }>(
      `SELECT count(*) AS inputs, count(DISTINCT recorded_at) AS times FROM sim_log
       WHERE connection_id = $1 AND operation = 'SubmitJob'`,
      [connectionId],
    );
    expect(Number(rows[0]?.inputs)).toBe(200);
    expect(Number(rows[0]?.times)).toBeLessThan(100);
    await driver.close();
  });

  it('stands while history is behind, and goes on when it has come after', async () => {
    const live = await openLive(database.pool, connectionId, { speed: 'max' }, testScenario({ perHour: 600 }), {
      aheadChanges: 500,
    });
    const driver = createSimulatedDriver(live);
    const held = await reached(driver, (clock) => clock.heldByHistory);
    const recorder = follow(driver, database.pool, connectionId);
    await reached(driver, (clock) => clock.now > held.now + 10 * MINUTE);
    expect(recorder.mostAhead).toBeLessThan(700);
    await driver.close();
    await recorder.ended;
  });

  it('makes logs readable', async () => {
    const live = await openLive(database.pool, connectionId, { paused: true });
    const driver = createSimulatedDriver(live);
    const recorder = follow(driver, database.pool, connectionId);
    await driver.batch.send(submit('logged'));
    await driver.simulated.advanceTo(live.genesis.startAt + 60 * MINUTE);
    const stream = recorder.changes.findLast(
      (change) => change.kind === 'job' && change.attempt?.logStream !== undefined,
    );
    const name = stream?.kind === 'job' ? (stream.attempt?.logStream ?? '') : '';
    expect((await driver.logs(name, 0, 100))?.lines.length).toBeGreaterThan(0);
    expect(await driver.logs('no/such/stream', 0, 100)).toBeNull();
    await driver.close();
  });
});

async function reached(
  driver: ReturnType<typeof createSimulatedDriver>,
  isThere: (clock: ReturnType<typeof driver.simulated.clock>) => boolean,
) {
  if (isThere(driver.simulated.clock())) return driver.simulated.clock();
  return new Promise<ReturnType<typeof driver.simulated.clock>>((resolve) => {
    const stop = driver.simulated.onClock((clock) => {
      if (!isThere(clock)) return;
      stop();
      resolve(clock);
    });
  });
}

describe('the demo day in a thread of its own', () => {
  it('has its past before the first call is answered, and goes on', async () => {
    const bundled = await bundle('lib/live-simulator/worker.ts');
    const scenario = readyScenario(builtInScenario('demo'), { region: 'us-east-1', account: '1', hashOf: () => '' });
    const host = { kind: 'thread', bundle: bundled } as const;
    const began = performance.now();
    const live = await openLive(database.pool, connectionId, { speed: 60 }, scenario, undefined, host);
    const driver = createSimulatedDriver(live);
    const recorder = follow(driver, database.pool, connectionId);
    const { jobSummaryList } = await driver.batch.send(
      new ListJobsCommand({ jobQueue: 'research', jobStatus: 'SUCCEEDED' }),
    );
    console.log(`prerun told after ${Math.round(performance.now() - began)} ms`);
    expect(jobSummaryList?.length).toBeGreaterThan(10);
    const { now } = driver.simulated.clock();
    expect(now).toBeGreaterThanOrEqual(scenario.genesis.startAt + scenario.prerunMs);
    await reached(driver, (clock) => clock.now > now + MINUTE);
    await driver.close();
    await recorder.ended;
    expect(recorder.changes.length).toBeGreaterThan(5000);
    const { rows } = await database.pool.query<{ seq: string }>(
      'SELECT seq FROM recorder_cursor WHERE connection_id = $1',
      [connectionId],
    );
    expect(Number(rows[0]?.seq)).toBe(recorder.changes.length);
    expect(recorder.changes.at(-1)?.seq).toBe(recorder.changes.length);
  });
});

it('says so when its machine fails, to every caller and reader', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', () => port1.postMessage({ type: 'failed', message: 'out of memory' }));
  const host = { kind: 'port', port: port2, end: async () => port1.close() } as const;
  const opening = openLive(database.pool, connectionId, {}, undefined, undefined, host);
  await expect(opening).rejects.toMatchObject({
    name: 'SimulatorStoppedError',
    message: 'The simulator failed: out of memory',
  });
  const { rows } = await database.pool.query('SELECT 1 FROM sim_epoch WHERE connection_id = $1', [connectionId]);
  expect(rows).toEqual([]);
});

describe('cut off at any moment', () => {
  const STEPS = 8;

  async function uninterrupted(): Promise<{ changes: Change[]; jobIds: string[] }> {
    const id = await addConnection(database.pool);
    const driver = createSimulatedDriver(await openLive(database.pool, id, { paused: true }));
    const recorder = follow(driver, database.pool, id);
    const jobIds: string[] = [];
    const startAt = driver.simulated.clock().startAt;
    for (let step = 0; step < STEPS; step++) {
      await driver.simulated.advanceTo(startAt + step * 7 * MINUTE);
      jobIds.push((await driver.batch.send(submit(`job-${step}`))).jobId ?? '');
      if (step === 5) await driver.batch.send(new TerminateJobCommand({ jobId: jobIds[4] ?? '', reason: 'enough' }));
    }
    await driver.simulated.advanceTo(startAt + STEPS * 7 * MINUTE);
    await driver.close();
    await recorder.ended;
    return { changes: recorder.changes, jobIds };
  }

  it.each([1, 2, 3, 4, 5, 6])('loses nothing that was answered, and tells the same story (seed %i)', async (seed) => {
    const reference = await uninterrupted();
    let state = seed * 7919;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const limits = seed % 2 === 0 ? {} : { snapshotChanges: 40, snapshotInputs: 8 };
    let step = 0;
    let isTerminated = false;
    let cuts = 0;
    let lastRunTo = 0;
    for (let life = 0; step <= STEPS; life++) {
      const host = cuttableHost(life < 25 ? 1 + random(60) : Number.POSITIVE_INFINITY, limits);
      const work = async () => {
        const live = await openLive(database.pool, connectionId, { paused: true }, undefined, undefined, host.host);
        const driver = createSimulatedDriver(live);
        const recorder = follow(driver, database.pool, connectionId);
        const startAt = live.genesis.startAt;
        while (step <= STEPS) {
          await driver.simulated.advanceTo(startAt + step * 7 * MINUTE);
          if (step === STEPS) break;
          const known = await jobStatus(driver, reference.jobIds[step] ?? '');
          if (known === undefined) await driver.batch.send(submit(`job-${step}`));
          if (step === 5 && !isTerminated) {
            const { jobs } = await driver.batch.send(new DescribeJobsCommand({ jobs: [reference.jobIds[4] ?? ''] }));
            if (jobs?.[0]?.isTerminated !== true) {
              await driver.batch.send(new TerminateJobCommand({ jobId: reference.jobIds[4] ?? '', reason: 'enough' }));
            }
            isTerminated = true;
          }
          for (const acknowledged of reference.jobIds.slice(0, step + 1)) {
            expect(await jobStatus(driver, acknowledged), `${acknowledged}, seed ${seed}, life ${life}`).toBeDefined();
          }
          step++;
        }
        await driver.close();
        await recorder.ended;
        step++;
      };
      await Promise.race([work(), host.cut]);
      if (host.isCut()) cuts++;
      await quietDown(database.pool);
      const { rows } = await database.pool.query<{ may_run_to: string }>(
        'SELECT may_run_to FROM sim_epoch WHERE connection_id = $1',
        [connectionId],
      );
      expect(Number(rows[0]?.may_run_to ?? 0)).toBeGreaterThanOrEqual(lastRunTo);
      lastRunTo = Number(rows[0]?.may_run_to ?? 0);
    }
    expect(cuts).toBeGreaterThan(2);
    expect(recordedChanges(connectionId)).toEqual(reference.changes);
    const kept = await database.pool.query('SELECT 1 FROM sim_snapshot WHERE connection_id = $1', [connectionId]);
    expect(kept.rows.length).toBe(seed % 2 === 0 ? 1 : 2);
  });
});
