import { describe, expect, it } from 'vitest';
import type { ResourceChange } from '@/lib/batch';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  queueInput,
  START,
  scripted,
  type TestMachine,
  testMachine,
  WHO,
  workloadRows,
} from '../test-machine';

const IN_USE = 'Cannot delete, found existing JobQueue relationship';
const MODIFIED = 'Cannot delete, resource is being modified';

function refused(machine: TestMachine, operation: string, input: object, message: string): void {
  expect(machine.sim.call(operation, input, WHO)).toMatchObject({ ok: false, error: { message } });
}

function versions(machine: TestMachine, kind: string, name: string): (string | null)[] {
  return machine.changes
    .filter((change): change is ResourceChange => change.kind === 'resource')
    .filter((change) => change.resourceKind === kind && change.name === name)
    .map(({ document, at, edit }) => {
      const status = document === null ? 'gone' : 'status' in document ? String(document.status) : '';
      return `${status}@${(at - START) / 1000}${edit ? ' by hand' : ''}`;
    });
}

const statusOf = (machine: TestMachine, list: string, operation: string): unknown[] =>
  Object.entries(machine.call(operation, {}))
    .filter(([key]) => key === list)
    .flatMap(([, documents]) => documents);

const queues = (machine: TestMachine) => statusOf(machine, 'jobQueues', 'DescribeJobQueues');
const environments = (machine: TestMachine) => statusOf(machine, 'computeEnvironments', 'DescribeComputeEnvironments');

function close(machine: TestMachine): void {
  machine.call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
}

