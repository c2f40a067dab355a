import { describe, expect, it } from 'vitest';
import type { ResourceChange, WaitChange } from '@/lib/batch';
import type { Fault } from '../contract';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  queueInput,
  START,
  type TestMachine,
  testMachine,
  WHO,
} from '../test-machine';

type Missing = Fault extends infer F
  ? F extends { kind: `${string}-missing` }
    ? Omit<F, 'at' | 'end'>
    : never
  : never;

function addFault(machine: TestMachine, what: Missing, fromSeconds: number, toSeconds?: number): void {
  const end = toSeconds === undefined ? {} : { end: START + toSeconds * 1000 };
  const fault: Fault = { at: START + fromSeconds * 1000, ...end, ...what };
  const at = machine.sim.now() + 1;
  const done = machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at, kind: 'fault', fault, principal: WHO });
  expect(done).toEqual({ ok: true });
}

function environment(machine: TestMachine, name = 'fleet'): unknown {
  const { computeEnvironments } = {
    computeEnvironments: [],
    ...machine.call('DescribeComputeEnvironments', { computeEnvironments: [name] }),
  };
  return computeEnvironments[0];
}

const waits = (machine: TestMachine) =>
  machine.changes.filter((change): change is WaitChange => change.kind === 'wait' && change.count > 0);

const HEALTHY = { status: 'VALID', statusReason: 'ComputeEnvironment Healthy' };
const NO_ROLE =
  /^CLIENT_ERROR - Not authorized to perform sts:AssumeRole \(Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: [0-9a-f-]{36}\)$/;

describe('an environment whose service role is gone', () => {
  const role = 'AWSServiceRoleForBatch';

  it('turns INVALID with AWS’s reason, takes no jobs, says so, and is VALID again when the role is back [CEI-1, CEI-4, WHY-4]', () => {
    const machine = fixedFleet(2, 'aws');
    addFault(machine, { kind: 'role-missing', role }, 10, 400);
    machine.runTo(20);
    expect(environment(machine)).toMatchObject({
      status: 'INVALID',
      state: 'ENABLED',
      statusReason: expect.stringMatching(NO_ROLE),
    });
    const jobId = machine.submit();
    machine.runTo(390);
    expect(machine.job(jobId)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: 'ACTION_REQUIRED - CE(s) associated with the job queue are invalid.',
    });
    expect(waits(machine).at(-1)).toMatchObject({
      cause: 'not-accepting',
      evidence: { environment: 'fleet', state: 'INVALID', statusReason: expect.stringMatching(NO_ROLE) },
    });
    expect(machine.sim.call('CreateJobQueue', queueInput('more', 1, ['fleet']), WHO)).toMatchObject({
      error: { message: 'Compute Environments must be created and valid before attaching them to a job queue' },
    });
    machine.runTo(500);
    expect(environment(machine)).toMatchObject(HEALTHY);
    expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
    const told = machine.changes
      .filter((change): change is ResourceChange => change.kind === 'resource' && change.name === 'fleet')
      .filter(({ at }) => at >= START + 10_000 && at <= START + 400_000);
    expect(told.filter(({ edit }) => edit)).toEqual([]);
    expect(told.map(({ at }) => (at - START) / 1000)).toEqual([10, 400]);
  });

  it('is not VALID by another change while the role is missing', () => {
    const machine = fixedFleet(2, 'aws');
    addFault(machine, { kind: 'role-missing', role }, 10);
    machine.runTo(20);
    const jobId = machine.submit();
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources: { maxvCpus: 4 } });
    machine.runTo(25);
    expect(environment(machine)).toMatchObject({ status: 'UPDATING' });
    machine.runTo(60);
    expect(environment(machine)).toMatchObject({ status: 'INVALID', computeResources: { maxvCpus: 4 } });
    expect(machine.job(jobId)).toMatchObject({ status: 'RUNNABLE' });
    const restored = machine.sim.fork();
    restored.advance(START + 100_000);
    machine.runTo(100);
    expect(restored.stateHash()).toBe(machine.sim.stateHash());
  });

  it('hangs when it is deleted, until the role is back [CED-12]', () => {
    const machine = fixedFleet(2, 'aws');
    machine.call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
    machine.runTo(20);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    addFault(machine, { kind: 'role-missing', role }, 90, 1000);
    machine.runTo(100);
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'fleet' });
    machine.runTo(900);
    expect(environment(machine)).toMatchObject({ status: 'DELETING', statusReason: expect.stringMatching(NO_ROLE) });
    expect(machine.sim.totals().provisionedVcpuMs).toBe(2 * 900_000);
    machine.runTo(1100);
    expect(environment(machine)).toBeUndefined();
    expect(machine.sim.totals().provisionedVcpuMs).toBe(2 * 1_000_000);
  });
});

