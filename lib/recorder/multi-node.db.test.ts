import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import { listJobs, readJob, readRevisionEffects } from '@/lib/history';
import { type TestDatabase, testDatabase } from '@/test/database';
import { diceOf, type Story, simulatedStory } from '@/test/recorder-story';
import { loadState } from './load-state';
import { clearHistory, dumpHistory } from './test-dump';
import { writeBatch } from './write-batch';

const place = { connectionId: 1, epoch: 1 };
const all = makeScope('all');
/** Spot is sampled by a clock of its own; multi-node jobs have none of it. */
const TABLES = ['job', 'transition', 'note', 'attempt', 'charge', 'waiting'];
let database: TestDatabase;
let story: Story;
let whole: Record<string, string[]>;

beforeAll(async () => {
  database = await testDatabase();
  story = simulatedStory(7, 80, 8);
  await record(story.changes.length, () => false);
  whole = await dumpHistory(database.pool);
});

afterAll(() => database.close());

/** Records in batches of `size` changes; forgets all it holds in memory where `restarts` says so. */
async function record(size: number, restarts: () => boolean): Promise<void> {
  let state = await database.prisma.$transaction((tx) => loadState(tx, place));
  for (let from = 0; from < story.changes.length; from += size) {
    if (restarts()) state = await database.prisma.$transaction((tx) => loadState(tx, place));
    const part = story.changes.slice(from, from + size);
    const isLast = from + size >= story.changes.length;
    const upTo = isLast ? story.end : Math.max(...part.map((change) => change.at ?? 0));
    const batch = { changes: part, seq: part.at(-1)?.seq ?? 0, upTo };
    await database.prisma.$transaction((tx) => writeBatch(tx, place, state, batch, new Date(1)), { timeout: 60_000 });
  }
}

it('counts a multi-node job once, shows its nodes, and charges each of them', async () => {
  const { rows } = await database.pool.query<{ gangs: string; counted: string; nodes: string; free: string }>(
    `SELECT count(*) FILTER (WHERE name = 'gang' AND parent_aws_id IS NULL)::text AS gangs,
      count(*) FILTER (WHERE name = 'gang' AND array_size IS NULL)::text AS counted,
      count(*) FILTER (WHERE array_size = 0 AND aws_id LIKE '%#%' AND attempts_ended > 0 AND cost_nano_usd > 0)::text AS nodes,
      count(*) FILTER (WHERE name = 'gang' AND parent_aws_id IS NULL AND cost_nano_usd IS NULL)::text AS free
    FROM job`,
  );
  const gangs = Number(rows[0]?.gangs);
  expect(gangs).toBeGreaterThan(5);
  expect(rows[0]).toMatchObject({ counted: String(gangs), free: String(gangs) });
  expect(Number(rows[0]?.nodes)).toBeGreaterThan(gangs);
  const ended = await database.pool.query<{ ended: string }>(
    `SELECT count(*)::text AS ended FROM job WHERE array_size IS NULL AND NOT is_relay AND stopped_at IS NOT NULL`,
  );
  const { succeeded, failed, billNanoUsd } = { ...story.totals.jobs, ...story.totals };
  expect(ended.rows).toEqual([{ ended: String(succeeded + failed) }]);
  const bill = await database.pool.query<{ bill: string }>(`SELECT sum(paid_nano_usd)::text AS bill FROM charge`);
  expect(bill.rows).toEqual([{ bill: String(billNanoUsd) }]);
});

it.each([1, 2])('writes the same rows cut anywhere and restarted: seed %i', async (seed) => {
  const dice = diceOf(seed);
  await clearHistory(database.pool);
  await record(20 + dice(60), () => dice(3) === 0);
  const dump = await dumpHistory(database.pool);
  for (const table of TABLES) expect(dump[table], `seed ${seed}: ${table}`).toEqual(whole[table]);
});

it('tells of each node where it ran, how it ended and what it cost; the job’s cost is theirs', async () => {
  const [row] = (
    await database.pool.query<{ id: string }>(
      `SELECT aws_id AS id FROM job WHERE name = 'gang' AND parent_aws_id IS NULL AND attempts_ended = 2 LIMIT 1`,
    )
  ).rows;
  const page = await readJob(database.prisma, all, place, row?.id ?? '');
  expect(page?.job).toMatchObject({ status: 'SUCCEEDED', attempts: 2, array: null, milliVcpus: 6000 });
  expect(page?.attempts.map(({ instanceId, exitCode }) => [instanceId, exitCode])).toEqual([
    [null, 1],
    [null, 0],
  ]);
  const nodes = page?.nodes ?? [];
  expect(nodes.map(({ id, index, isMain }) => [id, index, isMain])).toEqual([
    [`${row?.id}#0`, 0, true],
    [`${row?.id}#1`, 1, false],
  ]);
  expect(new Set(nodes.map(({ instanceId }) => instanceId)).size).toBe(2);
  expect(nodes[0]).toMatchObject({ status: 'SUCCEEDED', instanceType: 'm5.2xlarge', exitCode: 0, milliVcpus: 4000 });
  const cost = nodes.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd ?? 0), 0n);
  expect(page?.job.costNanoUsd).toBe(String(cost));
  const listed = await listJobs(database.prisma, all, place, { ids: [row?.id ?? ''] });
  expect(listed.rows.map(({ costNanoUsd }) => costNanoUsd)).toEqual([String(cost)]);
  const node = await readJob(database.prisma, all, place, `${row?.id}#1`);
  expect(node?.job).toMatchObject({ index: 1, milliVcpus: 2000, array: null });
  expect(JSON.stringify([page, node])).not.toContain('hush');
});

it('takes the nodes’ charges into the numbers of the definition', async () => {
  const { rows } = await database.pool.query<{ definition: string; cost: string }>(
    `SELECT definition, percentile_disc(0.5) WITHIN GROUP (ORDER BY cost)::text AS cost FROM (
      SELECT j.definition, (SELECT sum(n.cost_nano_usd) FROM job AS n WHERE n.parent_aws_id = j.aws_id) AS cost
      FROM job AS j WHERE j.name = 'gang' AND j.parent_aws_id IS NULL AND j.stopped_at IS NOT NULL) AS gangs
     GROUP BY definition`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { definition, cost } of rows) {
    const [name = '', revision] = definition.split(':');
    const [effect] = await readRevisionEffects(database.prisma, all, place, name, [Number(revision)]);
    expect(effect?.medianCostNanoUsd, definition).toBe(cost);
  }
});
