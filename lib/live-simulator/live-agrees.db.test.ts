import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLedger } from '@/lib/cost';
import { parseScenario, readyScenario, type ScenarioFile } from '@/lib/scenario';
import { encodeRows, generateSwf, parseWorkload } from '@/lib/workloads';
import { JobCollector } from '@/scripts/simulate/job-collector';
import { runScenario } from '@/scripts/simulate/run';
import { summarise } from '@/scripts/simulate/summary';
import { type TestDatabase, testDatabase } from '@/test/database';
import { addConnection, follow, openLive, testScenario } from './live-test-bench';
import { storeWorkload } from './workload-blobs';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const HOUR = 3_600_000;

async function workload() {
  const text = generateSwf({ seed: 21, jobs: 400, meanGapSeconds: 20 });
  const hash = createHash('sha256').update(text).digest('hex');
  const parsed = await parseWorkload(Buffer.from(text), { fileName: 'log.swf', sha256: hash });
  if (!parsed.ok) throw parsed.error;
  const { rows } = parsed.workload;
  const blob = { hash, fileName: 'log.swf', format: 'swf', jobs: rows.count, summary: {}, rows: encodeRows(rows) };
  await storeWorkload(database.pool, blob, 1_800_000_000_000);
  return { hash, rows };
}

it('tells at Max in pieces what a headless run tells: totals, waits and dollars', async () => {
  const { hash, rows } = await workload();
  const base: ScenarioFile = parseScenario(JSON.parse(testScenario().text));
  const file: ScenarioFile = {
    ...base,
    workloads: [{ file: 'log.swf', hash, queue: 'main', at: 'PT10M' }],
    faults: [{ at: 'PT1H30M', kind: 'spot-storm', fraction: 0.9, duration: 'PT5M' }],
  };
  const place = { region: 'us-east-1', account: '123456789012', hashOf: () => hash };
  const scenario = readyScenario(file, place);
  const headless = runScenario({ scenario, name: 'test', rows: new Map([[hash, rows]]), clock: () => 0 });
  expect(headless.summary.jobs).toMatchObject({ waiting: 0, running: 0 });
  expect(headless.summary.spot.interruptions).toBeGreaterThan(0);

  const id = await addConnection(database.pool);
  const live = await openLive(database.pool, id, { speed: 'max' }, scenario);
  const recorder = follow(live, database.pool, id);
  await new Promise<void>((resolve) => {
    live.onClock(({ now }) => {
      if (now >= headless.endedAt) resolve();
    });
  });
  expect(live.clock().now).toBeLessThanOrEqual(headless.endedAt + 2 * HOUR);
  await live.close();
  await recorder.ended;

  const collector = new JobCollector();
  const ledger = createLedger();
  for (const change of recorder.changes) {
    if ((change.at ?? 0) > headless.endedAt) continue;
    collector.apply(change);
    ledger.apply(change);
  }
  const totals = ledger.totals(headless.endedAt);
  const summary = summarise(collector, {
    seed: scenario.genesis.seed,
    scenario: 'test',
    totals: {
      events: headless.summary.events,
      jobs: { ...headless.summary.jobs },
      billNanoUsd: totals.billNanoUsd,
      usedVcpuMs: headless.summary.vcpuUtilisation ?? 0,
      provisionedVcpuMs: 1,
    },
    ledger: totals,
    wallMs: 0,
  });
  expect(summary).toEqual(headless.summary);
});