it('is mended by an update that names another role [CEI-5]', () => {
  const machine = fixedFleet(2);
  machine.call('CreateComputeEnvironment', { ...environmentInput('own', { maxvCpus: 4 }), serviceRole: 'first' });
  addFault(machine, { kind: 'role-missing', role: 'arn:aws:iam::123456789012:role/first' }, 10);
  machine.runTo(20);
  expect(environment(machine, 'own')).toMatchObject({
    status: 'INVALID',
    statusReason: expect.stringMatching(NO_ROLE),
  });
  expect(environment(machine)).toMatchObject(HEALTHY);
  machine.call('UpdateComputeEnvironment', { computeEnvironment: 'own', serviceRole: 'second' });
  machine.runTo(30);
  expect(environment(machine, 'own')).toMatchObject({ ...HEALTHY, serviceRole: 'second' });
});

it('is INVALID from the start where something is missing when it is made [CE-38]', () => {
  const machine = testMachine('aws');
  machine.runTo(0);
  addFault(machine, { kind: 'subnet-missing', subnet: 'subnet-1' }, 1, 100);
  machine.runTo(10);
  machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
  machine.runTo(50);
  expect(environment(machine)).toMatchObject({ status: 'INVALID' });
  machine.runTo(200);
  expect(environment(machine)).toMatchObject(HEALTHY);
});

describe('AWS’s reasons [CEI-2]', () => {
  it.each<[Missing, RegExp]>([
    [
      { kind: 'subnet-missing', subnet: 'subnet-1' },
      /^CLIENT_ERROR - The subnet ID 'subnet-1' does not exist \(Service: AmazonEC2; .*InvalidSubnetID\.NotFound/,
    ],
    [
      { kind: 'security-group-missing', securityGroup: 'sg-1' },
      /^CLIENT_ERROR - The security group 'sg-1' does not exist .*InvalidGroup\.NotFound/,
    ],
    [
      { kind: 'instance-profile-missing', instanceProfile: 'ecsInstanceRole' },
      /^CLIENT_ERROR - Instance profile arn:aws:iam::123456789012:instance-profile\/ecsInstanceRole does not exist$/,
    ],
    [
      { kind: 'role-missing', role: 'spot-fleet' },
      /^CLIENT_ERROR - Parameter: SpotFleetRequestConfig\.IamFleetRole is invalid\. \(Service: AmazonEC2; Status Code: 400; Error Code: InvalidSpotFleetRequestConfig; Request ID: [^)]*\) Parameter: SpotFleetRequestConfig\.IamFleetRole is invalid$/,
    ],
  ])('%j', (what, reason) => {
    const machine = testMachine();
    const resources = { type: 'SPOT', maxvCpus: 4, spotIamFleetRole: 'arn:aws:iam::123456789012:role/spot-fleet' };
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', resources));
    machine.runTo(0);
    addFault(machine, what, 1);
    machine.runTo(2);
    expect(environment(machine)).toMatchObject({ status: 'INVALID', statusReason: expect.stringMatching(reason) });
  });
});

describe('an UNMANAGED environment', () => {
  function world(): TestMachine {
    const machine = testMachine('aws');
    machine.resource('CreateComputeEnvironment', {
      computeEnvironmentName: 'own',
      type: 'UNMANAGED',
      serviceRole: 'arn:aws:iam::123456789012:role/batch',
      unmanagedvCpus: 8,
    });
    machine.resource('CreateJobQueue', queueInput('main', 1, ['own']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    return machine;
  }

  it('is VALID and has an ECS cluster, but nothing of its own to run on [CE-37, WHY-5]', () => {
    const machine = world();
    expect(environment(machine, 'own')).toMatchObject({
      ...HEALTHY,
      type: 'UNMANAGED',
      unmanagedvCpus: 8,
      ecsClusterArn: expect.stringContaining('cluster/AWSBatch-own-'),
    });
    expect(environment(machine, 'own')).not.toHaveProperty('computeResources');
    const jobId = machine.submit();
    machine.runTo(3600);
    expect(machine.job(jobId)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: 'UNDETERMINED - Batch job is blocked, root cause is undetermined.',
    });
    expect(waits(machine).at(-1)).toMatchObject({ cause: 'no-instances', evidence: { environment: 'own' } });
    expect(machine.changes.filter(({ kind }) => kind === 'instance')).toEqual([]);
  });

  it('is changed and deleted like any other', () => {
    const machine = world();
    const asked = { computeEnvironment: 'own' };
    expect(
      machine.sim.call('UpdateComputeEnvironment', { ...asked, computeResources: { maxvCpus: 1 } }, WHO),
    ).toMatchObject({
      error: { message: 'computeResources is not applicable for unmanaged Compute Environment.' },
    });
    machine.call('UpdateComputeEnvironment', { ...asked, unmanagedvCpus: 16, state: 'DISABLED' });
    machine.call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
    machine.runTo(60);
    expect(environment(machine, 'own')).toMatchObject({ unmanagedvCpus: 16, state: 'DISABLED', status: 'VALID' });
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.runTo(120);
    machine.call('DeleteComputeEnvironment', asked);
    machine.runTo(180);
    expect(environment(machine, 'own')).toBeUndefined();
  });

  it('is passed over for a managed one that can grow', () => {
    const machine = world();
    machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.runTo(20);
    const computeEnvironmentOrder = ['own', 'fleet'].map((name, order) => ({ order, computeEnvironment: name }));
    machine.call('UpdateJobQueue', { jobQueue: 'main', computeEnvironmentOrder });
    const jobId = machine.submit();
    machine.runTo(600);
    expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