describe('a queue', () => {
  it('is deleted only when DISABLED and at rest [JQD-1, JQD-2, JQD-5, JQ-16]', () => {
    const machine = fixedFleet(2, 'aws');
    refused(machine, 'DeleteJobQueue', { jobQueue: 'main' }, 'Cannot delete, job queue must be in DISABLED state');
    close(machine);
    refused(machine, 'DeleteJobQueue', { jobQueue: 'main' }, MODIFIED);
    machine.runTo(60);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    refused(machine, 'DeleteJobQueue', { jobQueue: 'main' }, MODIFIED);
    refused(machine, 'UpdateJobQueue', { jobQueue: 'main', priority: 2 }, 'Cannot update, resource is being modified');
    expect(machine.call('DeleteJobQueue', { jobQueue: 'none' })).toEqual({});
  });

  it('takes its jobs with it: waiting ones at once, running ones by SIGTERM [JQD-3, JQD-4]', () => {
    const machine = fixedFleet(1, 'ideal');
    const running = machine.submit(scripted({ SIM_SECONDS: 1000 }, 2));
    const waiting = machine.submit(scripted({ SIM_SECONDS: 1000 }));
    const pending = machine.submit({ dependsOn: [{ jobId: running }] });
    const array = machine.submit({ arrayProperties: { size: 3 }, dependsOn: [{ jobId: running }] });
    machine.runTo(10);
    close(machine);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.runTo(100);
    expect(machine.story(running).at(-1)).toBe('FAILED@40.001');
    for (const jobId of [waiting, pending, array, `${array}:2`]) {
      expect(machine.story(jobId).at(-1)).toBe('FAILED@10.001');
      expect(machine.job(jobId)).toMatchObject({ status: 'FAILED', statusReason: 'Job queue deleted' });
    }
    expect(versions(machine, 'job-queue', 'main').slice(-2)).toEqual(['DELETING@10.001 by hand', 'gone@40.001']);
    expect(queues(machine)).toEqual([]);
  });

  it.each(['ideal', 'aws'] as const)('takes multi-node jobs with it, all nodes at once (%s)', (timing) => {
    const machine = fixedFleet(6, timing);
    const container = {
      image: 'mpi',
      environment: [{ name: 'SIM_SECONDS', value: '10000' }],
      resourceRequirements: [
        { type: 'VCPU', value: '2' },
        { type: 'MEMORY', value: '512' },
      ],
    };
    const nodeProperties = { numNodes: 3, mainNode: 0, nodeRangeProperties: [{ targetNodes: ':', container }] };
    machine.call('RegisterJobDefinition', { jobDefinitionName: 'gang', type: 'multinode', nodeProperties });
    const [running, waiting] = [0, 1].map(() => machine.submit({ jobDefinition: 'gang' }));
    const pending = machine.submit({ jobDefinition: 'gang', dependsOn: [{ jobId: waiting }] });
    machine.runTo(200);
    expect(machine.job(running ?? '')).toMatchObject({ status: 'RUNNING' });
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'main' })).toMatchObject({
      queueUtilization: { totalCapacityUsage: [{ quantity: 6 }] },
      frontOfQueue: { jobs: { length: 1 } },
    });
    close(machine);
    machine.runTo(300);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.runTo(500);
    for (const jobId of [running, waiting, pending]) {
      expect(machine.job(jobId ?? '')).toMatchObject({ status: 'FAILED', statusReason: 'Job queue deleted' });
      for (const node of [0, 1, 2]) expect(machine.job(`${jobId}#${node}`)).toMatchObject({ status: 'FAILED' });
    }
    expect(queues(machine)).toEqual([]);
    expect(machine.sim.totals().jobs).toMatchObject({ waiting: 0, running: 0, failed: 3 });
  });

  it('frees its name: a new one of that name starts without the old one’s jobs', () => {
    const machine = fixedFleet(1, 'ideal');
    const before = machine.submit();
    machine.runTo(1);
    close(machine);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.call('CreateJobQueue', queueInput('main', 1, ['fleet']));
    const after = machine.submit();
    machine.runTo(2);
    expect(machine.job(before)).toMatchObject({ status: 'SUCCEEDED', jobQueue: machine.job(after).jobQueue });
    const { jobSummaryList } = {
      jobSummaryList: [],
      ...machine.call('ListJobs', { jobQueue: 'main', jobStatus: 'SUCCEEDED' }),
    };
    expect(jobSummaryList).toMatchObject([{ jobId: after }]);
    const restored = machine.sim.fork();
    expect(restored.stateHash()).toBe(machine.sim.stateHash());
    expect(restored.call('DescribeJobQueues', {}, WHO)).toEqual(machine.sim.call('DescribeJobQueues', {}, WHO));
  });

  it('ends what a workload still sends to it', () => {
    const machine = fixedFleet(1, 'ideal');
    const rows = workloadRows(0, 50_000);
    const options = { file: 'late', hash: 'none', queue: 'main' };
    const at = machine.sim.now() + 1;
    machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at, kind: 'workload', options, principal: WHO }, rows);
    machine.runTo(10);
    close(machine);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    machine.runTo(100);
    expect(machine.sim.totals().jobs).toMatchObject({ succeeded: 1, failed: 1, waiting: 0, running: 0 });
  });
});

