import { describe, expect, it } from 'vitest';
import type { InstanceChange, JobChange } from '@/lib/batch';
import {
  definitionInput,
  environmentInput,
  queueInput,
  START,
  scripted,
  type TestMachine,
  testMachine,
  WHO,
} from '../test-machine';

const HOUR = 3_600_000;

function spotMachine(): TestMachine {
  const machine = testMachine('aws', 5);
  machine.resource(
    'CreateComputeEnvironment',
    environmentInput('spot', {
      type: 'SPOT',
      maxvCpus: 64,
      instanceTypes: ['c5', 'm5'],
      allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
      subnets: ['subnet-1', 'subnet-2', 'subnet-3'],
    }),
  );
  machine.resource('CreateJobQueue', queueInput('main', 1, ['spot']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.runTo(0);
  return machine;
}

/** The bill by the changes alone: the rule of money, written a second time and without the machine's tables. */
function billOf(changes: InstanceChange[], until: number): bigint {
  const lives = new Map<string, InstanceChange[]>();
  for (const change of changes) lives.set(change.instanceId, [...(lives.get(change.instanceId) ?? []), change]);
  let sum = 0n;
  for (const life of lives.values()) {
    const running = life.find((change) => change.state === 'running');
    if (running === undefined) continue;
    const end = life.find((change) => change.state === 'terminated');
    const to = end?.at ?? until;
    if (end?.endedBy === 'interruption' && to - running.at < HOUR) continue;
    const cuts = [...life.filter((change) => change.nanoUsdPerHour !== undefined).map((change) => change.at), to];
    for (let hour = Math.floor(running.at / HOUR) * HOUR + HOUR; hour < to; hour += HOUR) cuts.push(hour);
    const edges = [...new Set(cuts)].filter((at) => at <= to).sort((a, b) => a - b);
    const extra = Math.max(60_000, Math.ceil((to - running.at) / 1000) * 1000) - (to - running.at);
    for (const [index, from] of edges.slice(0, -1).entries()) {
      const next = edges[index + 1] ?? to;
      const price =
        life.findLast((change) => change.nanoUsdPerHour !== undefined && change.at <= from)?.nanoUsdPerHour ?? 0;
      const ms = next - from + (next === to ? extra : 0);
      sum += (BigInt(price) * BigInt(ms) * 2n + 3_600_000n) / 7_200_000n;
    }
  }
  return sum;
}

describe('Spot', () => {
  it('takes instances back in a storm; their jobs fail without exit code and run again [SPOT-1, SPOT-2, RETRY-18, END-2]', () => {
    const machine = spotMachine();
    const retryStrategy = {
      attempts: 3,
      evaluateOnExit: [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
    };
    const ids = Array.from({ length: 40 }, () => machine.submit({ ...scripted({ SIM_SECONDS: 7200 }), retryStrategy }));
    const fault = { at: START + 1_800_000, end: START + 2_400_000, kind: 'spot-storm' as const, fraction: 1 };
    machine.sim.apply({
      seq: machine.sim.inputSeq() + 1,
      at: machine.sim.now() + 1,
      kind: 'fault',
      fault,
      principal: WHO,
    });
    machine.runTo(6 * 3600);
    const lost = machine.changes.filter(
      (change): change is JobChange => change.kind === 'job' && change.attempt?.interrupted === true,
    );
    expect(lost).toHaveLength(40);
    for (const change of lost) {
      expect(change).toMatchObject({
        status: 'RUNNABLE',
        statusReason: expect.stringMatching(/^Host EC2 \(instance i-0[0-9a-f]{16}\) terminated\.$/),
      });
      expect(change.attempt?.exitCode).toBeUndefined();
      expect((change.at ?? 0) - START).toBeGreaterThanOrEqual(1_920_000);
      expect((change.at ?? 0) - START).toBeLessThanOrEqual(1_980_000);
    }
    for (const id of ids) expect(machine.job(id)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}, {}] });
  });

  it('bills by the second, and nothing for a first hour cut short [PRICE-1, PRICE-2, PRICE-3]', () => {
    const machine = spotMachine();
    for (let job = 0; job < 20; job++) machine.submit(scripted({ SIM_SECONDS: 1000 * job }));
    for (const [at, kind] of [
      [START + 1_200_000, 'spot-storm'],
      [START + 9_000_000, 'price-spike'],
    ] as const) {
      const fault =
        kind === 'spot-storm'
          ? { at, end: at + 1000, kind, fraction: 0.3 }
          : { at, end: at + 5_000_000, kind, factor: 1.3 };
      machine.sim.apply({
        seq: machine.sim.inputSeq() + 1,
        at: machine.sim.now() + 1,
        kind: 'fault',
        fault,
        principal: WHO,
      });
    }
    for (const hours of [1, 3, 5, 40]) {
      machine.runTo(hours * 3600);
      const instances = machine.changes.filter((change): change is InstanceChange => change.kind === 'instance');
      expect(machine.sim.totals().billNanoUsd).toBe(billOf(instances, machine.sim.now()));
    }
    expect(machine.sim.totals().billNanoUsd).toBeGreaterThan(0n);
  });

  it('falls over to the next environment when EC2 has nothing for two cycles [SCHED-9]', () => {
    const machine = testMachine('aws', 6);
    machine.resource(
      'CreateComputeEnvironment',
      environmentInput('spot', { type: 'SPOT', maxvCpus: 64, allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED' }),
    );
    machine.resource('CreateComputeEnvironment', environmentInput('demand', { maxvCpus: 64 }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['spot', 'demand']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    const fault = { at: START, kind: 'capacity-out' as const, purchase: 'SPOT' as const };
    machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at: START, kind: 'fault', fault, principal: WHO });
    machine.runTo(0);
    const id = machine.submit(scripted({ SIM_SECONDS: 10 }));
    machine.runTo(1800);
    const started = machine.changes.find(
      (change) => change.kind === 'job' && change.jobId === id && change.status === 'RUNNING',
    );
    expect(started).toMatchObject({
      attempt: { purchase: 'ON_DEMAND', environmentArn: expect.stringContaining('/demand') },
    });
    const causes = machine.changes.flatMap((change) =>
      change.kind === 'wait' && change.count > 0 ? [change.cause] : [],
    );
    expect(causes).toContain('no-capacity');
    expect(causes).toContain('starting-capacity');
  });
});
