import { describe, expect, it } from 'vitest';
import type { InstanceChange, ResourceChange } from '@/lib/batch';
import type { Fault, Timing } from '../contract';
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

function fleetOf(timing: Timing, resources: object = {}): TestMachine {
  const machine = testMachine(timing);
  const strategy = { allocationStrategy: 'BEST_FIT_PROGRESSIVE', maxvCpus: 8, ...resources };
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', strategy));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.runTo(0);
  return machine;
}

function update(machine: TestMachine, computeResources: object, rest: object = {}): void {
  machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources, ...rest });
}

function environment(machine: TestMachine): unknown {
  const { computeEnvironments } = { computeEnvironments: [], ...machine.call('DescribeComputeEnvironments', {}) };
  return computeEnvironments[0];
}

/** Steps of all instances, as `TYPE PURCHASE STATE@seconds` and why they ended. */
const instances = (machine: TestMachine): string[] =>
  machine.changes
    .filter((change): change is InstanceChange => change.kind === 'instance' && change.state !== 'running')
    .map(
      ({ type, purchase, state, at, endedBy }) =>
        `${type} ${purchase} ${state}@${(at - START) / 1000}${endedBy === undefined ? '' : ` ${endedBy}`}`,
    );

const statuses = (machine: TestMachine): string[] =>
  machine.changes
    .filter((change): change is ResourceChange => change.kind === 'resource' && change.name === 'fleet')
    .filter(({ at }) => at > START)
    .map(({ at, document, edit }) => {
      const status = document !== null && 'status' in document ? String(document.status) : 'gone';
      return `${status}@${(at - START) / 1000}${edit ? ' edit' : ''}`;
    });

const seconds = (count: number): object => scripted({ SIM_SECONDS: count });

describe('an infrastructure update', () => {
  it('replaces idle instances at once, keeps the minimum by the new settings, and is VALID again', () => {
    const machine = fleetOf('aws', { minvCpus: 2, desiredvCpus: 2 });
    machine.runTo(100);
    update(machine, { instanceTypes: ['m5.xlarge'] });
    machine.runTo(110);
    expect(environment(machine)).toMatchObject({
      status: 'UPDATING',
      statusReason: 'ComputeEnvironment Healthy',
      computeResources: { instanceTypes: ['m5.xlarge'] },
    });
    machine.runTo(400);
    expect(environment(machine)).toMatchObject({ status: 'VALID', computeResources: { desiredvCpus: 4 } });
    expect(instances(machine)).toEqual([
      'c5.large ON_DEMAND pending@0',
      'c5.large ON_DEMAND terminated@100.001 update',
      'm5.xlarge ON_DEMAND pending@120',
    ]);
  });

  it('lets jobs end on old instances while new ones start on new, and is VALID when the last has gone [CEU-22, CEU-3]', () => {
    const machine = fleetOf('ideal');
    const old = machine.submit(seconds(600));
    machine.runTo(10);
    update(machine, { instanceTypes: ['m5.large'] });
    const young = machine.submit(seconds(60));
    machine.runTo(590);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING' });
    expect(
      machine.sim.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' }, WHO),
    ).toMatchObject({
      error: { message: 'Cannot update, resource is being modified' },
    });
    machine.runTo(700);
    expect(machine.job(old)).toMatchObject({ status: 'SUCCEEDED', startedAt: START + 1 });
    expect(machine.job(young)).toMatchObject({ status: 'SUCCEEDED' });
    expect(instances(machine)).toEqual([
      'c5.large ON_DEMAND pending@0.001',
      'm5.large ON_DEMAND pending@10.001',
      'm5.large ON_DEMAND terminated@70.001 scale-down',
      'c5.large ON_DEMAND terminated@600.001 update',
    ]);
    expect(statuses(machine).filter((step) => !step.startsWith('VALID@0'))).toEqual([
      'UPDATING@10.001 edit',
      'UPDATING@10.001',
      'UPDATING@70.001',
      'VALID@600.001',
    ]);
  });

  it('ends what still runs after jobExecutionTimeoutMinutes; the job is tried again on a new instance [CEU-23]', () => {
    const machine = fleetOf('ideal');
    const tried = machine.submit({ ...seconds(900), retryStrategy: { attempts: 2 } });
    const once = machine.submit(seconds(900));
    machine.runTo(10);
    update(machine, { instanceTypes: ['m5.large'] }, { updatePolicy: { jobExecutionTimeoutMinutes: 5 } });
    machine.runTo(2000);
    expect(machine.job(once)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringMatching(/^Host EC2 \(instance i-[0-9a-f]+\) terminated\.$/),
      stoppedAt: START + 310_001,
    });
    expect(machine.job(tried)).toMatchObject({ status: 'SUCCEEDED', startedAt: START + 310_001 });
    expect(instances(machine)).toContain('c5.large ON_DEMAND terminated@310.001 update');
    expect(environment(machine)).toMatchObject({
      status: 'VALID',
      updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 5 },
    });
  });

  it('ends jobs at once where the policy says so [CEU-24]', () => {
    const machine = fleetOf('ideal');
    const job = machine.submit(seconds(900));
    machine.runTo(10);
    update(machine, { tags: { team: 'a' } }, { updatePolicy: { terminateJobsOnUpdate: true } });
    machine.runTo(11);
    expect(machine.job(job)).toMatchObject({ status: 'FAILED', stoppedAt: START + 10_001 });
    expect(environment(machine)).toMatchObject({ status: 'VALID', computeResources: { tags: { team: 'a' } } });
  });

  it('keeps to what each instance was bought as when On-Demand becomes Spot', () => {
    const machine = fleetOf('ideal');
    machine.submit(seconds(1000));
    machine.runTo(10);
    const twin = machine.sim.fork();
    update(machine, { type: 'SPOT', bidPercentage: 80 });
    machine.runTo(1100);
    twin.advance(START + 1_100_000);
    expect(machine.sim.totals().billNanoUsd).toBe(twin.totals().billNanoUsd);
    machine.submit(seconds(10));
    machine.runTo(1200);
    expect(instances(machine).filter((step) => step.includes('pending'))).toEqual([
      'c5.large ON_DEMAND pending@0.001',
      'c5.large SPOT pending@1100.001',
    ]);
    expect(instances(machine)).toContain('c5.large ON_DEMAND terminated@1000.001 update');
  });

  it('leaves no trace where it is refused', () => {
    const machine = fleetOf('aws', { allocationStrategy: 'BEST_FIT' });
    machine.runTo(100);
    const before = machine.sim.stateHash();
    const input = { computeEnvironment: 'fleet', computeResources: { instanceTypes: ['m5'], maxvCpus: 16 } };
    expect(machine.sim.call('UpdateComputeEnvironment', input, WHO)).toMatchObject({
      error: { message: "BEST_FIT isn't supported when updating [instanceTypes] of a compute environment" },
    });
    expect(machine.sim.stateHash()).toBe(before);
  });

  it('goes on the same from a snapshot taken in its midst', () => {
    const machine = fleetOf('aws');
    machine.submit(seconds(900));
    machine.submit({ ...seconds(3000), retryStrategy: { attempts: 2 } });
    machine.runTo(300);
    update(machine, { type: 'SPOT', instanceTypes: ['m5'] }, { updatePolicy: { jobExecutionTimeoutMinutes: 20 } });
    machine.runTo(400);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING' });
    const restored = machine.sim.fork();
    for (const until of [900, 2000, 6000]) {
      machine.runTo(until);
      restored.advance(START + until * 1000);
      expect(restored.stateHash()).toBe(machine.sim.stateHash());
      expect(restored.totals()).toEqual(machine.sim.totals());
    }
    expect(environment(machine)).toMatchObject({ status: 'VALID' });
  });
});

