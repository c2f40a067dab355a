import { describe, expect, it } from 'vitest';
import { limit, payload, serviceQueueOf, TYPE } from '../test-services';

const SHORT = { SIM_SECONDS: 60 };

describe('the life of a service job', () => {
  it('goes SUBMITTED, RUNNABLE, SCHEDULED, STARTING, RUNNING, SUCCEEDED [SJ-20]', () => {
    const machine = serviceQueueOf([limit(4)]);
    const id = machine.train(2, 60);
    machine.runTo(100);
    const states = machine.story(id).map((step) => step.slice(0, step.indexOf('@')));
    expect(states).toEqual(['SUBMITTED', 'RUNNABLE', 'SCHEDULED', 'STARTING', 'RUNNING', 'SUCCEEDED']);
    expect(machine.service(id)).toMatchObject({
      status: 'SUCCEEDED',
      statusReason: 'Received status from SageMaker: Training job completed',
      capacityUsage: [{ capacityUnit: TYPE, quantity: 2 }],
      attempts: [{ statusReason: 'Received status from SageMaker: Training job completed' }],
      serviceJobType: 'SAGEMAKER_TRAINING',
      retryStrategy: { attempts: 1 },
    });
  });

  it('takes the times of Batch and SageMaker where delays are believable', () => {
    const machine = serviceQueueOf([limit(4)], { timing: 'aws' });
    const id = machine.train(1, 600);
    machine.runTo(8);
    expect(machine.service(id)).toMatchObject({ status: 'SCHEDULED' });
    machine.runTo(300);
    const { status, createdAt, scheduledAt, startedAt } = machine.service(id);
    expect(status).toBe('RUNNING');
    expect(Number(createdAt) < Number(scheduledAt) && Number(scheduledAt) < Number(startedAt)).toBe(true);
  });

  it('shows the training job of its attempt under latestAttempt from SCHEDULED on [SJ-22]', () => {
    const machine = serviceQueueOf([limit(1)]);
    const [first, second] = [machine.train(1, 60), machine.train(1, 60)];
    machine.runTo(5);
    expect(machine.service(first)).toMatchObject({
      latestAttempt: {
        serviceResourceId: {
          name: 'TrainingJobArn',
          value: expect.stringMatching(
            /^arn:aws:sagemaker:us-east-1:123456789012:training-job\/AWSBatchtrain-it[0-9a-f]{32}$/,
          ),
        },
      },
      attempts: [],
    });
    expect(machine.service(second)).not.toHaveProperty('latestAttempt');
  });

  it('is tried again by its retry strategy, in front of its line', () => {
    const machine = serviceQueueOf([limit(1)]);
    const failing = payload(1, { ...SHORT, SIM_FAIL_ATTEMPTS: 1 });
    const id = machine.train(1, 0, { serviceRequestPayload: failing, retryStrategy: { attempts: 2 } });
    const next = machine.train(1, 60);
    machine.runTo(61);
    expect(machine.service(id)).toMatchObject({
      status: 'RUNNING',
      attempts: [{ statusReason: expect.stringContaining('exit code: 1') }],
    });
    expect(machine.service(next)).toMatchObject({ status: 'RUNNABLE' });
    machine.runTo(200);
    expect(machine.service(id)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}, {}] });
  });

  it('ends by the first matching condition on its status reason [SJ-23]', () => {
    const machine = serviceQueueOf([limit(1)]);
    const id = machine.train(1, 0, {
      serviceRequestPayload: payload(1, { ...SHORT, SIM_EXIT_CODE: 3 }),
      retryStrategy: {
        attempts: 5,
        evaluateOnExit: [
          { action: 'RETRY', onStatusReason: 'Received status from SageMaker: InternalServerError*' },
          { action: 'EXIT', onStatusReason: '*' },
        ],
      },
    });
    machine.runTo(200);
    expect(machine.service(id)).toMatchObject({ status: 'FAILED', attempts: [{}] });
  });

  it('is stopped by its timeout and not tried again [SJ-24]', () => {
    const machine = serviceQueueOf([limit(1)]);
    const id = machine.train(1, 900, { timeoutConfig: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 3 } });
    machine.runTo(100);
    expect(machine.service(id)).toMatchObject({
      status: 'FAILED',
      statusReason: 'Job attempt duration exceeded timeout',
      attempts: [{}],
    });
  });

  it('is stopped by the request’s own stopping condition', () => {
    const machine = serviceQueueOf([limit(1)]);
    const stopping = payload(1, { SIM_SECONDS: 900 }, { StoppingCondition: { MaxRuntimeInSeconds: 120 } });
    const id = machine.train(1, 0, { serviceRequestPayload: stopping });
    machine.runTo(130);
    expect(machine.service(id)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('MaxRuntime'),
    });
  });

  it('is terminated in any state, with the reason given [SJ-25]', () => {
    const machine = serviceQueueOf([limit(1)]);
    const [running, waiting] = [machine.train(1, 600), machine.train(1, 600)];
    machine.runTo(10);
    machine.call('TerminateServiceJobs', { jobs: [running, waiting, 'unknown'], reason: 'enough' });
    machine.runTo(11);
    for (const id of [running, waiting]) {
      expect(machine.service(id)).toMatchObject({ status: 'FAILED', statusReason: 'enough', isTerminated: true });
    }
    expect(machine.service(waiting)).toMatchObject({ attempts: [] });
  });

  it('goes back from SCHEDULED to RUNNABLE where SageMaker has no capacity, and runs when it has [SJ-21]', () => {
    const machine = serviceQueueOf([limit(1)], { timing: 'aws' });
    const fault = { at: machine.sim.now(), end: machine.sim.now() + 1_500_000, kind: 'capacity-out' as const };
    const principal = { actor: 'tester', source: 'simulate' as const };
    machine.sim.apply({ seq: machine.sim.inputSeq() + 1, at: machine.sim.now() + 1, kind: 'fault', fault, principal });
    const id = machine.train(1, 60);
    machine.runTo(4000);
    const states = machine.story(id).map((step) => step.slice(0, step.indexOf('@')));
    expect(states.join(' ')).toContain('SCHEDULED RUNNABLE SCHEDULED');
    expect(machine.service(id)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}] });
  });
});

