import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import { createLedger, type LedgerTotals } from '@/lib/cost';
import type { BatchDriver, ChangeBatch } from '@/lib/driver';
import { applyScenario, parseScenario, readyScenario } from '@/lib/scenario';
import { createSimulator } from '@/lib/simulator';
import { generateSwf, parseWorkload } from '@/lib/workloads';
import { runScenario } from '@/scripts/simulate/run';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type Dice, diceOf } from '@/test/recorder-story';
import { createRecorder } from './recorder';
import { clearHistory } from './test-dump';

const HOUR = 3_600_000;
const HASH = '0'.repeat(64);
const STORM = { at: 'PT2H50M', kind: 'spot-storm', fraction: 0.9, duration: 'PT5M' } as const;

interface Run {
  changes: Change[];
  /** When the last job ended, its host still up. */
  jobsEndedAt: number;
  /** When all is down and settled. */
  downAt: number;
  /** What a headless run that stops at `jobsEndedAt` says that each job cost. */
  costs: Map<string, string>;
  jobsThen: bigint;
  totals: LedgerTotals;
  machineBill: bigint;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function runOf(faults: readonly object[]): Promise<Run> {
  const text = generateSwf({ seed: 21, jobs: 600, meanGapSeconds: 20 });
  const parsed = await parseWorkload(Buffer.from(text), { fileName: 'cluster.swf', sha256: HASH });
  if (!parsed.ok) throw parsed.error;
  const { rows } = parsed.workload;
  const json: object = JSON.parse(readFileSync('e2e/scenarios/two-environments.json', 'utf8'));
  const workloads = [{ file: 'cluster.swf', hash: HASH, queue: 'main' }];
  const file = parseScenario({ ...json, workloads, faults });
  const scenario = readyScenario(file, { region: 'us-east-1', account: '123456789012', hashOf: () => HASH });
  const headless = runScenario({ scenario, name: 'test', rows: new Map([[HASH, rows]]), clock: () => 0 });
  const machine = createSimulator(scenario.genesis);
  const ledger = createLedger();
  const changes: Change[] = [];
  machine.onChanges((change) => {
    changes.push(change);
    ledger.apply(change);
  });
  const applied = applyScenario(machine, scenario.inputs, () => rows);
  if (!applied.ok) throw new Error(applied.message);
  machine.advance(headless.endedAt);
  const jobsThen = ledger.totals(headless.endedAt).jobs;
  const downAt = headless.endedAt + 6 * HOUR;
  machine.advance(downAt);
  return {
    changes,
    jobsEndedAt: headless.endedAt,
    downAt,
    costs: new Map([...headless.jobs.all()].map(({ row }) => [row.id ?? '', String(row.costNanoUsd ?? 0n)])),
    jobsThen,
    totals: ledger.totals(downAt),
    machineBill: machine.totals().billNanoUsd,
  };
}

/** Cuts changes anywhere, with news between them that only time has passed, up to `end`. */
function cutUp(changes: readonly Change[], end: number, dice: Dice): Omit<ChangeBatch, 'acknowledge'>[] {
  const batches: Omit<ChangeBatch, 'acknowledge'>[] = [];
  for (let from = 0; from < changes.length; ) {
    const part = changes.slice(from, from + 1 + dice(400));
    from += part.length;
    const seq = part.at(-1)?.seq ?? 0;
    const at = Math.max(...part.map((change) => change.at ?? 0));
    const next = changes[from]?.at ?? end;
    batches.push({ changes: part, seq, upTo: at });
    for (let beats = dice(4); beats > 0 && next - 1 > at; beats--) {
      const upTo = Math.max(batches.at(-1)?.upTo ?? 0, at + dice(next - at));
      batches.push({ changes: [], seq, upTo });
    }
  }
  batches.push({ changes: [], seq: changes.at(-1)?.seq ?? 0, upTo: end });
  return batches;
}

/** Records all batches, restarting the recorder after each of `lives` commits. */
async function record(batches: readonly Omit<ChangeBatch, 'acknowledge'>[], lives: number): Promise<void> {
  let position = 0;
  while (position < batches.length) {
    let over = () => {};
    const ended = new Promise<void>((resolve) => {
      over = resolve;
    });
    let commits = 0;
    const driver: Pick<BatchDriver, 'changes'> = {
      async *changes(_cursor, signal) {
        for (let at = position; at < batches.length && !signal.aborted && commits < lives; at++) {
          const batch = batches[at];
          if (batch !== undefined) yield { ...batch, acknowledge: () => {} };
        }
        over();
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      },
    };
    const recorder = createRecorder({
      prisma: database.prisma,
      pool: database.pool,
      connectionId: 1,
      epoch: 1,
      driver,
      restMs: 0,
      clock: () => 1,
      onCommitted: () => {
        position++;
        commits++;
      },
    });
    await ended;
    await recorder.stop();
    expect(recorder.state().error).toBeNull();
  }
}

async function costsRecorded(): Promise<Map<string, string>> {
  const { rows } = await database.pool.query<{ id: string; cost: string }>(
    'SELECT aws_id AS id, cost_nano_usd::text AS cost FROM job',
  );
  return new Map(rows.map(({ id, cost }) => [id, cost]));
}

async function sumsRecorded(): Promise<Record<string, string | undefined>> {
  const { rows } = await database.pool.query<{ kind: string; paid: string }>(
    'SELECT kind, sum(paid_nano_usd)::text AS paid FROM charge GROUP BY kind',
  );
  return Object.fromEntries(rows.map(({ kind, paid }) => [kind, paid]));
}

const byId = (costs: Map<string, string>) => [...costs].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each([
  { name: 'a quiet market', faults: [] },
  { name: 'a storm', faults: [STORM] },
])('what jobs cost in $name', ({ faults }) => {
  let run: Run;
  beforeAll(async () => {
    run = await runOf(faults);
  });

  it('is reckoned anew to the same by the machine', () => {
    expect(run.totals.billNanoUsd).toBe(run.machineBill);
    expect(run.totals.interruptions > 0).toBe(faults.length > 0);
    expect(run.totals.jobs).toBe(run.jobsThen);
  });

  it.each([1, 2])('is the same headless and recorded, at once and when all is settled: seed %i', async (seed) => {
    const dice = diceOf(seed);
    await clearHistory(database.pool);
    const split = run.changes.findIndex((change) => (change.at ?? 0) > run.jobsEndedAt);
    const lives = seed === 1 ? Number.POSITIVE_INFINITY : 3 + dice(4);
    await record(cutUp(run.changes.slice(0, split), run.jobsEndedAt, dice), lives);
    expect(byId(await costsRecorded()), `seed ${seed}: hosts up`).toEqual(byId(run.costs));
    await record(cutUp(run.changes.slice(split), run.downAt, dice), lives);
    expect(byId(await costsRecorded()), `seed ${seed}: all down`).toEqual(byId(run.costs));
    const { jobs, idle, unused } = run.totals;
    const sums = { attempt: String(jobs), idle: String(idle), unused: String(unused) };
    expect(await sumsRecorded(), `seed ${seed}`).toEqual(sums);
  });
});
