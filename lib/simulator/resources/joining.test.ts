import { expect, it } from 'vitest';
import type { InstanceChange, WaitChange } from '@/lib/batch';
import { definitionInput, environmentInput, queueInput, START, type TestMachine, testMachine } from '../test-machine';

const REASON =
  /^Your compute environment has been INVALIDATED and scaled down because none of the instances joined the underlying ECS Cluster\. /;

/** An empty environment `fleet` whose instances don't join from 10 s to `end`, and a job that needs one. */
function world(timing: 'aws' | 'ideal', end: number): { machine: TestMachine; jobId: string } {
  const machine = testMachine(timing);
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.runTo(0);
  machine.fault({ at: START + 10_000, end: START + end * 1000, kind: 'agent-not-joining', environment: 'fleet' });
  machine.runTo(20);
  return { machine, jobId: machine.submit() };
}

function fleet(machine: TestMachine): object {
  const { computeEnvironments } = { computeEnvironments: [{}], ...machine.call('DescribeComputeEnvironments', {}) };
  return computeEnvironments[0] ?? {};
}

const told = (machine: TestMachine) =>
  machine.changes.filter((change): change is InstanceChange => change.kind === 'instance').at(-1);

it('an environment none of whose instances joins turns INVALID after 15 minutes and is scaled down, until an update mends it [CEI-3, CEI-6]', () => {
  const { machine, jobId } = world('aws', 2000);
  machine.runTo(600);
  expect(fleet(machine)).toMatchObject({ status: 'VALID', computeResources: { desiredvCpus: 2 } });
  expect(told(machine)).toMatchObject({ state: 'running' });
  expect(machine.changes.findLast((change): change is WaitChange => change.kind === 'wait')).toMatchObject({
    cause: 'not-joining',
    count: 1,
    evidence: { environment: 'fleet' },
  });
  const restored = machine.sim.fork();
  machine.runTo(1200);
  expect(fleet(machine)).toMatchObject({
    status: 'INVALID',
    statusReason: expect.stringMatching(REASON),
    computeResources: { desiredvCpus: 0 },
  });
  expect(told(machine)).toMatchObject({ state: 'terminated', endedBy: 'scale-down' });
  machine.runTo(2500);
  restored.advance(START + 2_500_000);
  expect(restored.stateHash()).toBe(machine.sim.stateHash());
  expect(fleet(machine)).toMatchObject({ status: 'INVALID' });
  expect(machine.job(jobId)).toMatchObject({ status: 'RUNNABLE' });
  machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources: { maxvCpus: 8 } });
  machine.runTo(3000);
  expect(fleet(machine)).toMatchObject({ status: 'VALID', statusReason: 'ComputeEnvironment Healthy' });
  expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
});

it('instances that are still up join once nothing keeps them out', () => {
  const { machine, jobId } = world('aws', 400);
  machine.runTo(399);
  expect(machine.job(jobId)).toMatchObject({ status: 'RUNNABLE' });
  machine.runTo(500);
  expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
  expect(fleet(machine)).toMatchObject({ status: 'VALID' });
});

it('without delays it is INVALID at once', () => {
  const { machine, jobId } = world('ideal', 400);
  machine.runTo(21);
  expect(fleet(machine)).toMatchObject({ status: 'INVALID', statusReason: expect.stringMatching(REASON) });
  expect(machine.job(jobId)).toMatchObject({ status: 'RUNNABLE' });
});

it('beside an instance that has joined, one that does not stays and joins later; nothing is launched again and again', () => {
  const { machine, jobId } = world('ideal', 2000);
  machine.runTo(2001);
  machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources: { minvCpus: 2 } });
  machine.runTo(2010);
  expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
  machine.fault({ at: START + 2_020_000, end: START + 9_000_000, kind: 'agent-not-joining' });
  machine.runTo(2021);
  const seconds = { containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '5000' }] } };
  const jobs = [machine.submit(seconds), machine.submit(seconds), machine.submit(seconds)];
  machine.runTo(4000);
  expect(fleet(machine)).toMatchObject({ status: 'VALID', computeResources: { desiredvCpus: 4 } });
  expect(machine.job(jobs[2] ?? '')).toMatchObject({ status: 'RUNNABLE' });
  expect(machine.changes.filter(({ kind, at }) => kind === 'instance' && (at ?? 0) > START + 2_020_000)).toHaveLength(
    2,
  );
  machine.runTo(9001);
  expect(machine.job(jobs[2] ?? '')).toMatchObject({ status: 'RUNNING' });
});
