import { afterAll, beforeAll } from 'vitest';
import { describeBatchTransport, type TransportUnderTest } from '@/lib/driver/contract-suite';
import { type TestDatabase, testDatabase } from '@/test/database';
import { openEndpoint } from '@/test/endpoint-world';
import { createAwsClients } from './clients';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const EMPTY = { seed: 11, startAt: '2026-01-01T00:00:00Z' };

async function overHttp(): Promise<TransportUnderTest> {
  const served = await openEndpoint(db, { scenario: EMPTY });
  const { id, secret } = served.made.administrator;
  const clients = createAwsClients({
    region: 'us-east-1',
    credentials: { kind: 'keys', accessKeyId: id, secretAccessKey: secret },
    endpoint: { url: served.url, allowPrivate: true },
  });
  return {
    client: clients.batch,
    advance: (milliseconds) => served.world.pass(milliseconds),
    close: async () => {
      clients.destroy();
      await served.close();
    },
  };
}

describeBatchTransport('the AWS driver’s client over HTTP', overHttp);
