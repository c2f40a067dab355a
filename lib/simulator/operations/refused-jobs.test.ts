import { describe, expect, it } from 'vitest';
import { sized } from './sample-calls';
import { callInWorld, type RefusedCall } from './sample-world';

const QUEUE_ARN = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };

describe('what is refused of jobs, and leaves no trace', () => {
  const capability = 'Job Queue is attached to Compute Environment that can not run Jobs with capability';
  const rows: RefusedCall[] = [
    ['SubmitJob', { ...job, jobQueue: 'closed' }, 'is not in ENABLED state', '[SUB-2, JQ-32]'],
    ['SubmitJob', { ...job, jobQueue: QUEUE_ARN.replace('us-east-1', 'eu-west-1') }, 'not found.'],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'old' },
      'JobDefinition name old does not exist or is not in ACTIVE status',
      '[SUB-3]',
    ],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'old:1' },
      'JobDefinition name old:1 does not exist or is not in ACTIVE status',
    ],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'tool:one' },
      'Provided name tool:one is not supported pattern[a-zA-Z_0-9-]{1,128}',
      '[SUB-4]',
    ],
    ['SubmitJob', { ...job, jobDefinition: 'cloud' }, `${capability} FARGATE`, '[SUB-5]'],
    ['SubmitJob', { ...job, jobQueue: 'serverless' }, `${capability} EC2`, '[SUB-5]'],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'sized', containerOverrides: { vcpus: 1 } },
      'This value was submitted in a deprecated key',
      '[SUB-12]',
    ],
    ['SubmitJob', { ...job, containerOverrides: { command: [''] } }, 'empty string'],
    [
      'SubmitJob',
      { ...job, containerOverrides: { resourceRequirements: sized('0', '64') } },
      'vCPU must be at least 1, got 0.',
      '[SUB-18]',
    ],
    [
      'SubmitJob',
      {
        ...job,
        jobQueue: 'serverless',
        jobDefinition: 'cloud',
        containerOverrides: { resourceRequirements: sized('1', '3') },
      },
      'Fargate resource requirements (1 vCPU, 3 MiB) not valid.',
      '[SUB-18]',
    ],
    [
      'SubmitJob',
      { ...job, containerOverrides: { environment: [{ name: 'AWS_BATCH_X', value: '' }] } },
      'reserved',
      '[SUB-17]',
    ],
    [
      'SubmitJob',
      { ...job, containerOverrides: { command: ['Ref::nothing'] } },
      'No parameter found for reference nothing',
      '[SUB-11]',
    ],
    [
      'SubmitJob',
      { ...job, containerOverrides: { command: ['Ref::__proto__'] } },
      'No parameter found for reference __proto__',
    ],
    ['SubmitJob', { ...job, arrayProperties: { size: 10_001 } }, 'Array size must be between 2 and 10000', '[SUB-9]'],
    [
      'SubmitJob',
      { ...job, dependsOn: Array.from({ length: 21 }, () => ({ jobId: 'x' })) },
      'maximum of 20',
      '[SUB-10]',
    ],
    ['SubmitJob', { ...job, dependsOn: [{ jobId: 'x' }] }, 'Dependent job x does not exist.', '[SUB-14]'],
    ['SubmitJob', { ...job, dependsOn: [{}] }, 'jobId is required for a dependency.'],
    ['SubmitJob', { ...job, dependsOn: [{ type: 'SEQUENTIAL' }] }, 'only supported for array jobs', '[SUB-16]'],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
      '[SUB-15]',
    ],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, arrayProperties: { size: 4 }, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
      '[SUB-15]',
    ],
    [
      'SubmitJob',
      ({ single }) => ({ ...job, arrayProperties: { size: 3 }, dependsOn: [{ jobId: single, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
      '[SUB-15]',
    ],
    ['SubmitJob', { ...job, parameters: { p: 'x'.repeat(31_000) } }, '30720 bytes', '[SUB-13]'],
    ['SubmitJob', { ...job, nodeOverrides: {} }, 'nodeOverrides is not applicable'],
    ['TerminateJob', { jobId: 'x', reason: 'r'.repeat(1025) }, '1024', '[STOP-8]'],
    [
      'DescribeComputeEnvironments',
      { computeEnvironments: ['fleet'], maxResults: 1 },
      'ComputeEnvironments and MaxResults cannot both be set',
      '[DESC-4]',
    ],
    ['DescribeJobDefinitions', { status: 'active' }, 'Value active for status is not valid.'],
    ['ListJobs', { jobQueue: 'none' }, 'JobQueue none not found.', '[API-4]'],
    [
      'ListJobs',
      { jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: ['a'] }], maxResults: 101 },
      'between 1 and 100',
      '[LIST-3]',
    ],
    ['ListJobs', { jobQueue: 'main', filters: [{ name: 'COLOUR', values: ['red'] }] }, 'Filter COLOUR is not valid.'],
    [
      'ListJobs',
      { jobQueue: 'main', filters: [{ name: 'AFTER_CREATED_AT', values: ['today'] }] },
      'a time in milliseconds',
      '[LIST-7]',
    ],
    [
      'RegisterJobDefinition',
      { jobDefinitionName: 'k', eksProperties: {} },
      'podProperties is required in eksProperties.',
    ],
  ];
  it.each(rows.map(([operation, input, message, fact = '']) => ({ operation, input, message, fact })))(
    '$operation: $message $fact',
    (row) => {
      const { operation, input, message } = row;
      const { result, before, after } = callInWorld(operation, input);
      expect(result).toMatchObject({
        ok: false,
        error: { name: 'ClientException', message: expect.stringContaining(message) },
      });
      expect(after).toEqual(before);
    },
  );
});
