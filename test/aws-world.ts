import { createAwsClients, createAwsDriver } from '@/lib/driver';
import { recordedPast } from '@/lib/history';
import { createRecorder } from '@/lib/recorder';
import type { TestDatabase } from './database';

const PLACE = { region: 'us-east-1', account: '123456789012' };
const PATIENCE_MS = 30_000;

/** Makes the row of a connection of kind aws, and gives its id. */
export async function awsConnection(db: TestDatabase): Promise<number> {
  const { id } = await db.prisma.connection.create({
    data: { slug: crypto.randomUUID(), name: 'A', kind: 'aws', ...PLACE, createdAt: new Date(0) },
  });
  return id;
}

/**
 * Follows an AWS endpoint at `url` into history, as the portal does. `clock` is the time there; `close` ends it, and a
 * second call with the same connection goes on as after a restart.
 */
export function followAws(
  db: TestDatabase,
  connectionId: number,
  { url, key, clock }: { url: string; key: { id: string; secret: string }; clock: () => number },
) {
  const { prisma, pool } = db;
  const where = { connectionId, epoch: 1 };
  const driver = createAwsDriver({
    clients: createAwsClients({
      region: PLACE.region,
      credentials: { kind: 'keys', accessKeyId: key.id, secretAccessKey: key.secret },
      endpoint: { url, allowPrivate: true },
    }),
    clock,
    cap: 1_000_000,
    pauses: { busyMs: 600_000, idleMs: 600_000 },
    past: recordedPast(prisma, where, clock),
  });
  const recorder = createRecorder({ prisma, pool, ...where, driver, clock });
  return {
    driver,
    recorder,
    /** One look at AWS, recorded. */
    look: async () => {
      if (await recorder.caughtUp(PATIENCE_MS)) return;
      throw new Error(`No look was recorded: ${JSON.stringify([recorder.state(), driver.polling()])}`);
    },
    close: async () => {
      await driver.close();
      await recorder.stop();
    },
  };
}
