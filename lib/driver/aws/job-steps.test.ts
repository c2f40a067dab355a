import type { JobDetail } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { ClusterOwners } from './clusters';
import { jobSteps, partIds, partOf } from './job-steps';
import type { KnownJob } from './known-job';

const UUID = '11111111-2222-3333-4444-555555555555';
const CLUSTER = `AWSBatch-spot-fleet-${UUID}`;
const TASK = `arn:aws:ecs:us-east-1:123456789012:task/${CLUSTER}/abc`;
const ENVIRONMENT = 'arn:aws:batch:us-east-1:123456789012:compute-environment/spot-fleet';

const clusters = new ClusterOwners();
clusters.learn({
  computeEnvironmentArn: ENVIRONMENT,
  ecsClusterArn: `arn:aws:ecs:us-east-1:123456789012:cluster/${CLUSTER}`,
  computeResources: { type: 'SPOT' },
});
const look = { seenAt: 9_000, clusters };

const detail = (over: Partial<JobDetail>): JobDetail => ({
  jobId: 'j',
  jobName: 'n',
  jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/main',
  jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/d:1',
  status: 'SUBMITTED',
  createdAt: 1_000,
  startedAt: 0,
  container: {
    resourceRequirements: [
      { type: 'VCPU', value: '0.25' },
      { type: 'MEMORY', value: '512' },
    ],
  },
  ...over,
});

const known = (over: Partial<KnownJob>): KnownJob => ({
  id: 'j',
  parentId: null,
  index: null,
  queue: 'main',
  status: 'SUBMITTED',
  attemptsEnded: 0,
  statusReason: null,
  isCancelled: false,
  isTerminated: false,
  placedAt: null,
  ...over,
});

const told = (before: KnownJob | null, now: JobDetail) =>
  (jobSteps(before, now, look)?.steps ?? []).map(({ status, attemptsEnded, at }) => [status, attemptsEnded, at]);