describe('a queue of service jobs', () => {
  it('keeps the number of instances below the limit, first in, first out [SJ-29]', () => {
    const machine = serviceQueueOf([limit(3)]);
    const [first, large, small] = [machine.train(2, 60), machine.train(2, 60), machine.train(1, 60)];
    machine.runTo(5);
    const status = [first, large, small].map((id) => machine.service(id).status);
    expect(status).toEqual(['RUNNING', 'RUNNABLE', 'RUNNABLE']);
    expect(machine.changes.findLast((change) => change.kind === 'wait')).toMatchObject({
      cause: 'at-maximum',
      evidence: { environment: 'sage', capacityUnit: 'NUM_INSTANCES', capacityUsed: 2, capacityMaximum: 3 },
    });
  });

  it('gives the share with the least weighed use its turn, and priority counts within a share', () => {
    const machine = serviceQueueOf([limit(1)], { policy: { fairsharePolicy: {} } });
    const of = (shareIdentifier: string, schedulingPriority = 0) =>
      machine.train(1, 60, { shareIdentifier, schedulingPriority });
    const ids = [of('a'), of('a'), of('a', 9), of('b')];
    const [, low, high, other] = ids;
    machine.runTo(500);
    const startOf = (id: string | undefined) => Number(machine.service(id ?? '').startedAt);
    expect(startOf(other)).toBeLessThan(startOf(low));
    expect(startOf(high)).toBeLessThan(startOf(low));
  });

  it('says of a blocked head that no limit will ever let it go, and terminates it by the queue’s time limit [SJ-28]', () => {
    const reason = 'MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE';
    const jobStateTimeLimitActions = [{ reason, state: 'RUNNABLE', maxTimeSeconds: 600, action: 'TERMINATE' }];
    const machine = serviceQueueOf([limit(2)], { timing: 'aws', queue: { jobStateTimeLimitActions } });
    const [large, next] = [machine.train(3, 60), machine.train(1, 60)];
    machine.runTo(300);
    expect(machine.service(large)).toMatchObject({ status: 'RUNNABLE', statusReason: expect.stringContaining(reason) });
    expect(machine.service(next)).toMatchObject({ status: 'RUNNABLE' });
    machine.runTo(1500);
    expect(machine.service(large)).toMatchObject({
      status: 'FAILED',
      statusReason: `Terminated by JobStateTimeLimit action due to reason: ${reason}`,
    });
    expect(machine.service(next)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('ends its service jobs when it is deleted', () => {
    const machine = serviceQueueOf([limit(1)]);
    const ids = [machine.train(1, 6000), machine.train(1, 6000)];
    machine.runTo(10);
    machine.call('UpdateJobQueue', { jobQueue: 'train', state: 'DISABLED' });
    machine.runTo(11);
    machine.call('DeleteJobQueue', { jobQueue: 'train' });
    machine.runTo(100);
    expect(machine.call('DescribeJobQueues', { jobQueues: ['train'] })).toEqual({ jobQueues: [] });
    for (const id of ids) expect(machine.service(id)).toMatchObject({ status: 'FAILED' });
  });

  it('shows its front, and what its jobs hold by instance type', () => {
    const machine = serviceQueueOf([limit(2)]);
    machine.train(2, 60);
    const waiting = machine.train(1, 60);
    machine.runTo(5);
    expect(machine.call('GetJobQueueSnapshot', { jobQueue: 'train' })).toMatchObject({
      frontOfQueue: { jobs: [{ jobArn: `arn:aws:batch:us-east-1:123456789012:service-job/${waiting}` }] },
      queueUtilization: { totalCapacityUsage: [{ capacityUnit: TYPE, quantity: 2 }] },
    });
  });
});
