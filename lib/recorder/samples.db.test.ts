import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import { JOB_STATUSES } from '@/lib/batch';
import { readSeries, type SeriesResult } from '@/lib/metrics';
import { type TestDatabase, testDatabase } from '@/test/database';
import { diceOf, type Story, simulatedStory } from '@/test/recorder-story';
import { loadState } from './load-state';
import { writeBatch } from './write-batch';

const place = { connectionId: 1, epoch: 1 };
const all = makeScope('all');
const SECONDS = 10;
let database: TestDatabase;
let story: Story;

beforeAll(async () => {
  database = await testDatabase();
  story = simulatedStory(5, 80);
  const state = await database.prisma.$transaction((tx) => loadState(tx, place));
  const changes = story.changes;
  for (let from = 0; from < changes.length; from += 400) {
    const part = changes.slice(from, from + 400);
    const upTo = from + 400 >= changes.length ? story.end : Math.max(...part.map((change) => change.at ?? 0));
    const batch = { changes: part, seq: part.at(-1)?.seq ?? 0, upTo };
    await database.prisma.$transaction((tx) => writeBatch(tx, place, state, batch, new Date(1)), { timeout: 60_000 });
  }
});

afterAll(() => database.close());

function valueAt(result: SeriesResult, name: string, measure: string): number {
  const series = result.series.find((one) => one.name === name && one.measure === measure);
  return series?.values.at(0) ?? 0;
}

describe('samples', () => {
  it('are what a recount of the rows gives, at random moments', async () => {
    const dice = diceOf(99);
    const start = story.changes[0]?.at ?? 0;
    for (let round = 0; round < 25; round++) {
      const bucket = start + dice((story.end - start) / 1000 / SECONDS) * SECONDS * 1000;
      const from = Math.floor(bucket / (SECONDS * 1000)) * SECONDS * 1000;
      const window = { from, to: from + SECONDS * 1000 };
      const jobs = await readSeries(database.prisma, all, place, { subject: 'queue-jobs', ...window });
      expect(jobs.step).toBe(SECONDS);
      const { rows } = await database.pool.query<{ queue: string; status: string; count: string }>(
        `SELECT queue, status, count(*)::text AS count FROM (
           SELECT DISTINCT ON (j.id) j.queue,
             ($2::text[])[1 + (j.life[place] & 7)] AS status
           FROM job AS j, generate_series(1, array_length(j.life, 1), 3) AS place
           WHERE j.life[place + 2] < $1 AND j.array_size IS NULL AND NOT j.is_relay
           ORDER BY j.id, place DESC) AS s GROUP BY queue, status`,
        [window.to, [...JOB_STATUSES]],
      );
      for (const row of rows) {
        expect(valueAt(jobs, row.queue, row.status), `moment ${from}`).toBe(Number(row.count));
      }
      const counted = jobs.series.reduce((sum, series) => sum + (series.values[0] ?? 0), 0);
      expect(counted, `moment ${from}`).toBe(rows.reduce((sum, row) => sum + Number(row.count), 0));
      const vcpus = await readSeries(database.prisma, all, place, { subject: 'environment-vcpus', ...window });
      const used = await database.pool.query<{ environment: string; used: string }>(
        `SELECT a.environment, coalesce(sum(j.milli_vcpus) FILTER (WHERE a.placed_at < $1
           AND (a.stopped_at IS NULL OR a.stopped_at >= $1)), 0)::text AS used
         FROM attempt AS a JOIN job AS j ON j.id = a.job_id GROUP BY a.environment`,
        [new Date(window.to)],
      );
      for (const row of used.rows) {
        expect(valueAt(vcpus, row.environment, 'used'), `moment ${from}`).toBe(Number(row.used) / 1000);
      }
    }
  });

  it('end where the charges end: what Spot saved and lost', async () => {
    const window = { from: story.end - 60_000, to: story.end };
    const spot = await readSeries(database.prisma, all, place, { subject: 'spot', ...window });
    const { rows } = await database.pool.query<{ saved: string; lost: string }>(
      `SELECT coalesce(sum(on_demand_nano_usd - paid_nano_usd) FILTER (WHERE NOT lost), 0)::text AS saved,
         coalesce(sum(paid_nano_usd) FILTER (WHERE lost), 0)::text AS lost FROM charge WHERE kind = 'attempt'`,
    );
    expect(valueAt(spot, '', 'saved')).toBeCloseTo(Number(rows[0]?.saved) / 1e9, 8);
    expect(valueAt(spot, '', 'lost')).toBeCloseTo(Number(rows[0]?.lost) / 1e9, 8);
    expect(Number(rows[0]?.saved)).toBeGreaterThan(0);
  });

  it('show a scope its own queues and the environments that feed them, and nothing of other connections', async () => {
    const window = { from: story.end - 3_600_000, to: story.end };
    const scope = makeScope([1], new Map([[1, ['tasks']]]));
    const names = async (subject: 'queue-jobs' | 'environment-vcpus' | 'spot') =>
      new Set((await readSeries(database.prisma, scope, place, { subject, ...window })).series.map(({ name }) => name));
    expect(await names('queue-jobs')).toEqual(new Set(['tasks']));
    expect(await names('environment-vcpus')).toEqual(new Set(['fargate']));
    expect(await names('spot')).toEqual(new Set());
    const foreign = await readSeries(database.prisma, makeScope([2]), place, {
      subject: 'queue-jobs',
      ...window,
    });
    expect(foreign.series).toEqual([]);
  });
});
