import { describe, expect, it } from 'vitest';
import type { AttemptChange, Change, InstanceChange } from '@/lib/batch';
import { instanceType } from '@/lib/catalogue';
import type { Charge } from './contract';
import { HOUR, hourOf } from './instance-hour';
import { createLedger } from './ledger';
import { priceOf } from './money';
import { randomHistory, seeded } from './random-history';

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);

function asRows(charges: readonly Charge[]): string[] {
  return charges
    .map((c) => JSON.stringify(c, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .sort();
}

interface AttemptOf {
  jobId: string;
  attempt: AttemptChange;
}

function costsOf(charges: readonly Charge[]): Map<string, bigint> {
  const costs = new Map<string, bigint>();
  for (const { jobId, paidNanoUsd } of charges) {
    if (jobId !== null) costs.set(jobId, (costs.get(jobId) ?? 0n) + paidNanoUsd);
  }
  return costs;
}

function isGivenBack(history: readonly Change[], end: InstanceChange): boolean {
  if (end.endedBy !== 'interruption') return false;
  const start = history.find(
    (c) => c.kind === 'instance' && c.instanceArn === end.instanceArn && c.state === 'running',
  );
  return end.at - (start?.at ?? 0) < HOUR;
}

/** What EC2 and Fargate bill for a whole history, reckoned without any attribution. */
function billOf(history: readonly Change[]): bigint {
  let bill = 0n;
  const byInstance = new Map<string, InstanceChange[]>();
  for (const change of history) {
    if (change.kind !== 'instance' || change.state === 'pending') continue;
    byInstance.set(change.instanceArn, [...(byInstance.get(change.instanceArn) ?? []), change]);
  }
  for (const changes of byInstance.values()) bill += billOfInstance(changes);
  const ledger = createLedger();
  for (const change of history) {
    if (change.kind === 'job' && (change.facts !== undefined || change.attempt?.instanceArn === undefined)) {
      ledger.apply(change);
    }
  }
  return bill + ledger.totals(Number.MAX_SAFE_INTEGER).billNanoUsd;
}

function billOfInstance(changes: readonly InstanceChange[]): bigint {
  const start = changes[0]?.at ?? 0;
  const last = changes.at(-1);
  const end = last?.at ?? 0;
  if (last?.endedBy === 'interruption' && end - start < HOUR) return 0n;
  const cuts = new Set([start, end, ...changes.map((change) => change.at)]);
  for (let hour = hourOf(start) + HOUR; hour <= end; hour += HOUR) cuts.add(hour);
  const points = [...cuts].sort((a, b) => a - b);
  const beyond = Math.max(60_000, Math.ceil((end - start) / 1000) * 1000) - (end - start);
  const priceAt = (at: number) => changes.findLast((c) => c.at <= at && c.nanoUsdPerHour !== undefined)?.nanoUsdPerHour;
  const price = (at: number) => priceAt(at) ?? 0;
  let bill = 0n;
  for (let index = 0; index + 1 < points.length; index++) {
    const [from = 0, to = 0] = [points[index], points[index + 1]];
    const carries = to === end;
    bill += priceOf(price(from), to - from + (carries ? beyond : 0));
  }
  if (points.length === 1) bill += priceOf(price(start), beyond);
  return bill;
}

describe('ledger', () => {
  it('closes: jobs, idle and unused are the bill of instances and tasks, to the nano-USD [PRICE-7]', () => {
    for (const seed of SEEDS) {
      const history = randomHistory(seed);
      const ledger = createLedger();
      for (const change of history) ledger.apply(change);
      const totals = ledger.totals(history.at(-1)?.at ?? 0);
      expect(totals.jobs + totals.idle + totals.unused, `seed ${seed}`).toBe(totals.billNanoUsd);
      expect(totals.billNanoUsd, `seed ${seed}`).toBe(billOf(history));
    }
  });

  it('settles the same charges whenever it is asked, and what is open plus what is settled is the whole', () => {
    for (const seed of SEEDS) {
      const history = randomHistory(seed);
      const end = (history.at(-1)?.at ?? 0) + HOUR;
      const whole = createLedger();
      for (const change of history) whole.apply(change);
      const expected = asRows(whole.settle(end));
      const below = seeded(seed + 7);
      const stepwise = createLedger();
      const charges: Charge[] = [];
      for (const change of history) {
        stepwise.apply(change);
        if (below(3) === 0) charges.push(...stepwise.settle(change.at ?? 0));
        const paid = (list: readonly Charge[]) => list.reduce((sum, charge) => sum + charge.paidNanoUsd, 0n);
        if (below(6) === 0) {
          const { billNanoUsd } = stepwise.totals(change.at ?? 0);
          charges.push(...stepwise.settle(change.at ?? 0));
          expect(paid(charges) + paid(stepwise.open(change.at ?? 0)), `seed ${seed}`).toBe(billNanoUsd);
        }
      }
      charges.push(...stepwise.settle(end));
      expect(asRows(charges), `seed ${seed}`).toEqual(expected);
      expect(stepwise.open(end), `seed ${seed}`).toEqual([]);
      expect(stepwise.takeLate(), `seed ${seed}`).toEqual([]);
    }
  });

  it('knows what an attempt costs when it ends: whoever asks, and when, what comes later on its host moves nothing', () => {
    let compared = 0;
    for (const seed of SEEDS) {
      const history = randomHistory(seed);
      const whole = createLedger();
      for (const change of history) whole.apply(change);
      const final = costsOf(whole.settle((history.at(-1)?.at ?? 0) + HOUR));
      const givenBack = new Set(
        history.flatMap((change) =>
          change.kind === 'instance' && isGivenBack(history, change) ? [change.instanceArn] : [],
        ),
      );
      const below = seeded(seed + 11);
      const ledger = createLedger();
      const settled: Charge[] = [];
      const ended: AttemptOf[] = [];
      for (const [index, change] of history.entries()) {
        ledger.apply(change);
        if (change.kind === 'job' && change.attempt?.stoppedAt !== undefined) {
          ended.push({ jobId: change.jobId, attempt: change.attempt });
        }
        const isLastOfInstant = change.at !== history[index + 1]?.at;
        if (!isLastOfInstant || below(4) > 0) continue;
        const at = (change.at ?? 0) + below(2);
        settled.push(...ledger.settle(at));
        const costs = costsOf([...settled, ...ledger.open(at)]);
        for (const { jobId, attempt } of ended) {
          const arn = attempt.instanceArn;
          if (arn !== undefined && givenBack.has(arn)) continue;
          const known = costsOf(settled).get(jobId) ?? 0n;
          const estimate = arn === undefined ? [] : ledger.estimate(arn, jobId, attempt.n);
          expect([jobId, costs.get(jobId)], `seed ${seed}`).toEqual([jobId, final.get(jobId)]);
          expect([jobId, known + (costsOf(estimate).get(jobId) ?? 0n)], `seed ${seed}`).toEqual([
            jobId,
            final.get(jobId) ?? 0n,
          ]);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });

  it('has the running line of Spot end where the charges end', () => {
    for (const seed of SEEDS) {
      const history = randomHistory(seed);
      const ledger = createLedger();
      for (const change of history) ledger.apply(change);
      const end = (history.at(-1)?.at ?? 0) + HOUR;
      const totals = ledger.totals(end);
      expect(ledger.spotMoves(), `seed ${seed}`).toBe(false);
      expect(ledger.spot(end), `seed ${seed}`).toEqual({
        savedNanoUsd: totals.savedNanoUsd,
        lostNanoUsd: totals.lostNanoUsd,
      });
      expect(ledger.perHour(), `seed ${seed}`).toEqual({ paid: 0, onDemand: 0 });
    }
  });
});

const PLACE = 'arn:aws:batch:us-east-1:123456789012';
const NOON = Date.UTC(2026, 0, 1, 12);

function instance(at: number, rest: Partial<InstanceChange>): InstanceChange {
  return {
    kind: 'instance',
    seq: 0,
    at,
    instanceArn: 'instance/1',
    instanceId: 'i-1',
    environmentArn: `${PLACE}:compute-environment/spot`,
    type: 'm5.large',
    zone: 'us-east-1a',
    purchase: 'SPOT',
    vcpus: 2,
    memoryMib: 7724,
    gpus: 0,
    state: 'running',
    ...rest,
  };
}

function onInstance(placedAt: number, rest: Partial<AttemptChange> = {}): AttemptChange {
  const environmentArn = `${PLACE}:compute-environment/spot`;
  return { n: 1, taskArn: 't', environmentArn, purchase: 'SPOT', instanceArn: 'instance/1', placedAt, ...rest };
}

const half = { queue: 'main', milliVcpus: 1000, memoryMib: 1024, gpus: 0, arm64: false };

describe('rules of the bill', () => {
  it('gives the first hour back when AWS takes a Spot instance in it, and counts nothing as lost [PRICE-3, PRICE-8]', () => {
    const ledger = createLedger();
    ledger.instance(instance(NOON, { nanoUsdPerHour: 36_000_000 }));
    ledger.attempt('a', half, onInstance(NOON));
    ledger.attempt('b', half, onInstance(NOON));
    ledger.attempt('b', half, onInstance(NOON, { stoppedAt: NOON + 600_000 }));
    const at = NOON + HOUR - 1;
    ledger.attempt('a', half, onInstance(NOON, { stoppedAt: at, interrupted: true }));
    ledger.instance(instance(at, { state: 'terminated', endedBy: 'interruption' }));
    const totals = ledger.totals(at);
    const listed = instanceType('m5.large')?.onDemandNanoUsdPerHour ?? 0;
    expect(totals).toMatchObject({ billNanoUsd: 0n, lostNanoUsd: 0n, interruptions: 1 });
    expect(totals.savedNanoUsd).toBe(priceOf(listed / 2, 600_000));
  });

  it('charges the seconds used from the first full hour on, all of the attempt being lost [PRICE-3, PRICE-8]', () => {
    const ledger = createLedger();
    ledger.instance(instance(NOON, { nanoUsdPerHour: 36_000_000 }));
    ledger.attempt('a', { ...half, milliVcpus: 2000 }, onInstance(NOON));
    const at = NOON + HOUR;
    ledger.attempt('a', half, onInstance(NOON, { stoppedAt: at, interrupted: true }));
    ledger.instance(instance(at, { state: 'terminated', endedBy: 'interruption' }));
    expect(ledger.totals(at)).toMatchObject({ billNanoUsd: 36_000_000n, lostNanoUsd: 36_000_000n, savedNanoUsd: 0n });
  });

  it('bills a minute at least, the rest of it as idle [PRICE-1]', () => {
    const ledger = createLedger();
    ledger.instance(instance(NOON, { nanoUsdPerHour: 3_600_000_000 }));
    ledger.instance(instance(NOON + 1_500, { state: 'terminated', endedBy: 'scale-down' }));
    expect(ledger.settle(NOON + 1_500)).toMatchObject([
      { kind: 'idle', milliseconds: 60_000, paidNanoUsd: 60_000_000n },
    ]);
  });

  it('scales shares down where they exceed the instance', () => {
    const ledger = createLedger();
    ledger.instance(instance(NOON, { nanoUsdPerHour: 36_000_000, purchase: 'ON_DEMAND' }));
    ledger.attempt('cpu', { ...half, milliVcpus: 2000, memoryMib: 10 }, onInstance(NOON));
    ledger.attempt('memory', { ...half, milliVcpus: 10, memoryMib: 7724 }, onInstance(NOON));
    const at = NOON + HOUR / 2;
    for (const id of ['cpu', 'memory']) ledger.attempt(id, half, onInstance(NOON, { stoppedAt: at }));
    ledger.instance(instance(at, { state: 'terminated', endedBy: 'scale-down', purchase: 'ON_DEMAND' }));
    expect(ledger.settle(at).map((charge) => [charge.jobId, charge.paidNanoUsd])).toEqual([
      ['cpu', 9_000_000n],
      ['memory', 9_000_000n],
    ]);
  });

  it('bills Fargate from placement, by the second up, a minute at least, all to the job [PRICE-4]', () => {
    const ledger = createLedger();
    const task: AttemptChange = {
      n: 1,
      taskArn: 't',
      environmentArn: `${PLACE}:compute-environment/fargate`,
      purchase: 'FARGATE_SPOT',
      placedAt: NOON + HOUR - 1_000,
    };
    ledger.attempt('f', { ...half, memoryMib: 2048 }, task);
    ledger.attempt('f', { ...half, memoryMib: 2048 }, { ...task, stoppedAt: NOON + HOUR + 500 });
    const perHour = 12_144_000 + 2 * 1_333_500;
    expect(ledger.settle(NOON + 2 * HOUR).map((charge) => [charge.milliseconds, charge.paidNanoUsd])).toEqual([
      [1_000, priceOf(perHour, 1_000)],
      [59_000, priceOf(perHour, 59_000)],
    ]);
  });
});
