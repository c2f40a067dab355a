import { describe, expect, it } from 'vitest';
import type { Change, JobChange } from '@/lib/batch';
import {
  nodeContainer as container,
  environmentInput,
  fixedFleet,
  gang,
  queueInput,
  START,
  type TestMachine,
  testMachine,
} from '../test-machine';

function withGang(machine: TestMachine, ranges: Record<string, object>, numNodes = 3, more: object = {}): TestMachine {
  machine.call('RegisterJobDefinition', gang('gang', numNodes, 0, ranges, more));
  return machine;
}

const submitGang = (machine: TestMachine, more: object = {}): string =>
  machine.submit({ jobDefinition: 'gang', ...more });

function lastAttempts(changes: readonly Change[], parent: string): (JobChange & { attempt: object })[] {
  return changes.filter(
    (change): change is JobChange & { attempt: NonNullable<JobChange['attempt']> } =>
      change.kind === 'job' && change.parentId === parent && change.attempt?.stoppedAt !== undefined,
  );
}

describe('a multi-node job', () => {
  it('waits until all nodes have an instance of their own, starts with the main node and ends with it [MNP-20, MNP-22]', () => {
    const machine = withGang(fixedFleet(6), { ':': container({ SIM_SECONDS: 10 }) });
    const single = machine.submit({ containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '5' }] } });
    const job = submitGang(machine);
    const after = machine.submit();
    machine.runTo(60);
    expect(machine.story(single)).toContain('SUCCEEDED@5.001');
    expect(machine.story(job)).toEqual([
      'SUBMITTED@0.001',
      'RUNNABLE@0.001',
      'STARTING@5.001',
      'RUNNING@5.001',
      'SUCCEEDED@15.001',
    ]);
    for (const node of [0, 1, 2]) {
      expect(machine.story(`${job}#${node}`)).toEqual(machine.story(job));
    }
    expect(machine.story(after).at(-1)).toBe('SUCCEEDED@15.001');
    const hosts = lastAttempts(machine.changes, job).map(({ attempt }) => JSON.stringify(attempt));
    expect(new Set(hosts.map((text) => /"instanceArn":"([^"]+)"/.exec(text)?.[1])).size).toBe(3);
    expect(machine.sim.totals().jobs).toMatchObject({ submitted: 3, succeeded: 3, waiting: 0, running: 0 });
  });

  it('runs other nodes only once the main node runs, each after its own image pull [MNP-21]', () => {
    const machine = withGang(fixedFleet(6, 'aws'), { ':': container({ SIM_SECONDS: 100 }) });
    const job = submitGang(machine);
    machine.runTo(300);
    const running = (id: string) =>
      Number(
        machine
          .story(id)
          .find((step) => step.startsWith('RUNNING'))
          ?.slice(8),
      );
    expect(running(job)).toBe(running(`${job}#0`));
    expect(running(`${job}#1`)).toBeGreaterThan(running(`${job}#0`));
    expect(running(`${job}#2`)).toBeGreaterThan(running(`${job}#0`));
  });

  it('takes the whole instance: nothing else runs beside a node [MNP-20]', () => {
    const machine = withGang(fixedFleet(4), { ':': container({ SIM_SECONDS: 10 }, 1) }, 2);
    submitGang(machine);
    const behind = machine.submit();
    machine.runTo(30);
    expect(machine.story(behind).at(-1)).toBe('SUCCEEDED@10.001');
  });

  it('goes on when another node dies, and renews all nodes when the main node fails and may be retried [MNP-23, MNP-24]', () => {
    const ranges = {
      '0': container({ SIM_SECONDS: 10, SIM_FAIL_ATTEMPTS: 1 }),
      '1:': container({ SIM_SECONDS: 3, SIM_EXIT_CODE: 4 }),
    };
    const machine = withGang(fixedFleet(6), ranges, 3, { retryStrategy: { attempts: 2 } });
    const job = submitGang(machine);
    machine.runTo(5);
    expect(machine.job(job)).toMatchObject({ status: 'RUNNING' });
    expect(machine.job(`${job}#1`)).toMatchObject({ status: 'FAILED', container: { exitCode: 4 } });
    machine.runTo(60);
    expect(machine.story(job).slice(2)).toEqual([
      'STARTING@0.001',
      'RUNNING@0.001',
      'RUNNABLE@10.001',
      'STARTING@10.001',
      'RUNNING@10.001',
      'SUCCEEDED@20.001',
    ]);
    expect(machine.story(`${job}#1`).at(-1)).toBe('FAILED@13.001');
    const { attempts } = machine.job(`${job}#1`);
    expect(attempts).toHaveLength(2);
    expect(machine.sim.totals().jobs).toMatchObject({ submitted: 1, succeeded: 1, failed: 0 });
  });

  it('stops the nodes that still run when the main node ends [MNP-22]', () => {
    const machine = withGang(
      fixedFleet(4),
      { '0': container({ SIM_SECONDS: 5 }), '1': container({ SIM_SECONDS: 500 }) },
      2,
    );
    const job = submitGang(machine);
    machine.runTo(6);
    expect(machine.job(`${job}#1`)).toMatchObject({
      status: 'SUCCEEDED',
      statusReason: 'Stopped because the main node ended',
    });
    expect(machine.job(job)).toMatchObject({ status: 'SUCCEEDED', statusReason: 'Essential container in task exited' });
    expect(machine.sim.totals().usedVcpuMs).toBe(20_000);
  });

  it('is terminated as a whole, also by a node’s id, and cancelled while it waits', () => {
    const machine = withGang(fixedFleet(4), { ':': container({ SIM_SECONDS: 500 }) }, 2);
    const running = submitGang(machine);
    const waiting = submitGang(machine);
    machine.runTo(5);
    machine.call('CancelJob', { jobId: waiting, reason: 'not needed' });
    machine.call('TerminateJob', { jobId: `${running}#1`, reason: 'enough' });
    machine.runTo(50);
    expect(machine.job(waiting)).toMatchObject({
      status: 'FAILED',
      statusReason: 'not needed',
      isCancelled: true,
      attempts: [],
    });
    expect(machine.job(`${waiting}#0`)).toMatchObject({ status: 'FAILED', statusReason: 'not needed' });
    expect(machine.job(running)).toMatchObject({ status: 'FAILED', statusReason: 'enough', isTerminated: true });
    expect(machine.story(running).at(-1)).toBe('FAILED@35.001');
    expect(machine.job(`${running}#1`)).toMatchObject({ status: 'FAILED' });
  });

  it('has one timeout for all of it, from the start of its main node [MNP-25]', () => {
    const machine = withGang(fixedFleet(4), { ':': container({ SIM_SECONDS: 5000 }) }, 2, {
      timeout: { attemptDurationSeconds: 60 },
    });
    const job = submitGang(machine, { retryStrategy: { attempts: 3 } });
    machine.runTo(200);
    expect(machine.job(job)).toMatchObject({ status: 'FAILED', statusReason: 'Job attempt duration exceeded timeout' });
    expect(machine.story(`${job}#1`).at(-1)).toBe('FAILED@90.001');
  });

  it('loses a node with its host and ends only with its main node', () => {
    const machine = withGang(fixedFleet(4), { ':': container({ SIM_SECONDS: 100 }) }, 2);
    const job = submitGang(machine);
    machine.runTo(10);
    const host = String(Reflect.get(Object(machine.job(`${job}#1`).container), 'containerInstanceArn'));
    const change = machine.changes.find((one) => one.kind === 'instance' && one.instanceArn === host);
    const instance = change?.kind === 'instance' ? change.instanceId : '';
    const fault = { at: START + 11_000, kind: 'instance-lost' as const, instance };
    const seq = machine.sim.inputSeq() + 1;
    expect(
      machine.sim.apply({ seq, at: START + 11_000, kind: 'fault', fault, principal: { actor: 'x', source: 'portal' } }),
    ).toEqual({ ok: true });
    machine.runTo(200);
    expect(machine.job(`${job}#1`)).toMatchObject({
      status: 'FAILED',
      statusReason: `Host EC2 (instance ${instance}) terminated.`,
    });
    expect(machine.job(job)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('capacity of multi-node jobs', () => {
  it('is launched for all nodes at once, or not at all [WHY-2]', () => {
    const machine = testMachine('aws');
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 6 }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.runTo(0);
    withGang(machine, { ':': container({ SIM_SECONDS: 60 }) }, 3);
    machine.call('RegisterJobDefinition', gang('large', 4, 0, { ':': container() }));
    const large = machine.submit({ jobDefinition: 'large' });
    machine.runTo(400);
    expect(machine.changes.filter(({ kind }) => kind === 'instance')).toHaveLength(0);
    expect(machine.job(large)).toMatchObject({ status: 'RUNNABLE' });
    expect(String(machine.job(large).statusReason)).toContain('MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE');
    machine.call('TerminateJob', { jobId: large, reason: 'too large' });
    const job = submitGang(machine);
    machine.runTo(2000);
    expect(machine.job(job)).toMatchObject({ status: 'SUCCEEDED' });
    expect(machine.changes.filter((one) => one.kind === 'instance' && one.state === 'pending')).toHaveLength(3);
  });

  it('is not Spot: the job waits, and the tally says why [MNP-26]', () => {
    const machine = testMachine();
    machine.resource(
      'CreateComputeEnvironment',
      environmentInput('spot', { type: 'SPOT', maxvCpus: 100, allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED' }),
    );
    machine.resource('CreateJobQueue', queueInput('main', 1, ['spot']));
    machine.runTo(0);
    withGang(machine, { ':': container() }, 2);
    const job = submitGang(machine);
    machine.runTo(1000);
    expect(machine.job(job)).toMatchObject({ status: 'RUNNABLE' });
    const wait = machine.changes.findLast((one) => one.kind === 'wait');
    expect(wait).toMatchObject({ cause: 'not-accepting', count: 1, evidence: { vcpus: 4 } });
  });

  it('is charged whole, and closes: the bill is that of the instances', () => {
    const machine = withGang(fixedFleet(4), { ':': container({ SIM_SECONDS: 1800 }, 1) }, 2);
    submitGang(machine);
    machine.runTo(1800);
    expect(machine.sim.totals()).toMatchObject({ usedVcpuMs: 2 * 1_799_999, billNanoUsd: expect.any(BigInt) });
  });
});

describe('what DescribeJobs and ListJobs say of nodes', () => {
  it('gives nodes by their own ids, the job’s properties after overrides, and AWS’s members [MNP-27, MNP-28, DESC-3]', () => {
    const machine = withGang(fixedFleet(8), { '0': container({}, 1), '1:': container({ SIM_SECONDS: 100 }) }, 3);
    const nodeOverrides = {
      numNodes: 4,
      nodePropertyOverrides: [
        { targetNodes: '0:', containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '50' }] } },
        { targetNodes: '2', containerOverrides: { environment: [{ name: 'ROLE', value: 'scribe' }] } },
      ],
    };
    const job = submitGang(machine, { nodeOverrides });
    machine.runTo(1);
    const detail = machine.job(job);
    expect(detail).toMatchObject({ nodeProperties: { numNodes: 4, mainNode: 0 } });
    expect(detail.container).toBeUndefined();
    expect(machine.job(`${job}#2`)).toMatchObject({
      nodeDetails: { nodeIndex: 2, isMainNode: false },
      container: {
        environment: [
          { name: 'SIM_SECONDS', value: '100' },
          { name: 'ROLE', value: 'scribe' },
        ],
      },
    });
    expect(machine.job(`${job}#3`)).toMatchObject({
      container: {
        environment: [{ name: 'SIM_SECONDS', value: '50' }],
        networkInterfaces: [{ privateIpv4Address: expect.stringMatching(/^10\./) }],
      },
    });
    expect(machine.call('ListJobs', { multiNodeJobId: job })).toMatchObject({
      jobSummaryList: [0, 1, 2, 3].map((nodeIndex) => ({
        jobId: `${job}#${nodeIndex}`,
        nodeProperties: { nodeIndex, numNodes: 4, isMainNode: nodeIndex === 0 },
      })),
    });
    expect(machine.call('ListJobs', { jobQueue: 'main' })).toMatchObject({
      jobSummaryList: [{ jobId: job, nodeProperties: { numNodes: 4 }, capacityUsage: [{ quantity: 7 }] }],
    });
  });
});
