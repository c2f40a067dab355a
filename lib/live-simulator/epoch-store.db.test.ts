import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSeal } from '@/lib/db';
import type { Input } from '@/lib/simulator';
import { type TestDatabase, testDatabase } from '@/test/database';
import { EpochStore } from './epoch-store';

const secret = 'a secret of at least thirty-two characters';
let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `INSERT INTO connection (slug, name, kind, region, account, created_at)
     VALUES ('c' || nextval('connection_id_seq'), 'c', 'simulated', 'us-east-1', '1', now()) RETURNING id`,
  );
  connectionId = rows[0]?.id ?? 0;
});

function store(engineVersion = '1', withSecret = secret) {
  const key = { connectionId, epoch: 1 };
  return new EpochStore(database.pool, key, createSeal(withSecret, 'sim-log'), () => 1_800_000_000_000, engineVersion);
}

const genesis = { seed: 7, timing: { profile: 'aws' as const, scale: 0.5 }, startAt: 1000, region: 'r', account: '1' };
const row = {
  genesis,
  scenario: '{}',
  mayRunTo: 5000,
  pace: { speed: 60, paused: false },
  engineVersion: '1',
};
const entries = (from: number, to: number): Input[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    at: 1000 + from + i,
    kind: 'call',
    operation: 'SubmitJob',
    input: { jobName: `secret-name-${from + i}` },
    principal: { actor: 'ann', source: 'portal' },
  }));

describe('the epoch and its log', () => {
  it('are made together, or not at all', async () => {
    await store().create(row, entries(0, 2));
    expect(await store().readEpoch()).toEqual({ ...row, genesis: { seed: 7, timing: genesis.timing, startAt: 1000 } });
    expect(await store().readLog(-1)).toEqual(entries(0, 2));
    await expect(store().create(row, entries(3, 4))).rejects.toThrow('Another process writes the log');
    expect((await store().lastEntry())?.seq).toBe(2);
  });

  it('keeps inputs whole and unreadable', async () => {
    await store().create(row, entries(0, 2));
    const { rows } = await database.pool.query<{ input: Buffer; actor: string; operation: string }>(
      'SELECT input, actor, operation FROM sim_log WHERE connection_id = $1 AND seq = 1',
      [connectionId],
    );
    expect(rows[0]?.input.includes(Buffer.from('secret-name'))).toBe(false);
    expect([rows[0]?.actor, rows[0]?.operation]).toEqual(['ann', 'SubmitJob']);
    await expect(store('1', `${secret}!`).readLog(0)).rejects.toThrow('BATCHDECK_SECRET');
  });

  it('refuses a second writer, and takes its own rows again after a lost answer', async () => {
    await store().create(row, entries(0, 2));
    const own = store().sealed(entries(3, 5));
    await store().append(own);
    await store().append(own);
    await expect(store().append(store().sealed(entries(5, 6)))).rejects.toThrow('Another process writes the log');
    expect((await store().readLog(-1)).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('never moves may_run_to back', async () => {
    await store().create(row, entries(0, 0));
    await store().allowRunTo(9000);
    await store().allowRunTo(7000);
    expect((await store().readEpoch())?.mayRunTo).toBe(9000);
    await store().savePace({ speed: 'max', paused: true });
    expect((await store().readEpoch())?.pace).toEqual({ speed: 'max', paused: true });
  });
});

describe('snapshots', () => {
  const snapshot = (inputSeq: number, changeSeq: number) => ({
    state: Buffer.from(`state ${inputSeq} `.repeat(100)),
    inputSeq,
    changeSeq,
    at: 1000 + inputSeq,
  });

  it('come back, the newest that history covers, of this engine only; two are kept', async () => {
    await store().create(row, entries(0, 0));
    for (const n of [10, 20, 30]) await store().saveSnapshot(snapshot(n, n * 10));
    const { rows } = await database.pool.query('SELECT input_seq FROM sim_snapshot WHERE connection_id = $1', [
      connectionId,
    ]);
    expect(rows.map((kept) => kept.input_seq).sort()).toEqual([20, 30]);
    expect(await store().readSnapshot(1000)).toEqual(snapshot(30, 300));
    expect((await store().readSnapshot(299))?.inputSeq).toBe(20);
    expect(await store().readSnapshot(199)).toBeNull();
    expect(await store('2').readSnapshot(1000)).toBeNull();
  });
});