describe('an environment', () => {
  it('is deleted only when DISABLED, at rest, and attached to nothing [CED-1, CED-2, CED-3, CED-10]', () => {
    const machine = fixedFleet(2, 'aws');
    const asked = { computeEnvironment: 'fleet' };
    const disabled = 'Cannot delete, compute environment must be in DISABLED state';
    refused(machine, 'DeleteComputeEnvironment', asked, disabled);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    refused(machine, 'DeleteComputeEnvironment', asked, MODIFIED);
    machine.runTo(60);
    refused(machine, 'DeleteComputeEnvironment', asked, IN_USE);
    close(machine);
    machine.runTo(120);
    machine.call('DeleteJobQueue', { jobQueue: 'main' });
    refused(machine, 'DeleteComputeEnvironment', asked, IN_USE);
    machine.runTo(200);
    machine.call('DeleteComputeEnvironment', asked);
    refused(machine, 'DeleteComputeEnvironment', asked, MODIFIED);
    machine.runTo(300);
    expect(versions(machine, 'compute-environment', 'fleet').slice(-3)).toEqual([
      'DELETING@200.001 by hand',
      'DELETING@200.001',
      'gone@230.001',
    ]);
    expect(environments(machine)).toEqual([]);
    expect(machine.changes.filter((change) => change.kind === 'instance').at(-1)).toMatchObject({
      state: 'terminated',
      endedBy: 'user',
    });
  });

  it('still counts as attached some seconds after it was detached [CED-4]', () => {
    const machine = fixedFleet(2, 'aws');
    machine.call('CreateComputeEnvironment', environmentInput('other', { maxvCpus: 4 }));
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    machine.runTo(100);
    const order = [{ order: 1, computeEnvironment: 'other' }];
    machine.call('UpdateJobQueue', { jobQueue: 'main', computeEnvironmentOrder: order });
    refused(machine, 'DeleteComputeEnvironment', { computeEnvironment: 'fleet' }, IN_USE);
    machine.runTo(104);
    refused(machine, 'DeleteComputeEnvironment', { computeEnvironment: 'fleet' }, IN_USE);
    machine.runTo(106);
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'fleet' });
    machine.runTo(200);
    expect(environments(machine)).toMatchObject([{ computeEnvironmentName: 'other' }]);
  });

  it.each(['ideal', 'aws'] as const)('takes its instances away, and jobs go on elsewhere (%s)', (timing) => {
    const machine = fixedFleet(2, timing);
    const jobId = machine.submit({
      ...scripted({ SIM_SECONDS: 10_000 }),
      retryStrategy: { attempts: 2 },
    });
    machine.call('CreateComputeEnvironment', environmentInput('other', { maxvCpus: 4 }));
    machine.runTo(100);
    expect(machine.job(jobId)).toMatchObject({ status: 'RUNNING' });
    const order = [{ order: 1, computeEnvironment: 'other' }];
    machine.call('UpdateJobQueue', { jobQueue: 'main', computeEnvironmentOrder: order });
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    machine.runTo(200);
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'fleet' });
    machine.runTo(1000);
    expect(environments(machine)).toMatchObject([{ computeEnvironmentName: 'other' }]);
    expect(machine.job(jobId)).toMatchObject({
      status: 'RUNNING',
      attempts: [{ statusReason: expect.stringMatching(/^Host EC2 \(instance i-.*\) terminated\.$/) }],
    });
    machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.runTo(1100);
    expect(environments(machine)).toHaveLength(2);
  });

  it('on Fargate turns INVALID while jobs run on it, and is deleted after them [CED-11]', () => {
    const machine = testMachine('aws');
    for (const name of ['tasks', 'other']) {
      machine.resource('CreateComputeEnvironment', {
        computeEnvironmentName: name,
        type: 'MANAGED',
        computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
      });
    }
    machine.resource('CreateJobQueue', queueInput('main', 1, ['tasks']));
    const size = {
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
    };
    machine.resource('RegisterJobDefinition', {
      ...definitionInput('one', { executionRoleArn: 'role', ...size }),
      platformCapabilities: ['FARGATE'],
    });
    machine.runTo(0);
    const jobId = machine.submit({ containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '1000' }] } });
    machine.runTo(100);
    machine.call('UpdateJobQueue', {
      jobQueue: 'main',
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'other' }],
    });
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'tasks', state: 'DISABLED' });
    machine.runTo(200);
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'tasks' });
    machine.runTo(300);
    expect(environments(machine)).toMatchObject([
      { computeEnvironmentName: 'other', status: 'VALID' },
      { computeEnvironmentName: 'tasks', status: 'INVALID', statusReason: expect.stringContaining('active jobs') },
    ]);
    machine.runTo(2000);
    expect(machine.job(jobId)).toMatchObject({ status: 'SUCCEEDED' });
    machine.call('DeleteComputeEnvironment', { computeEnvironment: 'tasks' });
    machine.runTo(2100);
    expect(environments(machine)).toHaveLength(1);
  });
});
