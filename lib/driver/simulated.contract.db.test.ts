import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll } from 'vitest';
import { startLiveSimulator } from '@/lib/live-simulator';
import { parseScenario, readyScenario } from '@/lib/scenario';
import { type TestDatabase, testDatabase } from '@/test/database';
import { describeBatchTransport, type TransportUnderTest } from './contract-suite';
import { createSimulatedDriver, type SimulatedDriver } from './simulated';

const PLACE = { region: 'us-east-1', account: '123456789012' };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function newConnection(): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `INSERT INTO connection (slug, name, kind, region, account, created_at)
     VALUES ($1, 'contract', 'simulated', $2, $3, now()) RETURNING id`,
    [randomUUID(), PLACE.region, PLACE.account],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The database gave no id for a connection.');
  return row.id;
}

/** Acknowledges every change, as a recorder does when it has committed it. */
async function acknowledgeAll(driver: SimulatedDriver, signal: AbortSignal): Promise<void> {
  for await (const batch of driver.changes(0, signal)) batch.acknowledge();
}

async function liveDriver(): Promise<TransportUnderTest> {
  const file = parseScenario({ seed: 11, startAt: '2026-01-01T00:00:00Z' });
  const live = await startLiveSimulator({
    connection: { id: await newConnection(), ...PLACE },
    epoch: 1,
    pool: database.pool,
    secret: 'a secret of at least thirty-two characters',
    clock: () => performance.timeOrigin + performance.now(),
    start: { scenario: readyScenario(file, { ...PLACE, hashOf: () => '' }), pace: { speed: 1, paused: true } },
    host: { kind: 'in-process' },
  });
  const driver = createSimulatedDriver(live);
  const stop = new AbortController();
  const recorded = acknowledgeAll(driver, stop.signal);
  return {
    client: driver.batchAs('contract-suite'),
    advance: async (milliseconds) => {
      await driver.simulated.advanceTo(driver.simulated.clock().now + milliseconds);
    },
    close: async () => {
      stop.abort();
      await recorded;
      await driver.close();
    },
  };
}

describeBatchTransport('the driver of a live simulator', liveDriver);
