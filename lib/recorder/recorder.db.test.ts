import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '@/lib/db';
import type { BatchDriver } from '@/lib/driver';
import { type TestDatabase, testDatabase } from '@/test/database';
import { diceOf, type Story, simulatedStory, toldBy } from '@/test/recorder-story';
import { createRecorder } from './recorder';
import { clearHistory, dumpHistory } from './test-dump';

const place = { connectionId: 1, epoch: 1 };
let database: TestDatabase;
let story: Story;
let whole: Record<string, string[]>;

beforeAll(async () => {
  database = await testDatabase();
  story = simulatedStory(9, 120);
  await record(toldBy(story, () => ({ from: 0, to: story.changes.length })));
  whole = await dumpHistory(database.pool);
});

afterAll(() => database.close());

/** Records until the cursor has passed everything, restarting the recorder after each of `lives` commits. */
async function record(driver: Pick<BatchDriver, 'changes'>, lives = Number.POSITIVE_INFINITY): Promise<void> {
  const last = story.changes.at(-1)?.seq ?? 0;
  let now = 1;
  for (let seq = 0; seq < last; ) {
    let commits = 0;
    const done = deferred();
    const recorder = createRecorder({
      prisma: database.prisma,
      pool: database.pool,
      ...place,
      driver,
      restMs: 0,
      clock: () => now++,
      onCommitted: (news) => {
        seq = news.seq;
        if (++commits >= lives || seq >= last) done.resolve(undefined);
      },
    });
    await done.promise;
    await recorder.stop();
  }
}

function deferred(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function sameRows(seed: number | string): Promise<void> {
  const dump = await dumpHistory(database.pool);
  for (const table of Object.keys(whole)) expect(dump[table], `seed ${seed}: ${table}`).toEqual(whole[table]);
}

describe('recorder', () => {
  it('has a story worth telling', () => {
    const sizes = Object.fromEntries(Object.entries(whole).map(([table, rows]) => [table, rows.length]));
    console.log(`${story.changes.length} changes:`, JSON.stringify(sizes));
    expect(whole.attempt?.some((row) => row.includes('"interrupted":true'))).toBe(true);
    expect(whole.gap).toEqual([]);
    expect(JSON.stringify(whole)).not.toContain('hush');
  });

  it('adds up to the machine’s own bill, to the nano-USD', async () => {
    const { rows } = await database.pool.query<{ bill: string; open: string }>(
      `SELECT sum(paid_nano_usd)::text AS bill, count(*) FILTER (WHERE NOT settled)::text AS open FROM charge`,
    );
    expect(rows).toEqual([{ bill: String(story.totals.billNanoUsd), open: '0' }]);
    const costs = await database.pool.query<{ jobs: string; charges: string }>(
      `SELECT (SELECT sum(cost_nano_usd) FROM job)::text AS jobs,
        (SELECT sum(paid_nano_usd) FROM charge WHERE kind = 'attempt')::text AS charges`,
    );
    expect(costs.rows[0]?.jobs).toBe(costs.rows[0]?.charges);
  });

  it.each([1, 2, 3])('writes the same rows cut anywhere and restarted: seed %i', async (seed) => {
    const dice = diceOf(seed);
    await clearHistory(database.pool);
    await record(
      toldBy(story, (from) => ({ from, to: from + 1 + dice(seed === 1 ? 60 : 900) })),
      1 + dice(4),
    );
    await sameRows(seed);
  });

  it.each([11, 12])('writes the same rows told twice, overlapping and shuffled: seed %i', async (seed) => {
    const dice = diceOf(seed);
    await clearHistory(database.pool);
    const cut = (from: number) => ({
      from: from - dice(200),
      to: from + 1 + dice(700),
      shuffle: dice,
      twice: true,
    });
    await record(toldBy(story, cut), 3);
    await sameRows(seed);
    await database.pool.query('UPDATE recorder_cursor SET seq = 0');
    await record(toldBy(story, cut), 5);
    await sameRows(`${seed}, again from the start`);
  });

  it('goes on from the committed cursor when the database breaks inside a transaction', async () => {
    await clearHistory(database.pool);
    const owner = createPool(database.ownerUrl, 1);
    await owner.query(`CREATE FUNCTION break_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('break_count') % 4 = 1 THEN RAISE EXCEPTION 'broken'; END IF; RETURN new; END $$`);
    await owner.query('CREATE SEQUENCE break_count; GRANT USAGE ON SEQUENCE break_count TO PUBLIC');
    await owner.query(`CREATE TRIGGER break_now BEFORE INSERT OR UPDATE ON recorder_cursor
      FOR EACH ROW EXECUTE FUNCTION break_now()`);
    const dice = diceOf(5);
    await record(toldBy(story, (from) => ({ from, to: from + 200 + dice(900) })));
    await owner.query('DROP TRIGGER break_now ON recorder_cursor');
    await owner.end();
    await sameRows('broken');
  });
});
