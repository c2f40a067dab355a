import { describe, expect, it } from 'vitest';
import type { WorkloadRows } from '@/lib/batch';
import { fixedFleet, START, WHO } from './test-machine';
import { diceOf, randomRows } from './test-scenarios';

interface Ending {
  at: number;
  host: number;
  vcpus: number;
}

/** Strict FIFO on hosts of 2 vCPU, fullest that fits first: what a machine in `ideal` must agree with, start by start. */
function referenceStarts(rows: WorkloadRows, hosts: number): number[] {
  const free = new Array<number>(hosts).fill(2);
  const order = Array.from({ length: rows.count }, (_, row) => row);
  const submit = (row: number): number => rows.submitMs[row] ?? 0;
  order.sort((a, b) => submit(a) - submit(b) || a - b);
  const starts = new Array<number>(rows.count).fill(-1);
  let running: Ending[] = [];
  let [now, next, head] = [0, 0, 0];
  while (head < order.length) {
    for (const ending of running) if (ending.at <= now) free[ending.host] = (free[ending.host] ?? 0) + ending.vcpus;
    running = running.filter((ending) => ending.at > now);
    while (next < order.length && submit(order[next] ?? 0) <= now) next++;
    let placed = false;
    while (head < next) {
      const row = order[head] ?? 0;
      const vcpus = (rows.milliVcpus[row] ?? 0) / 1000;
      let best = -1;
      for (const [host, room] of free.entries())
        if (room >= vcpus && (best < 0 || room < (free[best] ?? 0))) best = host;
      if (best < 0) break;
      free[best] = (free[best] ?? 0) - vcpus;
      starts[row] = now;
      running.push({ at: now + (rows.runMs[row] ?? 0), host: best, vcpus });
      head++;
      placed = true;
    }
    if (placed && running.some((ending) => ending.at <= now)) continue;
    now = Math.min(next < order.length ? submit(order[next] ?? 0) : Infinity, ...running.map((ending) => ending.at));
  }
  return starts;
}

describe('a whole workload in ideal timing', () => {
  it.each([11, 12, 13])('seed %i agrees with a plain FIFO loop to the millisecond', (seed) => {
    const rows = randomRows(diceOf(seed), 1500, 2, false);
    const machine = fixedFleet(16, 'ideal', seed);
    const options = { file: 'plain', hash: 'none', queue: 'main', at: START + 1000 };
    const input = { seq: 9, at: START + 1, kind: 'workload' as const, options, principal: WHO };
    expect(machine.sim.apply(input, rows)).toEqual({ ok: true });
    machine.runTo(30 * 86_400);
    const starts = new Array<number>(rows.count).fill(-1);
    const names = new Map<string, number>();
    for (const change of machine.changes) {
      if (change.kind !== 'job') continue;
      if (change.facts !== undefined) names.set(change.jobId, Number(change.facts.detail.jobName?.split('-')[1]) - 1);
      if (change.status === 'RUNNING') starts[names.get(change.jobId) ?? -1] = (change.at ?? 0) - START - 1000;
    }
    expect(starts, `seed ${seed}`).toEqual(referenceStarts(rows, 8));
    expect(machine.sim.totals().jobs).toMatchObject({ submitted: 1500, succeeded: 1500 });
  });
});
