import { describe, expect, it } from 'vitest';
import { queueOn } from './sample-calls';
import { principal, world } from './sample-world';

const QUEUE_ARN = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const DEFINITION_ARN = 'arn:aws:batch:us-east-1:123456789012:job-definition/tool';
const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };

describe('what is accepted', () => {
  it.each<[string, object | ((ids: { array: string; single: string }) => object)]>([
    ['SubmitJob', { ...job, jobQueue: QUEUE_ARN, jobDefinition: DEFINITION_ARN }],
    ['SubmitJob', { ...job, jobDefinition: `${DEFINITION_ARN}:1` }],
    ['SubmitJob', { ...job, jobQueue: 'serverless', jobDefinition: 'cloud' }],
    ['SubmitJob', { ...job, containerOverrides: { vcpus: 1000, memory: 9_999_999 } }],
    ['SubmitJob', { ...job, arrayProperties: { size: 10 }, dependsOn: [{ type: 'SEQUENTIAL' }] }],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, arrayProperties: { size: 3 }, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
    ],
    [
      'SubmitJob',
      ({ array, single }) => ({ ...job, dependsOn: [{ jobId: `${array}:2` }, { jobId: single }, { jobId: single }] }),
    ],
    ['CreateJobQueue', queueOn('one', 'arn:aws:batch:us-east-1:123456789012:compute-environment/fleet')],
    ['UpdateJobQueue', { jobQueue: QUEUE_ARN, priority: 0 }],
    ['DeregisterJobDefinition', { jobDefinition: 'old:1' }],
    ['TerminateJob', { jobId: 'nothing', reason: 'x' }],
    ['CancelJob', { jobId: 'nothing', reason: '' }],
  ])('%s %j', (operation, input) => {
    const { simulator, ...ids } = world();
    const result = simulator.call(operation, typeof input === 'function' ? input(ids) : input, principal);
    expect(result).toMatchObject({ ok: true, input: { kind: 'call', operation, at: simulator.now() + 1 } });
  });
});
