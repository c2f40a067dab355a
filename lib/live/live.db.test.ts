import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeScope } from '@/lib/access';
import { type TestDatabase, testDatabase } from '@/test/database';
import { createLive, type Live, type LiveEvent } from './index';

let db: TestDatabase;
let live: Live | undefined;
const everything = makeScope('all');
const news = { connectionId: 7, epoch: 1, seq: 12, upTo: 1000, topics: ['jobs'] };

beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() => live?.close());
afterAll(() => db.close());

async function listening(tell: (line: string) => void = () => {}): Promise<Live> {
  live = await createLive({
    connect: async () => {
      const client = new Client({ connectionString: db.url, application_name: 'live' });
      await client.connect();
      return client;
    },
    tell,
    retryMs: 10,
  });
  return live;
}

function notify(channel: string, payload: string) {
  return db.pool.query('SELECT pg_notify($1, $2)', [channel, payload]);
}

test('news reach those who may see the connection, and nobody else', async () => {
  const hub = await listening();
  const seen: LiveEvent[] = [];
  const others: LiveEvent[] = [];
  const stop = hub.subscribe(everything, 7, (event) => seen.push(event));
  hub.subscribe(makeScope([8]), 7, (event) => others.push(event));
  hub.subscribe(everything, 8, (event) => others.push(event));
  await notify('batchdeck', 'no json');
  await notify('batchdeck', JSON.stringify({ connectionId: 'seven' }));
  await notify('batchdeck', JSON.stringify(news));
  await vi.waitFor(() => expect(seen).toEqual([{ kind: 'moved', news }]));
  stop();
  await notify('batchdeck', JSON.stringify({ ...news, seq: 13 }));
  await notify('batchdeck', JSON.stringify({ ...news, connectionId: 8 }));
  await vi.waitFor(() => expect(others).toHaveLength(1));
  expect(seen).toHaveLength(1);
});

test('after its connection was cut it listens again and says that news may be missing', async () => {
  const lines: string[] = [];
  const hub = await listening((line) => lines.push(line));
  const seen: LiveEvent[] = [];
  hub.subscribe(everything, 7, (event) => seen.push(event));
  await db.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'live'");
  await vi.waitFor(() => expect(seen).toEqual([{ kind: 'resync' }]), { timeout: 5000 });
  expect(hub.isListening()).toBe(true);
  expect(lines).toHaveLength(2);
  await notify('batchdeck', JSON.stringify(news));
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({ kind: 'moved', news }));
});

test('the end of a session and the close of the hub are told', async () => {
  const hub = await listening();
  let ended = 0;
  let closed = 0;
  hub.onSessionEnd('session-1', () => ended++);
  hub.onClose(() => closed++);
  await notify('batchdeck_session', 'session-2');
  await notify('batchdeck_session', 'session-1');
  await vi.waitFor(() => expect(ended).toBe(1));
  await hub.close();
  expect(closed).toBe(1);
  expect(hub.isListening()).toBe(false);
});