describe('a missing subnet', () => {
  it('is mended by an update that names another, also while an old instance still works', () => {
    const machine = fleetOf('aws', { subnets: ['subnet-1', 'subnet-2'] });
    const old = machine.submit(seconds(1200));
    const fault: Fault = { kind: 'subnet-missing', subnet: 'subnet-1', at: START + 300_000 };
    machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at: START + 1, kind: 'fault', fault, principal: WHO });
    machine.runTo(310);
    expect(environment(machine)).toMatchObject({
      status: 'INVALID',
      statusReason: expect.stringContaining("The subnet ID 'subnet-1' does not exist"),
    });
    const waiting = machine.submit(scripted({ SIM_SECONDS: 10 }, 2));
    update(machine, { subnets: ['subnet-2'] });
    machine.runTo(600);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING', statusReason: 'ComputeEnvironment Healthy' });
    expect(machine.job(waiting)).toMatchObject({ status: 'SUCCEEDED' });
    machine.runTo(1600);
    expect(machine.job(old)).toMatchObject({ status: 'SUCCEEDED' });
    expect(environment(machine)).toMatchObject({ status: 'VALID', computeResources: { subnets: ['subnet-2'] } });
  });

  it('that goes missing during an update keeps jobs away until it is back', () => {
    const machine = fleetOf('ideal');
    machine.submit(seconds(1200));
    machine.runTo(10);
    update(machine, { instanceTypes: ['m5.large'] });
    const fault: Fault = { kind: 'subnet-missing', subnet: 'subnet-1', at: START + 100_000, end: START + 400_000 };
    machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at: START + 11_000, kind: 'fault', fault, principal: WHO });
    machine.runTo(200);
    const job = machine.submit(seconds(10));
    machine.runTo(390);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING', statusReason: expect.stringContaining('subnet') });
    expect(machine.job(job)).toMatchObject({ status: 'RUNNABLE' });
    machine.runTo(500);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING', statusReason: 'ComputeEnvironment Healthy' });
    expect(machine.job(job)).toMatchObject({ status: 'SUCCEEDED', startedAt: START + 400_000 });
  });
});
