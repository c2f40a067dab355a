import { describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { INTENT_TAG } from '@/lib/intents';
import { againInput, cannotSubmitAgain, type FormerJob, formerJob, readFormerJob } from './former-job';

const job: FormerJob = {
  jobId: 'a',
  jobName: 'align',
  jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/main',
  jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/align:3',
  status: 'FAILED',
};

describe('the same again', () => {
  it('keeps what was asked, and drops what is AWS’s or the former submit’s', () => {
    const whole = formerJob.parse({
      ...job,
      shareIdentifier: 'blue',
      schedulingPriority: 7,
      arrayProperties: { size: 4, statusSummary: { FAILED: 4 } },
      dependsOn: [{ jobId: 'b' }],
      parameters: { input: 's3://x' },
      container: {
        image: 'busybox',
        command: ['run', 'Ref::input'],
        environment: [
          { name: 'LEVEL', value: '2' },
          { name: 'AWS_BATCH_JOB_ID', value: 'a' },
        ],
        resourceRequirements: [{ type: 'VCPU', value: '2' }],
        exitCode: 3,
      },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onReason: 'Host EC2*', action: 'retry' }] },
      timeout: { attemptDurationSeconds: 600 },
      tags: { team: 'blue', [INTENT_TAG]: 'old', 'aws:made': 'x' },
    });
    expect(againInput(whole, null)).toEqual({
      jobName: 'align',
      jobQueue: 'main',
      jobDefinition: 'align:3',
      shareIdentifier: 'blue',
      schedulingPriorityOverride: 7,
      arrayProperties: { size: 4 },
      parameters: { input: 's3://x' },
      containerOverrides: {
        command: ['run', 'Ref::input'],
        environment: [{ name: 'LEVEL', value: '2' }],
        resourceRequirements: [{ type: 'VCPU', value: '2' }],
      },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onReason: 'Host EC2*', action: 'RETRY' }] },
      timeout: { attemptDurationSeconds: 600 },
      tags: { team: 'blue' },
    });
    const moved = againInput(whole, { name: 'plain', isFair: false });
    expect(moved).toMatchObject({ jobQueue: 'plain' });
    expect(moved.shareIdentifier ?? moved.schedulingPriorityOverride).toBeUndefined();
  });
  it('gives the nodes of a multi-node job by their ranges', () => {
    const nodes = {
      numNodes: 3,
      nodeRangeProperties: [{ targetNodes: '0:2', container: { command: ['a'], instanceType: 'c5.large' } }],
    };
    expect(againInput({ ...job, nodeProperties: nodes }, null)).toEqual({
      jobName: 'align',
      jobQueue: 'main',
      jobDefinition: 'align:3',
      nodeOverrides: {
        numNodes: 3,
        nodePropertyOverrides: [
          { targetNodes: '0:2', containerOverrides: { command: ['a'], instanceType: 'c5.large' } },
        ],
      },
    });
  });
});

describe('what can not be submitted again', () => {
  it('holds what no submit could say', () => {
    expect(readFormerJob({ ...job, retryStrategy: { attempts: 'many' } })).toContain('Its retryStrategy.attempts');
  });
  it('is a part of an array or of nodes, and whatever is masked', () => {
    expect(cannotSubmitAgain(job)).toBeNull();
    expect(cannotSubmitAgain({ ...job, jobId: 'a:3' })).toContain('its parent');
    expect(cannotSubmitAgain({ ...job, jobId: 'a#1' })).toContain('its parent');
    expect(cannotSubmitAgain({ ...job, ecsProperties: {} })).toContain('several containers');
    expect(cannotSubmitAgain({ ...job, eksProperties: {} })).toContain('several containers');
    expect(cannotSubmitAgain({ ...job, parameters: { token: MASK.name } })).toContain('keeps token masked');
    const container = { environment: [{ name: 'DB_PASSWORD', value: MASK.shape }] };
    expect(cannotSubmitAgain({ ...job, container })).toContain('keeps DB_PASSWORD masked');
  });
});