describe('steps between two looks at a job', () => {
  it('tells a new job as of when AWS made it, with what it asks for', () => {
    const first = jobSteps(null, detail({}), look)?.steps[0];
    expect(first).toMatchObject({
      status: 'SUBMITTED',
      at: 1_000,
      facts: { milliVcpus: 250, memoryMib: 512, gpus: 0 },
    });
  });

  it('tells a state that is seen now as of the look', () => {
    expect(told(known({}), detail({ status: 'RUNNABLE' }))).toEqual([['RUNNABLE', 0, 9_000]]);
    expect(told(known({ status: 'RUNNABLE' }), detail({ status: 'STARTING', container: { taskArn: TASK } }))).toEqual([
      ['STARTING', 0, 9_000],
    ]);
  });

  it('tells states that nobody saw without a time, and takes AWS’s own where it gives one', () => {
    const running = detail({ status: 'RUNNING', startedAt: 5_000, container: { taskArn: TASK } });
    expect(told(null, running)).toEqual([
      ['SUBMITTED', 0, 1_000],
      ['RUNNABLE', 0, null],
      ['STARTING', 0, null],
      ['RUNNING', 0, 5_000],
    ]);
  });

  it('tells whole attempts that came and went between two looks, a reclaimed one as such', () => {
    const attempts = [
      {
        container: { taskArn: TASK },
        startedAt: 2_000,
        stoppedAt: 3_000,
        statusReason: 'Host EC2 (instance i-1) terminated.',
      },
      {
        container: { taskArn: TASK, exitCode: 1 },
        startedAt: 4_000,
        stoppedAt: 5_000,
        statusReason: 'Essential container in task exited',
      },
    ];
    const failed = detail({
      status: 'FAILED',
      stoppedAt: 5_000,
      attempts,
      statusReason: 'Essential container in task exited',
    });
    const walked = jobSteps(known({ status: 'RUNNABLE' }), failed, look);
    expect(walked?.steps.map(({ status, attemptsEnded, at }) => [status, attemptsEnded, at])).toEqual([
      ['STARTING', 0, null],
      ['RUNNING', 0, 2_000],
      ['RUNNABLE', 1, null],
      ['STARTING', 1, null],
      ['RUNNING', 1, 4_000],
      ['FAILED', 2, 5_000],
    ]);
    expect(walked?.steps[2]?.attempt).toMatchObject({
      n: 1,
      interrupted: true,
      purchase: 'SPOT',
      environmentArn: ENVIRONMENT,
    });
    expect(walked?.steps[5]?.attempt).toMatchObject({ n: 2, exitCode: 1, interrupted: false, stoppedAt: 5_000 });
    expect(walked?.known).toMatchObject({ status: 'FAILED', attemptsEnded: 2 });
  });

  it('tells no attempt of a job that was cancelled while it waited', () => {
    const cancelled = detail({
      status: 'FAILED',
      stoppedAt: 4_000,
      attempts: [],
      isCancelled: true,
      statusReason: 'no',
    });
    expect(told(known({ status: 'RUNNABLE' }), cancelled)).toEqual([['FAILED', 0, 4_000]]);
  });

  it('tells nothing where nothing moved, and nothing of an older answer that comes late', () => {
    expect(told(known({ status: 'RUNNING' }), detail({ status: 'RUNNING', startedAt: 5_000 }))).toEqual([]);
    expect(told(known({ status: 'RUNNING' }), detail({ status: 'RUNNABLE' }))).toEqual([]);
    expect(told(known({ status: 'FAILED' }), detail({ status: 'RUNNING' }))).toEqual([]);
  });

  it('tells a reason or a flag that came within a state once', () => {
    const blocked = detail({ status: 'RUNNABLE', statusReason: 'MISCONFIGURATION: …', isCancelled: true });
    const walked = jobSteps(known({ status: 'RUNNABLE' }), blocked, look);
    expect(walked?.steps).toMatchObject([{ status: 'RUNNABLE', at: 9_000, isCancelled: true }]);
    expect(jobSteps(walked?.known ?? null, blocked, look)?.steps).toEqual([]);
  });

  it('says the same however the looks fall: every path to the end gives the same attempts and end', () => {
    const attempts = [
      { container: { taskArn: TASK, exitCode: 1 }, startedAt: 2_000, stoppedAt: 3_000, statusReason: 'x' },
      { container: { taskArn: TASK, exitCode: 0 }, startedAt: 4_000, stoppedAt: 5_000, statusReason: 'x' },
    ];
    const moments: JobDetail[] = [
      detail({}),
      detail({ status: 'RUNNABLE' }),
      detail({ status: 'STARTING', container: { taskArn: TASK } }),
      detail({ status: 'RUNNING', startedAt: 2_000, container: { taskArn: TASK } }),
      detail({ status: 'RUNNABLE', attempts: attempts.slice(0, 1), statusReason: 'x' }),
      detail({ status: 'RUNNING', startedAt: 4_000, attempts: attempts.slice(0, 1), container: { taskArn: TASK } }),
      detail({ status: 'SUCCEEDED', stoppedAt: 5_000, attempts, statusReason: 'x' }),
    ];
    for (let seen = 0; seen < 2 ** (moments.length - 1); seen++) {
      let job: KnownJob | null = null;
      const keys: string[] = [];
      const ends: unknown[] = [];
      for (const [index, moment] of moments.entries()) {
        if (index < moments.length - 1 && (seen & (1 << index)) === 0) continue;
        const walked: ReturnType<typeof jobSteps> = jobSteps(job, moment, look);
        job = walked?.known ?? null;
        for (const step of walked?.steps ?? []) {
          keys.push(`${step.attemptsEnded}/${step.status}`);
          if (step.attempt?.stoppedAt !== undefined) ends.push([step.attempt.n, step.attempt.exitCode]);
        }
      }
      expect(keys).toEqual([...new Set(keys)]);
      expect(keys).toEqual(
        expect.arrayContaining(['0/SUBMITTED', '0/RUNNABLE', '0/STARTING', '0/RUNNING', '1/RUNNABLE', '2/SUCCEEDED']),
      );
      expect(ends).toEqual([
        [1, 1],
        [2, 0],
      ]);
    }
  });

  it('names parts by their parent: children of arrays carry no facts, nodes their own', () => {
    expect(partOf('p:3')).toEqual({ parentId: 'p', index: 3 });
    expect(partOf('p#0')).toEqual({ parentId: 'p', index: 0 });
    expect(partOf('p')).toBeNull();
    expect(partIds({ jobId: 'p', arrayProperties: { size: 3 } })).toEqual(['p:0', 'p:1', 'p:2']);
    expect(partIds({ jobId: 'p', nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } })).toEqual([
      'p#0',
      'p#1',
    ]);
    const child = jobSteps(null, detail({ jobId: 'p:3', arrayProperties: { index: 3 } }), look)?.steps[0];
    expect(child).toMatchObject({ parentId: 'p', index: 3 });
    expect(child?.facts).toBeUndefined();
    const node = jobSteps(null, detail({ jobId: 'p#1', nodeDetails: { nodeIndex: 1, isMainNode: false } }), look);
    expect(node?.steps[0]?.facts).toBeDefined();
  });
});
