import { expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { submitCallLike } from '.';

const ARN = 'arn:aws:batch:us-east-1:123456789012';
const definition = {
  jobDefinitionName: 'one',
  parameters: { chr: '1', ref: 'GRCh38' },
  retryStrategy: { attempts: 3, evaluateOnExit: [{ onReason: '*', action: 'exit' }] },
  timeout: { attemptDurationSeconds: 600 },
  containerProperties: {
    image: 'busybox:1',
    command: ['run', 'Ref::chr'],
    environment: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '2048' },
    ],
  },
};
const job = {
  jobName: 'like-me',
  jobId: 'x',
  jobQueue: `${ARN}:job-queue/main`,
  jobDefinition: `${ARN}:job-definition/one:3`,
  status: 'FAILED',
  parameters: definition.parameters,
  retryStrategy: { attempts: 3, evaluateOnExit: [{ onReason: '*', action: 'EXIT' }] },
  timeout: definition.timeout,
  propagateTags: false,
  container: { ...definition.containerProperties, command: ['run', '1'], exitCode: 3, vcpus: 1 },
  tags: { 'batchdeck:intent': 'x', 'aws:cloudformation:stack': 'y', team: 'a' },
};
const WHO = { jobName: 'like-me', jobQueue: 'main', jobDefinition: 'one:3' };

it('says only what the definition does not', () => {
  expect(submitCallLike(job, definition)).toEqual({ ...WHO, tags: { team: 'a' } });
});

it('takes over what the job had otherwise', () => {
  const other = {
    ...job,
    tags: {},
    shareIdentifier: 'studio',
    schedulingPriority: 7,
    arrayProperties: { size: 10, statusSummary: { FAILED: 1 } },
    dependsOn: [{ jobId: 'a', type: 'N_TO_N' }, { type: 'SEQUENTIAL' }],
    parameters: { ...definition.parameters, chr: '7' },
    retryStrategy: { attempts: 1 },
    timeout: { attemptDurationSeconds: 60 },
    propagateTags: true,
    container: {
      command: ['sh', '-c', 'exit 3'],
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '3' },
        { name: 'API_TOKEN', value: MASK.name },
        { name: 'AWS_BATCH_JOB_ID', value: 'x' },
      ],
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '4096' },
      ],
    },
  };
  expect(submitCallLike(other, definition)).toEqual({
    ...WHO,
    shareIdentifier: 'studio',
    schedulingPriorityOverride: 7,
    arrayProperties: { size: 10 },
    dependsOn: [{ jobId: 'a', type: 'N_TO_N' }, { type: 'SEQUENTIAL' }],
    parameters: { chr: '7' },
    containerOverrides: {
      command: ['sh', '-c', 'exit 3'],
      environment: [
        { name: 'B', value: '3' },
        { name: 'API_TOKEN', value: MASK.name },
      ],
      resourceRequirements: [{ type: 'MEMORY', value: '4096' }],
    },
    retryStrategy: { attempts: 1 },
    timeout: { attemptDurationSeconds: 60 },
    propagateTags: true,
  });
});

it('takes over the nodes of a multi-node job', () => {
  const container = { command: ['mpi'], resourceRequirements: [{ type: 'VCPU', value: '4' }] };
  const nodes = { numNodes: 4, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:', container }] };
  const own = {
    numNodes: 6,
    mainNode: 0,
    nodeRangeProperties: [
      { targetNodes: '0', container },
      { targetNodes: '1:5', container: { ...container, command: ['work'], instanceType: 'c5.large' } },
    ],
  };
  const { jobName, jobQueue, jobDefinition } = job;
  const shown = { jobName, jobQueue, jobDefinition, retryStrategy: { attempts: 1 }, nodeProperties: own };
  expect(submitCallLike(shown, { nodeProperties: nodes })).toEqual({
    ...WHO,
    nodeOverrides: {
      numNodes: 6,
      nodePropertyOverrides: [
        { targetNodes: '1:5', containerOverrides: { command: ['work'], instanceType: 'c5.large' } },
      ],
    },
  });
});
