import { describe, expect, it } from 'vitest';
import { fixedFleet, queueInput, START, scripted, WHO } from '../test-machine';

const arnOf = (jobId: string) => `arn:aws:batch:us-east-1:123456789012:job/${jobId}`;

describe('CancelJobs and TerminateJobs', () => {
  it('end each job that they may, succeed on unknown ids, and tell malformed ones apart [BULK-2, BULK-3, BULK-4, STOP-4]', () => {
    const machine = fixedFleet(2);
    const long = scripted({ SIM_SECONDS: 1000 }, 2);
    const [running, waiting, array] = [
      machine.submit(long),
      machine.submit(long),
      machine.submit({ ...long, arrayProperties: { size: 2 } }),
    ];
    machine.runTo(10);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const jobs = [running, waiting, unknown, 'a b', `${array}:1`];
    expect(machine.call('CancelJobs', { jobs, reason: 'enough' })).toEqual({
      successful: [running, waiting, unknown, `${array}:1`],
      errors: [{ job: 'a b', code: 'ValidationException', message: 'Job identifier a b is not valid.' }],
    });
    machine.runTo(20);
    expect(machine.job(waiting)).toMatchObject({ status: 'FAILED', statusReason: 'enough', isCancelled: true });
    expect(machine.job(`${array}:1`)).toMatchObject({ status: 'FAILED' });
    expect(machine.job(`${array}:0`)).toMatchObject({ status: 'RUNNABLE' });
    expect(machine.job(running)).toMatchObject({ status: 'RUNNING' });
    expect(machine.call('TerminateJobs', { jobs: [running, running], reason: 'now' })).toEqual({
      successful: [running, running],
      errors: [],
    });
    machine.runTo(100);
    expect(machine.job(running)).toMatchObject({ status: 'FAILED', statusReason: 'now', isTerminated: true });
    expect(machine.job(`${array}:0`)).toMatchObject({ status: 'RUNNING' });
  });

  it.each<[string, object, string, string?]>([
    [
      'CancelJobs',
      { jobs: Array.from({ length: 51 }, (_, index) => `j${index}`), reason: 'r' },
      'supported is 50 .',
      '[BULK-1]',
    ],
    ['TerminateJobs', { jobs: [], reason: 'r' }, 'At least one job is required.'],
    ['TerminateJobs', { jobs: ['j'], reason: 'r'.repeat(1025) }, '1024', '[STOP-8]'],
  ])('%s refuses what is wrong as a whole', (operation, input, message) => {
    const { sim } = fixedFleet(2);
    expect(sim.call(operation, input, WHO)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(message) },
    });
  });
});

describe('GetJobQueueSnapshot', () => {
  it('gives the front in order of dispatch, since when, and what is in use [SNAP-1]', () => {
    const machine = fixedFleet(2);
    const long = scripted({ SIM_SECONDS: 100 }, 2);
    const [running, second, third] = [machine.submit(long), machine.submit(long), machine.submit(long)];
    const late = machine.submit({ ...long, dependsOn: [{ jobId: running }] });
    const front = () => machine.call('GetJobQueueSnapshot', { jobQueue: 'main' });
    machine.runTo(10);
    const submittedAt = START + 1;
    expect(front()).toEqual({
      frontOfQueue: {
        jobs: [
          { jobArn: arnOf(second), earliestTimeAtPosition: submittedAt },
          { jobArn: arnOf(third), earliestTimeAtPosition: submittedAt },
        ],
        lastUpdatedAt: START + 10_000,
      },
      queueUtilization: {
        totalCapacityUsage: [{ capacityUnit: 'VCPU', quantity: 2 }],
        lastUpdatedAt: START + 10_000,
      },
    });
    machine.runTo(110);
    const movedAt = submittedAt + 100_000;
    expect(front()).toMatchObject({
      frontOfQueue: {
        jobs: [
          { jobArn: arnOf(third), earliestTimeAtPosition: movedAt },
          { jobArn: arnOf(late), earliestTimeAtPosition: movedAt },
        ],
      },
    });
    machine.call('CancelJob', { jobId: third, reason: 'r' });
    machine.runTo(120);
    expect(front()).toMatchObject({
      frontOfQueue: { jobs: [{ jobArn: arnOf(late), earliestTimeAtPosition: START + 110_001 }] },
    });
  });

  it('names the shares that use most where the queue has a policy [SNAP-2]', () => {
    const machine = fixedFleet(4);
    machine.call('CreateSchedulingPolicy', { name: 'fair' });
    machine.call('CreateJobQueue', {
      ...queueInput('shared', 1, ['fleet']),
      schedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair',
    });
    const job = (shareIdentifier: string) => ({
      ...scripted({ SIM_SECONDS: 100 }),
      jobQueue: 'shared',
      shareIdentifier,
    });
    for (const share of ['a', 'b', 'b']) machine.submit(job(share));
    machine.runTo(10);
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'shared' })).toMatchObject({
      frontOfQueue: { jobs: [] },
      queueUtilization: {
        totalCapacityUsage: [{ quantity: 3 }],
        fairshareUtilization: {
          activeShareCount: 2,
          topCapacityUtilization: [
            { shareIdentifier: 'b', capacityUsage: [{ capacityUnit: 'VCPU', quantity: 2 }] },
            { shareIdentifier: 'a', capacityUsage: [{ quantity: 1 }] },
          ],
        },
      },
    });
    expect(machine.sim.call('GetJobQueueSnapshot', { jobQueue: 'none' }, WHO)).toMatchObject({
      error: { message: 'JobQueue none not found.' },
    });
  });

  it('gives a hundred jobs at most [SNAP-1]', () => {
    const machine = fixedFleet(2);
    const [, second] = Array.from({ length: 120 }, () => machine.submit(scripted({ SIM_SECONDS: 1000 }, 2)));
    machine.runTo(2);
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'main' })).toMatchObject({
      frontOfQueue: { jobs: { length: 100, 0: { jobArn: arnOf(second ?? '') } } },
    });
  });
});
