import { performance } from 'node:perf_hooks';
import { createSimulatedDriver } from '@/lib/driver';
import { startLiveSimulator } from '@/lib/live-simulator';
import { createRecorder } from '@/lib/recorder';
import { parseScenario, readyScenario } from '@/lib/scenario';
import type { TestDatabase } from './database';

const PLACE = { region: 'us-east-1', account: '123456789012' };
/** Wall time, ms. */
export const clock = () => performance.timeOrigin + performance.now();

/** A connection of its own with a paused simulator of this scenario, in process, and its recorder; `close` ends both. */
export async function openSimulated(db: TestDatabase, scenario: object) {
  const { id } = await db.prisma.connection.create({
    data: { slug: crypto.randomUUID(), name: 'S', kind: 'simulated', ...PLACE, createdAt: new Date(0) },
  });
  const live = await startLiveSimulator({
    connection: { id, ...PLACE },
    epoch: 1,
    pool: db.pool,
    secret: 'a secret of at least thirty-two characters',
    clock,
    start: {
      scenario: readyScenario(parseScenario(scenario), { ...PLACE, hashOf: () => '' }),
      pace: { speed: 1, paused: true },
    },
    host: { kind: 'in-process' },
  });
  const driver = createSimulatedDriver(live);
  const recorder = createRecorder({ prisma: db.prisma, pool: db.pool, connectionId: id, epoch: 1, driver, clock });
  const caughtUp = (patience: number) => recorder.caughtUp(patience);
  return {
    connection: { id, epoch: 1, driver, caughtUp },
    batch: driver.batchAs('ops@example.com'),
    /** Lets so many ms of virtual time pass. */
    pass: async (ms: number) => {
      await driver.simulated.advanceTo(driver.simulated.clock().now + ms);
    },
    close: async () => {
      await live.close();
      await recorder.stop();
    },
  };
}
